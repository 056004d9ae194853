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
from codesign.demo.shapes.boards import (
    AskedAgain,
    BoardPhase,
    EarlyAnswer,
    EarlyBatch,
    Merge,
    Option,
    Pair,
    PlaceAndPhoto,
    Reported,
    TeamAnswer,
    Ticks,
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
    "AskedAgain",
    "Attendee",
    "Attestation",
    "Barrier",
    "Board",
    "BoardPhase",
    "Card",
    "Choice",
    "Coding",
    "Consultation",
    "Decision",
    "Demo",
    "Document",
    "Dots",
    "EarlyAnswer",
    "EarlyBatch",
    "EvidenceLink",
    "Group",
    "Idea",
    "Kpi",
    "LandingStep",
    "Lot",
    "Merge",
    "Milestone",
    "Openness",
    "Option",
    "OptionConsidered",
    "Organisation",
    "Pair",
    "Partner",
    "PlaceAndPhoto",
    "PopulationFigure",
    "Project",
    "Prompt",
    "Question",
    "Reply",
    "Reported",
    "Requirement",
    "SaidDid",
    "Sending",
    "StaffMember",
    "Statement",
    "Step",
    "TeamAnswer",
    "Theme",
    "Ticks",
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
