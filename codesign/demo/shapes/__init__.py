"""The shapes a demonstration project is written in: frozen values that a loader turns into rows."""

from dataclasses import dataclass

from codesign.demo.shapes.about import (
    Area,
    Barrier,
    Document,
    LandingStep,
    Lot,
    Milestone,
    Openness,
    OptionConsidered,
    Organisation,
    Partner,
    PopulationFigure,
    Project,
    SaidDid,
    StaffMember,
)
from codesign.demo.shapes.findings import Attestation, Coding, Decision, EvidenceLink, Kpi, Requirement, Theme
from codesign.demo.shapes.taking_part import (
    Answer,
    Attendee,
    Board,
    Card,
    Choice,
    Consultation,
    Dots,
    Group,
    Idea,
    Prompt,
    Question,
    Reply,
    Sending,
    Statement,
    Step,
    Workshop,
)

__all__ = [
    "Answer",
    "Area",
    "Attendee",
    "Attestation",
    "Barrier",
    "Board",
    "Card",
    "Choice",
    "Coding",
    "Consultation",
    "Decision",
    "Demo",
    "Document",
    "Dots",
    "EvidenceLink",
    "Group",
    "Idea",
    "Kpi",
    "LandingStep",
    "Lot",
    "Milestone",
    "Openness",
    "OptionConsidered",
    "Organisation",
    "Partner",
    "PopulationFigure",
    "Project",
    "Prompt",
    "Question",
    "Reply",
    "Requirement",
    "SaidDid",
    "Sending",
    "StaffMember",
    "Statement",
    "Step",
    "Theme",
    "Workshop",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A whole demonstration project."""

    organisation: Organisation
    team: tuple[StaffMember, ...]
    project: Project
    consultation: Consultation
    sendings: tuple[Sending, ...]
    boards: tuple[Board, ...]
    workshops: tuple[Workshop, ...]
    themes: tuple[Theme, ...]
    codings: tuple[Coding, ...]
    requirements: tuple[Requirement, ...]
    links: tuple[EvidenceLink, ...]
    decisions: tuple[Decision, ...]
    attestations: tuple[Attestation, ...]
    equality_questions: tuple[str, ...]
