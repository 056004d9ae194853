"""Workshops: a room of people and their phones, a wall, and the remote that moves them."""

from codesign.workshops.manage import bp as manage
from codesign.workshops.routes import bp as routes

blueprints = (manage, routes,)
