"""Specification: requirements, what bears on them, decisions, and the trace both ways."""

from codesign.specification import manage_decisions, manage_evidence
from codesign.specification.manage import bp as manage

blueprints = (manage,)
__all__ = ["blueprints", "manage", "manage_decisions", "manage_evidence"]
