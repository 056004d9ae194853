"""Idea boards: ideas to support and reply to, or statements to agree or disagree with."""

from codesign.ideas.adding import bp as adding
from codesign.ideas.manage import bp as manage
from codesign.ideas.routes import bp as routes

blueprints = (
    adding,
    manage,
    routes,
)
