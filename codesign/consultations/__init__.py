"""Consultations: a questionnaire built by staff, answered one question a page by residents."""

from codesign.consultations.counting.manage import bp as flags
from codesign.consultations.languages.manage import bp as languages
from codesign.consultations.languages.routes import bp as voices
from codesign.consultations.manage import bp as manage
from codesign.consultations.routes import bp as routes

blueprints = (
    flags,
    languages,
    voices,
    manage,
    routes,
)
