"""The field's standard terms as enumerations: the words that rows, rules and pages share."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may be within one project or one organisation. Anonymous and participant need no account."""

    ANONYMOUS = "anonymous"
    PARTICIPANT = "participant"
    ORGANISATION_ADMIN = "organisation_admin"
    COMMISSIONER = "commissioner"
    FACILITATOR = "facilitator"
    ANALYST = "analyst"
    OBSERVER = "observer"


STAFF_ROLES = (Role.ORGANISATION_ADMIN, Role.COMMISSIONER, Role.FACILITATOR, Role.ANALYST, Role.OBSERVER)


class Stage(StrEnum):
    """Where a commissioning project stands, as staff see it on the stage bar."""

    PLAN = "plan"
    LISTEN = "listen"
    DESIGN = "design"
    WRITE = "write"
    CHOOSE = "choose"


class Influence(StrEnum):
    """How far residents can still change a thing; shown before they answer."""

    OPEN = "open"
    PARTLY_OPEN = "partly_open"
    DECIDED = "decided"


class ActivityState(StrEnum):
    """Life of a consultation, an idea board or a workshop."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class QuestionType(StrEnum):
    """The shapes a question can take."""

    ONE_CHOICE = "one_choice"
    SEVERAL_CHOICES = "several_choices"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    AGREE_SCALE = "agree_scale"
    NUMBER = "number"
    DATE = "date"
    RANKING = "ranking"
    MATRIX = "matrix"
    ALLOCATION = "allocation"
    PICTURE_CHOICE = "picture_choice"
    PLACE = "place"
    FILE = "file"
    CONTACT = "contact"
    INFORMATION = "information"


class Access(StrEnum):
    """Who may answer a consultation."""

    EVERYONE = "everyone"
    INVITED = "invited"
    BOTH = "both"  # open to everyone, and some came with a code of the roll


class Mode(StrEnum):
    """The way words reached us. Every mode has equal standing."""

    PHONE_WEB = "phone_web"
    WEB = "web"
    PAPER = "paper"
    TELEPHONE = "telephone"
    EASY_READ = "easy_read"
    ASSISTED = "assisted"
    KIOSK = "kiosk"
    WORKSHOP = "workshop"
    IMPORTED = "imported"


class SubmissionState(StrEnum):
    """Whether one sending counts. Nothing is deleted; both totals are shown."""

    ACCEPTED = "accepted"
    FLAGGED = "flagged"
    QUARANTINED = "quarantined"
    EXCLUDED = "excluded"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What a person decided about a flag."""

    KEPT = "kept"
    EXCLUDED = "excluded"


class RecordKind(StrEnum):
    """What the record of a consultation holds beside its questions (domain.md b4)."""

    MANDATE = "mandate"
    PROMISE = "promise"
    EXTENSION = "extension"
    OUTAGE = "outage"
    PROMOTION = "promotion"
    FORMAT = "format"
    PETITION = "petition"
    CHANGE = "change"  # why a question was changed, taken out or put back
    CHANGE_TOLD = "change_told"
    NO_OPTIONS = "no_options"  # why there was no other option


class UploadPurpose(StrEnum):
    """What uploaded bytes are for; nothing but what was re-encoded here is kept."""

    ANSWER = "answer"
    CHOICE = "choice"
    DOCUMENT = "document"
    CLIP = "clip"
    IDEA = "idea"
    BOARD = "board"  # a file of a board, kept while staff look at what it would bring in


class ContributionKind(StrEnum):
    """Where words were said."""

    ANSWER = "answer"
    IDEA = "idea"
    COMMENT = "comment"
    CARD = "card"


class Standing(StrEnum):
    """Whether others may read the words."""

    PUBLISHED = "published"
    WAITING = "waiting"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Consent(StrEnum):
    """How a resident lets us use the words: counted only, quoted to bidders, or quoted in public."""

    COUNT_ONLY = "count_only"
    BIDDERS = "bidders"
    PUBLIC = "public"


class Edition(StrEnum):
    """Who a pack is made for."""

    COMMISSIONER = "commissioner"
    PUBLIC = "public"


class ModerationReason(StrEnum):
    """Why words were hidden (domain.md e4)."""

    PERSONAL_DATA = "personal_data"
    NAMED_INDIVIDUAL = "named_individual"
    ABUSE = "abuse"
    SPAM = "spam"
    OFF_TOPIC = "off_topic"
    DUPLICATE = "duplicate"
    SAFEGUARDING = "safeguarding"
    LEGAL = "legal"
    OTHER = "other"


class ShownAs(StrEnum):
    """How the author of an idea is shown to others."""

    NOTHING = "nothing"
    AREA = "area"
    FIRST_NAME = "first_name"


class ReplyKind(StrEnum):
    """What a reply to an idea is; disagreement is words beside the idea, never a number. Only staff answer."""

    REPLY = "reply"  # adds to it
    ANOTHER_WAY = "another_way"
    ASKS = "asks"
    ANSWER = "answer"


class BoardAsks(StrEnum):
    """What a board asks of residents besides adding to it, and so how they react to what others added."""

    IDEAS = "ideas"  # support as many as you like
    BUDGET = "budget"  # support so many a person, no more
    PAIRS = "pairs"  # choose one of two
    STATEMENTS = "statements"  # agree, disagree or pass


class Totals(StrEnum):
    """When residents see the totals of a board."""

    NOW = "now"
    AFTER_OWN = "after_own"  # once a person has reacted themselves
    END = "end"  # when choosing has ended


class BoardPhaseKind(StrEnum):
    """The phases of a board, in their order; each switches what residents may do (`core.boards`)."""

    COLLECTING = "collecting"
    TALKING = "talking"
    CHOOSING = "choosing"
    ANSWERING = "answering"
    CLOSED = "closed"


