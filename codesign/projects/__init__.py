"""Commissioning projects: the landing page residents see, and what staff keep about place, money and dates."""

from codesign.projects.manage import bp as manage
from codesign.projects.routes import bp as routes

blueprints = (
    manage,
    routes,
)
