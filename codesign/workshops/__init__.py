"""Workshops: a room of people and their phones, a wall, and the remote that moves them."""

from codesign.workshops.manage import bp as manage
from codesign.workshops.remote import bp as remote
from codesign.workshops.routes import bp as routes
from codesign.workshops.screens import bp as screens

blueprints = (manage, routes, screens, remote)
