"""What each requirement of Upper Calder Valley rests on, and what points the other way."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from codesign.core.terms import Consent, EvidenceKind, Stance, ThemeStance
from codesign.demo import words
from codesign.demo.reasons import SMALL_GROUPS
from codesign.demo.shapes import Coding, EvidenceLink, Sending
from codesign.demo.voices import lines

# Themes, ideas, question results and workshop results that support each requirement (domain.md h), and two more where one idea says it.
SUPPORTS: dict[str, tuple[str, ...]] = {
    "REQ-001": ("T01", "T07", "C1-Q11", "I-0029", "W1-A6/h-one"),
    "REQ-002": ("T01", "W1-A3/j-find", "I-0004"),
    "REQ-003": ("I-0011", "W1-A7/h-meet", "T05", "I-0016"),
    "REQ-004": ("I-0007", "T01", "I-0036"),
    "REQ-005": ("T07", "W2-A7/no-app", "I-0008", "I-0024"),
    "REQ-006": ("T10", "I-0028"),
    "REQ-007": ("T04", "W1-A4/e-first", "C1-Q05"),
    "REQ-008": ("T04", "I-0020"),
    "REQ-009": ("T02", "I-0003", "W2-A4/hard"),
    "REQ-010": ("T02", "I-0017"),
    "REQ-011": ("T06", "I-0033", "I-0026", "W2-A7/overlap"),
    "REQ-012": ("T09", "I-0014"),
    "REQ-013": ("C1-Q10", "I-0037", "W2-A8/good"),
    "REQ-014": ("T08", "W2-A7/carers", "I-0018"),
}
# The theme whose words are quoted, and the word after # in `words` that finds the lines closest to the clause.
QUOTED: dict[str, tuple[str, str]] = {
    "REQ-001": ("T01", "name"),
    "REQ-002": ("T01", "conversation"),
    "REQ-003": ("T05", "buddy"),
    "REQ-004": ("T01", "whatson"),
    "REQ-005": ("T07", "phone"),
    "REQ-006": ("T10", ""),
    "REQ-007": ("T04", "visit"),
    "REQ-008": ("T04", "help"),
    "REQ-009": ("T02", "market"),
    "REQ-010": ("T02", "pass"),
    "REQ-011": ("T06", "gap"),
    "REQ-012": ("T09", ""),
    "REQ-014": ("T08", "count"),
}
_EACH = 4
# Words that point the other way: requirement, theme, part of the words, our reply.
OPPOSED: tuple[tuple[str, str, str, str], ...] = (
    (
        "REQ-001",
        "T01",
        "A connector is one more person",
        "The connectors cost about a third of the money. The rest goes to groups, help at home and the minibus.",
    ),
    (
        "REQ-003",
        "T05",
        "sooner tell a stranger",
        "The buddy is an offer. You can say no, or ask for someone from another town.",
    ),
    ("REQ-005", "T07", "book on an app", "You can still book online or by text. The rule is that nobody has to."),
    (
        "REQ-006",
        "T10",
        "in a group of their own",
        "The sessions welcome people in. They are not a club apart, and all other activities stay open to everyone.",
    ),
    (
        "REQ-007",
        "T04",
        "NHS that should sort out",
        "The NHS pays part of this and sends the notice. A local person makes the call and the visit.",
    ),
    (
        "REQ-009",
        "T02",
        "Neighbours give lifts",
        "We are glad they do. 128 people told us that lifts and buses are not enough.",
    ),
    (
        "REQ-011",
        "T06",
        "had its day",
        "This does not keep any club for ever. It makes sure that something better is running first.",
    ),
    ("REQ-012", "T09", "Don't split us up", "Women are welcome at all of these. Nothing that runs now is split."),
    (
        "REQ-014",
        "T08",
        "Family should do it",
        "Many families do. This counts them, so that help can reach them before they break.",
    ),
)
QUALIFIED: tuple[tuple[str, str, str], ...] = (
    ("REQ-003", "T03", "quiet in the same room"),
    ("REQ-004", "T01", "notice board"),
    ("REQ-009", "T02", "car on the drive"),
)
_OPPOSING_IDEAS = (
    ("REQ-011", "C1-Q07", "231 of 406 people supported Proposal A. So clubs may change, but never with a gap."),
)


def links(sendings: Sequence[Sending], codings: Sequence[Coding]) -> tuple[EvidenceLink, ...]:
    """Every link, in the order of the requirements. Quoted words are ones that their author lets everyone read."""
    public = {s.person for s in sendings if s.consent is Consent.PUBLIC}
    themes_in = Counter(c.item for c in codings)
    own_words = [c for c in codings if "/" in c.item and c.person in public]
    own_words.sort(key=lambda c: (themes_in[c.item], c.item))
    quoted: set[str] = set()
    found: list[EvidenceLink] = []
    for number, (requirement, targets) in enumerate(SUPPORTS.items()):
        day = date(2026, 4, 27 + number % 3)
        found += [_link(requirement, target, Stance.SUPPORTS, day) for target in targets]
        found += [
            _link(requirement, target, Stance.SUPPORTS, day)
            for target in _quotes(requirement, own_words, sendings, quoted)
        ]
        for clause, theme, part, reply in OPPOSED:
            if clause == requirement:
                found.append(
                    _link(requirement, _find(codings, theme, part), Stance.OPPOSES, date(2026, 5, 11), reply=reply)
                )
        for clause, theme, part in QUALIFIED:
            if clause == requirement:
                found.append(_link(requirement, _find(codings, theme, part), Stance.QUALIFIES, date(2026, 5, 11)))
        for clause, target, reply in _OPPOSING_IDEAS:
            if clause == requirement:
                found.append(_link(requirement, target, Stance.OPPOSES, date(2026, 5, 12), reply=reply))
    return tuple(found)


def _quotes(
    requirement: str, own_words: Sequence[Coding], sendings: Sequence[Sending], quoted: set[str]
) -> Iterable[str]:
    if requirement not in QUOTED:
        rows = SMALL_GROUPS.strip().splitlines()
        return [
            f"{s.key}/C1-Q12"
            for s in sendings
            if s.consent is Consent.PUBLIC
            and not s.reason
            and (a := s.answer("C1-Q12"))
            and any(r in a.text for r in rows)
        ][:_EACH]
    theme, tag = QUOTED[requirement]
    block = words.SAID.get(theme, "") + words.AGAINST.get(theme, "") + words.KEEP.get(theme, "")
    wanted = tuple(_core(line.text) for line in lines(block) if line.tag == tag) if tag else ("",)
    chosen: list[str] = []
    said: set[str] = set()
    for coding in own_words:
        plain = _plain(coding.excerpt)
        core = next((each for each in wanted if each in plain), None)
        opening = core or plain[:24]
        new = coding.item not in quoted and opening not in said and len(plain) >= 28
        if coding.theme == theme and coding.stance is ThemeStance.SUPPORTS and core is not None and new:
            said.add(opening)
            chosen.append(coding.item)
        if len(chosen) == _EACH:
            break
    quoted.update(chosen)
    return chosen


def _core(text: str) -> str:
    """The start of the longest run of plain words in a line: what every telling of it shares."""
    for mark in "[{|}]":
        text = text.replace(mark, "\0")
    return _plain(max(text.split("\0"), key=len).strip()[:26])


def _plain(text: str) -> str:
    return text.replace("'", "").lower()


def _find(codings: Sequence[Coding], theme: str, part: str) -> str:
    return next(c.item for c in codings if c.theme == theme and "/" in c.item and _plain(part) in _plain(c.excerpt))


def _link(requirement: str, target: str, stance: Stance, on: date, *, reply: str = "") -> EvidenceLink:
    return EvidenceLink(
        requirement=requirement, kind=_kind(target), target=target, stance=stance, by="analyst", on=on, reply=reply
    )


def _kind(target: str) -> EvidenceKind:
    if target.startswith("W"):
        return EvidenceKind.WORKSHOP
    if target.startswith("I-"):
        return EvidenceKind.IDEA
    if target.startswith("T"):
        return EvidenceKind.THEME
    return EvidenceKind.CONTRIBUTION if "/" in target else EvidenceKind.QUESTION
