"""Whether questions are worded fairly: leading words, two things in one, lopsided answers. English word lists of our own.

The rules follow what survey methodology has long agreed on (Payne, The Art of Asking Questions, 1951; Krosnick and
Presser, Question and Questionnaire Design, 2010); they are tuned to stay silent rather than to cry wolf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from codesign.core.checking import Finding, Severity
from codesign.core.reading import LONGEST_SENTENCE, longest_sentence, reading, word_count
from codesign.core.words import N_, Sentence

WHY: Final[Mapping[str, str]] = {
    "loaded": N_("Words that point one way bring answers that point the same way, and others will say so."),
    "double": N_("Someone may say yes to one half and no to the other. Their one answer then means nothing."),
    "lopsided": N_("When most answers are good ones, the results look good whatever people think."),
    "no_not_sure": N_("Someone without a view will guess or leave. Their guess counts as a view."),
    "required_words": N_("People who cannot write it down leave here, and everything else they said is lost."),
    "long_sentence": N_("Long sentences lose readers, most of all on a phone or when read aloud."),
    "hard_words": N_("Those the service is for may not follow the words."),
}
"""Why each rule matters, for staff."""

_TEXT_ENOUGH: Final = 100  # words from which the estimate of a reading age is good to about a year
_LOPSIDED_BY: Final = 2  # answers that one side has more than the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """One question as people read it. `one_only`: one of its labels is chosen; `free`: people write in their own words."""

    ref: str
    text: str
    hint: str = ""
    body: str = ""
    labels: tuple[str, ...] = ()
    one_only: bool = False
    free: bool = False
    required: bool = False
    offers_not_sure: bool = False

    @property
    def all_words(self) -> str:
        return "\n".join(filter(None, (self.text, self.hint, self.body, *self.labels)))


def wording(questions: Sequence[Worded]) -> tuple[Finding, ...]:
    """What stands out in single questions, in their order; every finding is a warning."""
    return tuple(finding for question in questions for finding in _one(question))


def hard_to_read(texts: Sequence[str], target: int) -> Finding | None:
    """Whether all words together read older than the target age in years; None below 100 words, where no one can tell."""
    text = "\n".join(filter(None, texts))
    found = reading(text)
    if found.age is None or found.words < _TEXT_ENOUGH or found.age <= target:
        return None
    message = N_("The words read at age %(age)s. You set out to write for age %(target)s.")
    return Finding(
        rule="hard_words",
        severity=Severity.WARNS,
        sentence=Sentence(message, {"age": found.age, "target": target}),
        judged=f"{target}\n{text}",
    )


def leading_words(text: str, labels: Sequence[str] = ()) -> str:
    """The words that point to one answer, as they stand; empty without any.

    "Do you agree" names one side only, unless the answers beside it name both.
    """
    for pattern in _LEADING:
        match = pattern.search(text)
        if match:
            return match.group().strip(" ,.")
    one_side = _ONE_SIDE.search(text)
    both_shown = 0 not in sides_of(labels) and not _is_yes_no(labels)
    if one_side is not None and not _OTHER_SIDE.search(text) and not both_shown:
        return one_side.group()
    return ""


def joined_words(question: Worded) -> str:
    """The words that make two questions of one ("clean and safe"); empty where it asks one thing.

    Careful: fixed pairs and opposites do not count, and free words or several ticks can hold two things.
    """
    text = _QUOTED.sub(" ", question.text)
    if text.count("?") > 1:
        return "?"
    if not question.one_only:
        return ""
    asks_for = _HARMLESS.sub(" ", _BETWEEN.sub(" ", text))
    rated = is_opinion(question) or _is_yes_no(question.labels)
    if not rated:
        return ""
    for pattern in (_TWO_ASKS, _TWO_VERBS, _TWO_QUALITIES, _TWO_THINGS):
        match = pattern.search(asks_for)
        if match:
            return " ".join(match.group("both").split())
    if _is_yes_no(question.labels):
        match = _EITHER_VERB.search(asks_for)
        if match:
            return " ".join(match.group("both").split())
    return ""


def is_opinion(question: Worded) -> bool:
    """Whether it asks what people think, rather than who they are or what they do."""
    sides = {_side(label) for label in question.labels} - {0}
    asks_view = _ASKS_VIEW.search(question.text) is not None
    return (len(sides) == 2 and not _is_yes_no(question.labels)) or asks_view


def sides_of(labels: Sequence[str]) -> tuple[int, int]:
    """How many labels are good answers, and how many are bad ones; the rest are neither."""
    found = [_side(label) for label in labels]
    return found.count(1), found.count(-1)


def _one(question: Worded) -> Iterator[Finding]:
    leads = leading_words(question.text, question.labels)
    if leads:
        message = N_("“%(words)s” points to one answer. Ask it so that each answer is as easy to give.")
        yield _warn("loaded", question, Sentence(message, {"words": leads}), question.text)
    joined = joined_words(question)
    if joined == "?":
        message = N_("This asks more than one question. Ask each by itself.")
        yield _warn("double", question, Sentence(message), question.text)
    elif joined:
        message = N_("“%(words)s” may be two questions in one. Ask each by itself.")
        yield _warn("double", question, Sentence(message, {"words": joined}), _with_labels(question))
    if question.one_only:
        yield from _labels(question)
    if question.free and question.required:
        message = N_("People must write something here before they can go on. Let them skip it.")
        yield _warn("required_words", question, Sentence(message), question.text)
    longest = longest_sentence("\n".join(filter(None, (question.text, question.hint, question.body))))
    if word_count(longest) > LONGEST_SENTENCE:
        message = N_("One sentence has %(words)s words. Try to stay under %(most)s.")
        values = {"words": word_count(longest), "most": LONGEST_SENTENCE}
        yield _warn("long_sentence", question, Sentence(message, values), longest)


def _labels(question: Worded) -> Iterator[Finding]:
    good, bad = sides_of(question.labels)
    plain_yes_no = _is_yes_no(question.labels) and bad
    if good >= _LOPSIDED_BY and bad == 0:
        message = N_("All answers that take a side are good ones. Offer as many the other way.")
        yield _warn("lopsided", question, Sentence(message), _with_labels(question))
    elif good and bad and abs(good - bad) >= _LOPSIDED_BY and not plain_yes_no:
        message = N_("Good answers: %(good)s. Bad answers: %(bad)s. Offer as many of each.")
        yield _warn("lopsided", question, Sentence(message, {"good": good, "bad": bad}), _with_labels(question))
    unsure = question.offers_not_sure or any(_UNSURE.search(label) for label in question.labels)
    if is_opinion(question) and not unsure:
        message = N_("Nobody can say “I am not sure” here. Offer it.")
        yield _warn("no_not_sure", question, Sentence(message), _with_labels(question))


def _warn(rule: str, question: Worded, sentence: Sentence, judged: str) -> Finding:
    return Finding(rule=rule, severity=Severity.WARNS, subject=question.ref, sentence=sentence, judged=judged)


def _with_labels(question: Worded) -> str:
    return "\n".join((question.text, *question.labels))


def _side(label: str) -> int:
    """1 for a good answer, -1 for a bad one, 0 for neither. Only labels that are nothing but a rating count."""
    words = " ".join(_NOT_LETTERS.sub(" ", label.casefold().replace("’", "'")).split())
    if _BAD.fullmatch(words):
        return -1
    return 1 if _GOOD.fullmatch(words) else 0


def _is_yes_no(labels: Sequence[str]) -> bool:
    """Whether the answers are yes and no, with little else."""
    firsts = {label.casefold().split(",")[0].strip(" .") for label in labels if not _UNSURE.search(label)}
    return {"yes", "no"} <= firsts and len(firsts) <= 4


def _any(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_NOT_LETTERS = re.compile(r"[^\w' ]+")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|\([^)]*\)")

_LEADING: Final = tuple(
    _pattern(pattern)
    for pattern in (
        r"\b(?:do|does|are|is|would|should|could|can|have|has|did|was|were|was)n['’]t (?:you|we|they|it|this|that|the)\b",
        r"\bdo you not (?:agree|think|feel|want|find)\b",
        r"\b(?:would|wouldn['’]t) you (?:not )?(?:agree|say) that\b",
        r"\bsurely\b",
        r"(?:^|[,.] )(?:obviously|clearly|of course|naturally|undoubtedly)\b",
        r"\bas (?:you (?:may |will |probably )?(?:know|are aware)|(?:we|everyone) (?:all )?knows?)\b",
        r"\bwe all (?:know|agree|want|need)\b",
        r"\b(?:everyone|everybody|most (?:people|residents|of us)) (?:already )?"
        r"(?:knows?|agrees?|thinks?|says?|wants?|likes?|supports?)\b",
        r"\b(?:experts?|research|evidence|studies) (?:agrees?|says?|shows?|proves?)\b",
        r"\bwhy (?:do|would|did) you (?:like|love|support|welcome|agree|enjoy|want|prefer|oppose|dislike|hate)\b",
        r"\bhow much (?:better|safer|nicer|easier|happier|worse|harder)\b",
        r"\bhow (?:great|excellent|wonderful|brilliant|terrible|awful|dreadful)\b",
        r"\b(?:excellent|exciting|outstanding|world[- ]class|ground[- ]?breaking|innovative|ambitious|generous|much[- ]needed"
        r"|much[- ]loved|long[- ]overdue|common[- ]sense|once[- ]in[- ]a[- ](?:generation|lifetime)|wasteful|unsustainable"
        r"|inevitable|hard[- ]pressed|hard[- ]working|unfair(?:ly)?)\b(?= (?:\w+ )?(?:new |plans?|ideas?|scheme|service"
        r"|proposals?|improve|changes?|savings?|spending|cuts?|services|centre|hub|taxpayers?|families|staff|offer))",
        r"\b(?:the )?only (?:way|choice|option)\b",
        r"\bwe have no (?:choice|option|alternative)\b",
        r"\b(?:isn['’]t|aren['’]t|wasn['’]t|don['’]t|doesn['’]t|won['’]t) (?:it|they|you|we)\?\s*$",
        r", (?:right|yes|ok)\?\s*$",
    )
)
_ONE_SIDE = _pattern(r"\bdo you (?:agree|support|think it is right)\b")
_OTHER_SIDE = _pattern(r"\bor (?:not|disagree|oppose|against)\b|\bdisagree\b|\boppose\b|\bhow (?:far|much|strongly)\b")

_UNSURE = _pattern(
    r"\bnot sure\b|\bunsure\b|\bdo(?:n['’]?t| not) know\b|\bno (?:opinion|view)\b|\bcan(?:['’]?t|not| not) say\b"
    r"|\bhard to say\b|\bundecided\b|\bno idea\b"
)

_VERY: Final = (
    r"(?:(?:i|it is|very|really|quite|fairly|extremely|strongly|mostly|completely|fully|totally|a lot|much|somewhat"
    r"|partly|slightly|broadly|tend to|a little|definitely|absolutely) )*"
)
_TAIL: Final = (
    r"(?: (?:it|this|that|idea|plan|thing|with it|with this|with the plan|about it|to use|for me|for us|indeed"
    r"|definitely|always|of the time))*"
)
_GOOD = re.compile(
    _VERY
    + r"(?:agree|support|satisfied|happy|pleased|good|excellent|great|outstanding|brilliant|fantastic|superb|important"
    + r"|essential|useful|helpful|easy|likely|like|love|in favour|for|yes|better|best|positive|safe|welcome|approve"
    + r"|works well|well|confident|clear|fair|fine)"
    + _TAIL
)
_BAD = re.compile(
    _VERY
    + r"(?:disagree|oppose|dissatisfied|unsatisfied|unhappy|displeased|bad|poor|terrible|awful|unimportant|useless"
    + r"|unhelpful|difficult|hard|unlikely|dislike|hate|against|no|worse|worst|negative|unsafe|disapprove|badly|unclear"
    + r"|unfair|rubbish|do(?:n't| not) (?:like|want|support|agree)|not (?:at all |very |so |really |that )*(?:agree"
    + r"|satisfied|happy|good|great|important|useful|helpful|easy|likely|in favour|well|safe|confident|clear|fair))"
    + _TAIL
)

_ASKS_VIEW = _pattern(
    r"\b(?:do|would|did) you (?:agree|support|think|feel|believe|like|prefer|want|oppose|approve)\b"
    r"|\bwhat do you think\b|\bhow (?:far|strongly) do you\b|\bto what extent\b|\bhow (?:do|did|would) you (?:feel|rate)\b"
    r"|\bhow (?:satisfied|happy|important|useful|helpful|good|safe|easy|fair|clear|likely|well)\b|\bshould (?:we|the|it|they)\b"
    r"|\bin your (?:view|opinion)\b|\brate\b"
)

_PAIRS: Final = (
    "bed and breakfast|terms and conditions|health and (?:social )?(?:care|wellbeing)|friends (?:and|or) family"
    "|family (?:and|or) friends|parents? (?:and|or) carers?|carers? (?:and|or) parents?|children and young people"
    "|young people and children|there and back|back and forth|pros and cons|food and drink|drinks? and snacks?"
    "|black and white|up and down|more and more|to and from|day and night|arts? and crafts?|health and safety"
    "|mum(?:s|my)? and dad(?:s|dy)?|mothers? and fathers?|boys? and girls?|men and women|women and men|now and then"
    "|bits and pieces|pen and paper|in and out|over and over|rules and regulations|advice and guidance|trial and error"
    "|gas and electric(?:ity)?|and so on|and the like|lost and found|rest and recreation|sport and leisure"
    "|parks? and (?:open|green) spaces?|open and green spaces?|walk(?:ing)? and cycl(?:ing|e)|voluntary and community"
    "|special educational needs and disabilit(?:y|ies)|knife and fork|copy and paste|drop and go|park and ride"
    "|try and|go and|come and|wait and see|time and again|each and every|first and last|this and that|you and your \\w+"
    "|(?:agree|support|satisfied|happy|easy|good|better|more|yes|likely|important|useful|for|fair|safe|clear|well)"
    " or (?:not|disagree|oppose|dissatisfied|unhappy|difficult|hard|bad|worse|less|no|unlikely|unimportant|useless|against"
    "|unfair|unsafe|unclear|badly|poor)|or (?:not|more|less|fewer|so|older|younger|over|under|another|anyone|someone)"
    "|and (?:why|over|under|older|younger|above|below|back)"
)
_HARMLESS = _pattern(rf"\b(?:{_PAIRS})\b|\b[A-Z][\w’'-]+ and (?-i:[A-Z])[\w’'-]+|\b\d[\d,.:]*(?:am|pm)? and \d[\w,.:]*")
_BETWEEN = _pattern(r"\bbetween\b.{1,60}?\band\b|\bboth\b.{1,40}?\band\b(?=.{0,20}\b(?:together|at once)\b)")

_VERBS: Final = _any(
    "use uses visit visits read reads go goes come comes join joins book books work works live lives walk walks drive drives"
    " cycle cycles support supports like likes want wants need needs know knows feel feels think keep keeps close closes open"
    " opens build builds improve improves reduce reduces cut cuts spend spends pay pays help helps get gets find finds make"
    " makes meet meets raise raises lower lowers stop stops start starts run runs move moves share shares sell sells buy buys"
    " invest change changes add adds remove removes replace replaces offer offers provide provides protect protects enjoy"
    " enjoys trust trusts listen listens attend attends increase increases extend extends plant plants train trains employ"
    " employs fund funds charge charges ban bans allow allows give gives take takes"
)
_QUALITIES: Final = _any(
    "clean safe warm welcoming cheap reliable easy quick friendly helpful useful clear fair good bad modern quiet local kind"
    " polite fast slow tidy light bright affordable comfortable accessible interesting enjoyable informative professional"
    " knowledgeable efficient frequent punctual healthy tasty fresh open honest simple attractive pleasant secure important"
    " necessary realistic achievable effective expensive difficult dirty dangerous boring rude noisy satisfied happy informed"
    " supported listened respected valued involved"
)
_TWO_ASKS = _pattern(
    r"(?P<both>(?:, )?\band (?:how|what|when|where|who|which|do|does|would|should|is|are|did|have)\b \w+)"
)
_TWO_VERBS = _pattern(rf"\b(?P<both>{_VERBS}\b[^.?!;:]{{0,60}}?\band (?:(?:to|not|also|then|we|they|you) )?{_VERBS})\b")
_TWO_QUALITIES = _pattern(rf"\b(?P<both>{_QUALITIES}(?:, {_QUALITIES})*,? and (?:\w+ )?{_QUALITIES})\b")
_TWO_THINGS = _pattern(
    r"(?:\b(?:satisfied|dissatisfied|happy|unhappy|pleased|agree|disagree)\b[^.?!]{0,30}? with"
    r"|\b(?:think|feel)\b[^.?!]{0,20}? (?:of|about)|\brate|\bhow (?:important|useful|easy|good|clean|safe|helpful|clear|fair)"
    r" (?:is|are|was|were|do you find)|\b(?:support|oppose) (?:the|our|these|this))"
    r" (?P<both>(?:\w+[’'\w-]* ){1,6}and (?:\w+[’'\w-]* ?){1,3})"
)
_EITHER_VERB = _pattern(rf"\b(?P<both>{_VERBS} [^.?!;:]{{3,40}}? or (?:to )?{_VERBS})\b")


__all__ = [
    "WHY",
    "Worded",
    "hard_to_read",
    "is_opinion",
    "joined_words",
    "leading_words",
    "sides_of",
    "wording",
]
