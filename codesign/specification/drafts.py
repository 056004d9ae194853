"""What staff typed: a requirement and a decision as values."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from codesign.core.terms import Moscow, Origin, RequirementStatus, RequirementType, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementDraft:
    """Every field of a requirement (`domain.md` d3) as it was typed."""

    title: str
    statement: str = ""
    measure: str = ""
    lot_numbers: tuple[int, ...] = ()
    type: RequirementType = RequirementType.FUNCTION
    moscow: Moscow = Moscow.SHOULD
    outcome: str = ""
    kpi: str = ""
    acceptance: str = ""
    rationale: str = ""
    origin: Origin = Origin.RESIDENT
    equality_note: str = ""
    characteristics: tuple[str, ...] = ()
    cost_note: str = ""
    feasibility: str = ""
    depends_on: tuple[str, ...] = ()
    award_criterion: str = ""
    tender_question: str = ""
    contract_clause: str = ""
    council_reason: str = ""
    owner: str = ""
    status: RequirementStatus = RequirementStatus.DRAFT
    status_reason: str = ""


FIELDS = tuple(field.name for field in fields(RequirementDraft))
"""What a version of a requirement keeps."""


def plain(value: Any) -> Any:
    """A field's value as JSON keeps it."""
    if isinstance(value, tuple | list):
        return list(value)
    return getattr(value, "value", value)


def snapshot(requirement: Any) -> dict[str, Any]:
    """A requirement's fields as its version keeps them."""
    return {name: plain(getattr(requirement, name)) for name in FIELDS}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields that differ, in order; a field that an older version did not have yet counts as empty."""
    return [name for name in FIELDS if (before.get(name) or None) != (after.get(name) or None)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDraft:
    """A decision as it was typed; themes, ideas and requirements by key, reference or both as the form knows them."""

    said: str
    response: Response
    action: str = ""
    reason: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    owner: str = ""
    due_on: date | None = None
    themes: tuple[str, ...] = ()
    ideas: tuple[uuid.UUID, ...] = ()
    requirements: tuple[str, ...] = ()
