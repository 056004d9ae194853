"""Moderation: one queue for all words, with reasons from a list, a notice to the author and a public count."""

from codesign.moderation.manage import bp as manage
from codesign.moderation.routes import bp as routes

blueprints = (
    manage,
    routes,
)
