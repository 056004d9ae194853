"""Packs: freezing, building, downloading and checking evidence packs."""

from codesign.packs.manage import bp as manage
from codesign.packs.routes import bp as routes

blueprints = (
    manage,
    routes,
)
