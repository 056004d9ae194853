"""Specification: requirements, what bears on them, decisions, and the trace both ways."""

from codesign.specification.manage import bp as manage

blueprints = (manage,)
