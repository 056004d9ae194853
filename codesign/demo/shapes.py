"""The shapes a demonstration project is written in: frozen values that a loader turns into rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from codesign.core.terms import (
    BoardAsks,
    CardNames,
    Consent,
    EvidenceKind,
    Influence,
    MilestoneKind,
    Mode,
    ModerationPolicy,
    ModerationReason,
    Moscow,
    OptionStatus,
    Origin,
    QuestionType,
    ReplyKind,
    RequirementStatus,
    RequirementType,
    Response,
    Role,
    ShownAs,
    Stage,
    Stance,
    Standing,
    StepKind,
    StepPhase,
    SubmissionState,
    ThemeStance,
    Vote,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The body that commissions; phone is in the range kept for fiction."""

    slug: str
    name: str
    short_name: str
    area_code: str
    phone: str
    phone_hours: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One person of the team; `key` is used wherever something says who did it."""

    key: str
    name: str
    email: str
    role: Role
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A ward; `outward` is the first half of its (made-up) postcode."""

    code: str
    name: str
    kind: str
    outward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationFigure:
    """People of one category in one area, in one reference population."""

    area_code: str
    reference: str
    variable: str
    category: str
    count: int
    source: str
    table: str
    extracted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part of the contract; money in pounds a year before VAT."""

    ref: str
    title: str
    annual_net_gbp: int
    scope: str
    area_codes: tuple[str, ...]
    sme: bool
    vcse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A date the project keeps."""

    kind: MilestoneKind
    on: date
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """An organisation that meets the same people; `kind` is nhs, vcse, anchor, provider or public."""

    name: str
    kind: str
    place: str
    contact: str
    response: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """What would keep a small organisation from bidding, and what was done about it."""

    kind: str
    text: str
    mitigation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionConsidered:
    """A way of doing it that was weighed, kept open or set aside with a reason."""

    label: str
    title: str
    text: str
    status: OptionStatus
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """One thing residents are told before they answer: what they can still change, and why not."""

    point: str
    influence: Influence
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper shown or relied on."""

    title: str
    kind: str
    on: date
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingStep:
    """One line of "What happens when"; `state` is done, now or later."""

    title: str
    line: str
    on: date
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDid:
    """ "You said, we did" on the landing page."""

    quote: str
    who: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What is being commissioned, for whom, where, for how much, and what residents are promised."""

    slug: str
    ref: str
    name: str
    headline: str
    place_line: str
    service: str
    audience: str
    promise: str
    lead: str
    lead_bold: str
    help_note: str
    stage: Stage
    regime: str
    cpv: str
    annual_net_gbp: int
    whole_life_net_gbp: int
    vat_percent: int
    term_months: int
    extension_months: int
    max_lot_annual_gbp: int
    created_on: date
    areas: tuple[Area, ...]
    population: tuple[PopulationFigure, ...]
    lots: tuple[Lot, ...]
    milestones: tuple[Milestone, ...]
    options: tuple[OptionConsidered, ...]
    openness: tuple[Openness, ...]
    partners: tuple[Partner, ...]
    barriers: tuple[Barrier, ...]
    documents: tuple[Document, ...]
    steps: tuple[LandingStep, ...]
    said_did: tuple[SaidDid, ...]
    facts: Mapping[str, str]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a closed question."""

    code: str
    label: str
    exclusive: bool = False
    opens_text: bool = False
    area_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `most` limits how many may be ticked; `ranked` means the order of an answer's choices counts."""

    ref: str
    slug: str
    type: QuestionType
    text: str
    hint: str
    why: str
    choices: tuple[Choice, ...] = ()
    required: bool = False
    most: int | None = None
    ranked: bool = False
    letters: int | None = None
    lowest: int | None = None
    highest: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """A questionnaire with its window; closing is the end of `closes_on` in the United Kingdom."""

    ref: str
    title: str
    purpose: str
    influence: Influence
    opens_on: date
    closes_on: date
    minutes: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One person's answer to one question; `english` is our translation where the words are not English."""

    question: str
    choices: tuple[str, ...] = ()
    text: str = ""
    number: int | None = None
    language: str = "en"
    english: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One questionnaire received. `person` is the participant: a duplicate carries the same one as its original."""

    key: str
    person: str
    sent_at: datetime
    mode: Mode
    state: SubmissionState
    consent: Consent
    capacity: str = "individual"
    language: str = "en"
    area_code: str = ""
    reason: str = ""
    duplicate_of: str = ""
    answers: tuple[Answer, ...] = ()
    equality: Mapping[str, str]

    def answer(self, question: str) -> Answer | None:
        """The answer to that question, or None if it was skipped."""
        return next((a for a in self.answers if a.question == question), None)

    @property
    def words(self) -> str:
        """All free text of this sending, in question order; empty where there is none."""
        return "\n".join(a.text for a in self.answers if a.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What a board asks."""

    ref: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """An idea on a board; `supporters` are participants, one support each; `outcome` came from a decision."""

    ref: str
    prompt: str
    title: str
    words: str
    person: str
    area_code: str
    shown_as: ShownAs
    first_name: str
    posted_at: datetime
    standing: Standing
    themes: tuple[str, ...]
    supporters: tuple[str, ...]
    outcome: Response | None = None
    outcome_reason: str = ""
    leads_to: str = ""
    moderation: ModerationReason | None = None
    moderation_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Words under an idea: a reply, or "I see it another way"."""

    idea: str
    kind: ReplyKind
    words: str
    person: str
    area_code: str
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence people agree with, disagree with or pass on."""

    number: int
    text: str
    votes: tuple[tuple[str, Vote], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """An idea board; one that asks for statements has no ideas, and the other way round."""

    ref: str
    title: str
    promise: str
    asks: BoardAsks
    influence: Influence
    moderation: ModerationPolicy
    opens_on: date
    closes_on: date
    prompts: tuple[Prompt, ...] = ()
    ideas: tuple[Idea, ...] = ()
    replies: tuple[Reply, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Someone in the room; `person` is the participant, `role` resident, carer, vcse, provider, nhs or commissioner."""

    key: str
    person: str
    role: str
    table: int
    photo_consent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card; no attendee means the table's host wrote it on paper. `score` runs from -3 to +3 on emotion maps."""

    key: str
    attendee: str
    table: int
    text: str
    group: str
    themes: tuple[str, ...] = ()
    score: int | None = None
    paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cards that belong together, or a thing to vote on."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """How many dots one attendee gave one group."""

    attendee: str
    group: str
    dots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the agenda. A vote names the step whose groups it is about in `votes_on`; `result` is its harvest."""

    ref: str
    kind: StepKind
    title: str
    prompt: str
    minutes: int
    phase: StepPhase
    names: CardNames = CardNames.NO_NAMES
    dots_each: int = 0
    votes_on: str = ""
    groups: tuple[Group, ...] = ()
    cards: tuple[Card, ...] = ()
    dots: tuple[Dots, ...] = ()
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A workshop; `starts` None means "at the moment the demonstration is loaded"."""

    ref: str
    title: str
    purpose: str
    influence: Influence
    on: date
    starts: time | None
    minutes: int
    place: str
    extras: str
    join_code: str
    booked: int
    tables: int
    persona: str
    attendees: tuple[Attendee, ...]
    steps: tuple[Step, ...]
    heard_scores: tuple[int, ...] = ()
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One code of the codebook."""

    ref: str
    title: str
    definition: str
    include: str
    exclude: str
    minority: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """Words coded to a theme. `item` is "s012/C1-Q08", an idea or a card key; `excerpt` is in those words exactly."""

    item: str
    person: str
    theme: str
    stance: ThemeStance
    excerpt: str
    coder: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """How a requirement is measured."""

    name: str
    formula: str
    unit: str
    baseline: str
    target: str
    frequency: str
    source: str
    threshold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One clause (domain.md d3); `basis` holds sources outside the three methods, in words."""

    ref: str
    lots: tuple[str, ...]
    title: str
    statement: str
    type: RequirementType
    moscow: Moscow
    outcome: str
    measure: str
    kpi: Kpi
    acceptance: str
    rationale: str
    origin: Origin
    equality_note: str
    characteristics: tuple[str, ...]
    cost_note: str
    feasibility: str
    depends_on: tuple[str, ...]
    status: RequirementStatus
    award_criterion: str
    tender_question: str
    contract_clause: str
    owner: str
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLink:
    """What bears on a requirement. `target` is T01, I-0003, C1-Q11, W1-A7, or "s012/C1-Q08" for someone's words."""

    requirement: str
    kind: EvidenceKind
    target: str
    stance: Stance
    by: str
    on: date
    note: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """You said, we did, or we did not because; `reason` is there unless it was accepted outright."""

    ref: str
    title: str
    themes: tuple[str, ...]
    ideas: tuple[str, ...]
    said: str
    who_said: str
    response: Response
    action: str
    reason: str
    requirements: tuple[str, ...]
    owner: str
    due_on: date | None
    decided_by: str
    decided_on: date
    published_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """A check that needs a person's word (domain.md a, kind "attested"), given or still open."""

    check: str
    status: str
    statement: str
    evidence: str
    by: str
    on: date | None


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
