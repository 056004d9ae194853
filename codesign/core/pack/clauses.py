"""What was made of it: requirements, trace, decisions, checks, equality, social value and limits."""

from dataclasses import dataclass
from datetime import date

from codesign.core.pack.figures import Result
from codesign.core.pack.voices import Quote
from codesign.core.terms import EvidenceKind, Moscow, Origin, RequirementStatus, RequirementType, Response, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence of the summary with the references it stands on."""

    text: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthRow:
    """One way of listening: people, and how many of them support or point the other way."""

    method: str
    people: int
    supports: int
    against: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How strong the evidence of a requirement is, counted by the rule of `core.evidence`."""

    word: str
    people: int = 0
    pieces: int = 0
    methods: int = 0
    opposing: int = 0
    rows: tuple[StrengthRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LintRemark:
    """One thing that makes a clause hard to hold someone to (domain.md d3)."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One clause, in one sentence that says what the provider must or should do."""

    ref: str
    title: str
    statement: str
    moscow: Moscow
    type: RequirementType = RequirementType.FUNCTION
    status: RequirementStatus = RequirementStatus.DRAFT
    origin: Origin = Origin.RESIDENT
    version: int = 1
    lots: tuple[str, ...] = ()
    outcome: str = ""
    measure: str = ""
    acceptance: str = ""
    rationale: str = ""
    origin_reason: str = ""
    equality_note: str = ""
    cost_note: str = ""
    feasibility: str = ""
    depends_on: tuple[str, ...] = ()
    award_criterion: str = ""
    dropped_reason: str = ""
    strength: Strength | None = None
    lint: tuple[LintRemark, ...] = ()
    quotes: tuple[Quote, ...] = ()
    opposing: tuple[Quote, ...] = ()
    reply: str = ""
    not_heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLink:
    """One piece of evidence of one requirement. `by` is a role, and only in the commissioners' edition."""

    requirement: str
    evidence: str
    kind: EvidenceKind
    stance: Stance
    title: str = ""
    people: int | None = None
    note: str = ""
    by: str = ""
    linked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was said, what was done about it, and why.

    `about` is the reference of a theme, idea or requirement; `also_about` are further ones that the same decision answers.
    """

    ref: str
    about: str
    said: str
    response: Response
    action: str = ""
    reason: str = ""
    who_said: str = ""
    owner: str = ""
    due_on: date | None = None
    decided_by: str = ""
    decided_on: date | None = None
    resulting: tuple[str, ...] = ()
    also_about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One recorded check. `status` is recorded words such as met, not_met or not_assessed: never "lawful"."""

    ref: str
    group: str
    title: str
    status: str
    kind: str = ""
    value: str = ""
    threshold: str = ""
    evidence: tuple[str, ...] = ()
    by: str = ""
    on: date | None = None
    override_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualityRow:
    """What the evidence shows for one protected or local characteristic."""

    characteristic: str
    effect: str
    evidence: tuple[str, ...] = ()
    mitigation: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualityVersion:
    """One version of the equality impact assessment."""

    stage: str
    made_on: date | None = None
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equality:
    """Equality impact: the matrix and its versions."""

    rows: tuple[EqualityRow, ...] = ()
    versions: tuple[EqualityVersion, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialMeasure:
    """One social value measure and the resident evidence behind it."""

    code: str
    title: str
    framework: str = ""
    unit: str = ""
    target: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialValue:
    """The Social Value Act record, what residents put first, and the measures that follow."""

    economic: str = ""
    social: str = ""
    environmental: str = ""
    consultation: str = ""
    recorded_on: date | None = None
    priorities_question: str = ""
    priorities: tuple[Result, ...] = ()
    measures: tuple[SocialMeasure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit of the evidence and what it means for reading the results."""

    text: str
    effect: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One version of the pack and what changed in it."""

    version: int
    ref: str
    on: date | None = None
    text: str = ""
