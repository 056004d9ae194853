"""Moderation: one queue for all words, written rules with versions, holds, asking again and a public count."""

from codesign.moderation.holds_manage import bp as holds_manage
from codesign.moderation.manage import bp as manage
from codesign.moderation.routes import bp as routes
from codesign.moderation.rules_manage import bp as rules_manage

blueprints = (
    manage,
    rules_manage,
    holds_manage,
    routes,
)
