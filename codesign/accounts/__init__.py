"""Accounts: invitations, signing in and out, the second factor, the team of a project."""

from codesign.accounts import manage, own, routes

blueprints = (manage.bp, routes.bp)

__all__ = ["blueprints", "own"]
