"""The way back: what was heard and decided, and what became of one person's words."""

from codesign.feedback.routes import bp as routes

blueprints = (routes,)
