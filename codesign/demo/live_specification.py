"""Four draft clauses of the live demonstration project, and what three of them rest on."""

from collections.abc import Sequence
from datetime import date, timedelta

from codesign.core.terms import EvidenceKind, Moscow, Origin, RequirementStatus, RequirementType, Stance
from codesign.demo.shapes import Coding, EvidenceLink, Kpi, Requirement


def _draft(
    number: int, title: str, statement: str, type_: RequirementType, measure: str, *, origin: Origin = Origin.RESIDENT
) -> Requirement:
    return Requirement(
        ref=f"REQ-{number:03}",
        lots=("L1",),
        title=title,
        statement=statement,
        type=type_,
        moscow=Moscow.MUST,
        outcome="",
        measure=measure,
        kpi=Kpi(name="", formula="", unit="", baseline="", target="", frequency="", source="", threshold=""),
        acceptance="",
        rationale="",
        origin=origin,
        equality_note="",
        characteristics=("age",),
        cost_note="",
        feasibility="",
        depends_on=(),
        status=RequirementStatus.DRAFT,
        award_criterion="",
        tender_question="",
        contract_clause="",
        owner="Tom Ackroyd",
    )


REQUIREMENTS = (
    _draft(
        1,
        "Open late",
        "The provider must open until 10pm on at least two nights a week, one of them Sunday.",
        RequirementType.ACCESS,
        "Opening times on the door and online.",
    ),
    _draft(
        2,
        "No booking",
        "The provider must see anyone aged 16 to 25 who turns up without booking.",
        RequirementType.ACCESS,
        "A test visit each quarter.",
    ),
    _draft(
        3,
        "A private way in",
        "The provider must have a way in that is not on a main street.",
        RequirementType.QUALITY,
        "One visit before it opens.",
    ),
    _draft(
        4,
        "Keep records safe",
        "The provider must keep records for no more than 3 years.",
        RequirementType.DATA_REPORTING,
        "A yearly check.",
        origin=Origin.COMMISSIONER,
    ),
)
_TARGETS = {
    "REQ-001": ("T01", "I-0001"),
    "REQ-002": ("T02", "C1-Q08", "I-0003"),
    "REQ-003": ("T04", "I-0004"),
}


def links(today: date, codings: Sequence[Coding]) -> tuple[EvidenceLink, ...]:
    """What three of the four rest on so far; the fourth still has nothing."""
    kinds = {
        "T": EvidenceKind.THEME,
        "I": EvidenceKind.IDEA,
        "C": EvidenceKind.QUESTION,
        "s": EvidenceKind.CONTRIBUTION,
    }
    found = []
    for requirement, targets in _TARGETS.items():
        words = [c.item for c in codings if c.theme == targets[0]][:3]
        found += [
            EvidenceLink(
                requirement=requirement,
                kind=kinds[target[0]],
                target=target,
                stance=Stance.SUPPORTS,
                by="facilitator",
                on=today - timedelta(days=1),
            )
            for target in (*targets, *words)
        ]
    return tuple(found)
