"""Consultations: a questionnaire built by staff, answered one question a page by residents."""

from codesign.consultations.manage import bp as manage
from codesign.consultations.routes import bp as routes

blueprints = (
    manage,
    routes,
)
