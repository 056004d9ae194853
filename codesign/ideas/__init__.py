"""Idea boards: ideas to support and reply to, or statements to agree or disagree with."""

from codesign.ideas.adding import bp as adding
from codesign.ideas.answers.manage import bp as answers_manage
from codesign.ideas.answers.routes import bp as answers
from codesign.ideas.choosing.manage import bp as choosing_manage
from codesign.ideas.choosing.routes import bp as choosing
from codesign.ideas.dates import bp as dates
from codesign.ideas.exchange.manage import bp as exchange_manage
from codesign.ideas.manage import bp as manage
from codesign.ideas.paper.manage import bp as paper_manage
from codesign.ideas.reshaping.manage import bp as reshaping_manage
from codesign.ideas.reshaping.routes import bp as reshaping
from codesign.ideas.routes import bp as routes
from codesign.ideas.sharing.routes import bp as sharing
from codesign.ideas.talk.list import bp as following
from codesign.ideas.talk.manage import bp as talk_manage
from codesign.ideas.talk.routes import bp as talk

blueprints = (
    adding,
    answers,
    answers_manage,
    choosing,
    choosing_manage,
    dates,
    exchange_manage,
    following,
    manage,
    paper_manage,
    reshaping,
    reshaping_manage,
    routes,
    sharing,
    talk,
    talk_manage,
)
