"""The tables: what we remember, and the promises the database itself keeps."""

from codesign.models.activities import (
    Activity,
    Answer,
    AnswerChoice,
    Attendee,
    Card,
    CardGroup,
    Choice,
    Comment,
    Consultation,
    Dot,
    Draft,
    Idea,
    IdeaBoard,
    IdeaDraft,
    Prompt,
    Question,
    QuestionVersion,
    StatementVote,
    Step,
    Support,
    Workshop,
)
from codesign.models.base import Model
from codesign.models.people import Invitation, Membership, Organisation, Person, SignInLink, StaffSession, Visit
from codesign.models.projects import (
    Area,
    Lot,
    Milestone,
    OptionConsidered,
    PopulationFigure,
    Project,
    ScopePoint,
)
from codesign.models.record import ChainHead, EventRow, Job, OutboxMessage, Pack, PackFile
from codesign.models.specification import (
    Codebook,
    Coding,
    Decision,
    DecisionSubject,
    EvidenceLink,
    Requirement,
    RequirementVersion,
    Theme,
)
from codesign.models.taking_part import (
    Contact,
    Contribution,
    ContributionVersion,
    EqualityAnswer,
    Participant,
    Report,
    Submission,
)
from codesign.models.triggers import SIDE_TABLES, install_side_tables

__all__ = [
    "SIDE_TABLES", "Activity", "Answer", "AnswerChoice", "Area", "Attendee", "Card", "CardGroup", "ChainHead", "Choice",
    "Codebook", "Coding", "Comment", "Consultation", "Contact", "Contribution", "ContributionVersion", "Decision",
    "DecisionSubject", "Dot", "Draft", "EqualityAnswer", "EventRow", "EvidenceLink", "Idea", "IdeaBoard", "IdeaDraft", "Invitation",
    "Job", "Lot", "Membership", "Milestone", "Model", "OptionConsidered", "Organisation", "OutboxMessage", "Pack",
    "PackFile", "Participant", "Person", "PopulationFigure", "Project", "Prompt", "Question", "QuestionVersion",
    "Report", "Requirement", "RequirementVersion", "ScopePoint", "SignInLink", "StaffSession", "StatementVote", "Step",
    "Submission", "Support", "Theme", "Visit", "Workshop", "install_side_tables",
]