class AnswerState(StrEnum):
    """What the commissioner answers to an idea."""

    LOOKING = "looking"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_NOW = "not_now"
    NOT_POSSIBLE = "not_possible"
    ALREADY_HAPPENING = "already_happening"
    OUTSIDE = "outside"


class ReshapingKind(StrEnum):
    """How staff propose to make new ideas of those there are; the old ones stay."""

    MERGE = "merge"
    SPLIT = "split"
    REWORD = "reword"


class ReshapingState(StrEnum):
    """Life of a proposal to merge, split or reword."""

    PROPOSED = "proposed"
    MADE = "made"
    DROPPED = "dropped"
    UNDONE = "undone"


class PartView(StrEnum):
    """What the author of an idea says to a proposal that takes it up."""

    AGREED = "agreed"
    OBJECTED = "objected"


class ModerationAct(StrEnum):
    """What was done with some words; each is a line of the moderation ledger."""

    PUBLISHED = "published"
    KEPT = "kept"  # reported, looked at, still shown
    HIDDEN = "hidden"
    HELD = "held"  # for the safeguarding officer
    RELEASED = "released"
    MERGED = "merged"
    LOOKED_AGAIN = "looked_again"  # the author asked again, and they stay hidden


class HoldOutcome(StrEnum):
    """What the safeguarding officer did with words that were held."""

    PASSED_ON = "passed_on"
    NO_CONCERN = "no_concern"


class ModerationPolicy(StrEnum):
    """Whether words are read before or after others see them."""

    BEFORE = "before"
    AFTER = "after"


class Vote(StrEnum):
    """One person's latest view of a statement."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105 - a vote


class StepKind(StrEnum):
    """The two kinds of agenda step in a workshop."""

    CARDS = "cards"
    VOTE = "vote"


class StepPhase(StrEnum):
    """Where a step stands: people write, the facilitator groups, people vote, totals are shown."""

    WAITING = "waiting"
    OPEN = "open"
    GROUPING = "grouping"
    SHOWN = "shown"
    CLOSED = "closed"


class CardNames(StrEnum):
    """How cards of a step show on the wall."""

    NAMES = "names"
    NO_NAMES = "no_names"
    HIDDEN = "hidden"


class CodedBy(StrEnum):
    """Who or what said that words belong to a theme."""

    PERSON = "person"
    RULE = "rule"
    IMPORTED = "imported"


class ThemeStance(StrEnum):
    """How words stand towards their theme."""

    SUPPORTS = "supports"
    AGAINST = "against"
    NEUTRAL = "neutral"


class Stance(StrEnum):
    """How a piece of evidence bears on a requirement."""

    SUPPORTS = "supports"
    QUALIFIES = "qualifies"
    OPPOSES = "opposes"


class EvidenceKind(StrEnum):
    """What a requirement can be linked to."""

    CONTRIBUTION = "contribution"
    THEME = "theme"
    QUESTION = "question"
    IDEA = "idea"
    WORKSHOP = "workshop"


class RequirementType(StrEnum):
    """Kinds of requirement (domain.md d3)."""

    OUTCOME = "outcome"
    FUNCTION = "function"
    QUALITY = "quality"
    ACCESS = "access"
    EQUALITY = "equality"
    WORKFORCE = "workforce"
    DATA_REPORTING = "data_reporting"
    SOCIAL_VALUE = "social_value"
    COMMUNITY_CAPACITY = "community_capacity"
    PREVENTION = "prevention"
    TRANSITION = "transition"


class Moscow(StrEnum):
    """How firm a requirement is."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"
    WONT_NOW = "wont_now"


class Origin(StrEnum):
    """Who first asked for a requirement."""

    RESIDENT = "resident"
    CARER = "carer"
    STAFF = "staff"
    PROVIDER = "provider"
    COMMISSIONER = "commissioner"
    STATUTORY = "statutory"


class RequirementStatus(StrEnum):
    """Life of a requirement (domain.md d3)."""

    DRAFT = "draft"
    REVIEWED = "reviewed_by_residents"
    APPROVED = "approved"
    CHANGED = "changed_after_decision"
    DROPPED = "dropped"


class Response(StrEnum):
    """What was decided about something residents said (domain.md d3)."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    OUT_OF_SCOPE = "out_of_scope"
    ALREADY_HAPPENING = "already_happening"


class OptionStatus(StrEnum):
    """How an option considered stands."""

    PREFERRED = "preferred"
    OPEN = "open"
    DISCARDED = "discarded"


class JobState(StrEnum):
    """Progress of long work."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class MilestoneKind(StrEnum):
    """Dates a commissioning project keeps; date rules in `core.commissioning` read these names."""

    NEEDS = "needs"
    MANDATE = "mandate"
    EQIA_SCREENING = "eqia_screening"
    EQIA_PRE = "eqia_pre"
    EQIA_POST = "eqia_post"
    OPENS = "opens"
    CLOSES = "closes"
    SPEC_DRAFT = "spec_draft"
    SVA_RECORD = "sva_record"
    UK2 = "uk2"
    UK4 = "uk4"
    TENDERS_DUE = "tenders_due"
    THEMES_AGREED = "themes_agreed"
    PACK_FROZEN = "pack_frozen"
    SCRUTINY = "scrutiny"
    DECISION = "decision"
    RESPONSE_PUBLISHED = "response_published"
    AWARD = "award"
    PROVIDER_NOTICE = "provider_notice"
    CONTRACT_END = "contract_end"
    START = "start"
    PROVIDER_EVENT = "provider_event"
    WORKSHOP = "workshop"
    BLACKOUT_FROM = "blackout_from"
    BLACKOUT_TO = "blackout_to"
    OTHER = "other"
