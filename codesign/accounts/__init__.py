"""Accounts: invitations, signing in and out, the second factor, the team of a project."""

from codesign.accounts.manage import bp as manage
from codesign.accounts.routes import bp as routes

blueprints = (manage, routes)
