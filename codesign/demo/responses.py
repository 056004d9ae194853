"""The 421 questionnaires received in Upper Calder Valley, 406 of them valid, and how their words were coded."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from codesign.core.terms import Consent, Mode, SubmissionState, ThemeStance
from codesign.demo import reasons, words
from codesign.demo.closed_answers import closed_answers, equality_answers
from codesign.demo.codebook import EXPECTED_PEOPLE, OPPOSE_A_AND_KEEP_CLUBS
from codesign.demo.people import OLDER, Person, drawn, residents
from codesign.demo.shapes import Answer, Coding, Sending
from codesign.demo.voices import Line, Pen, kin_of, lines

FREE = ("C1-Q03", "C1-Q08", "C1-Q09", "C1-Q12")
_OPENS, _LAST_DAY = date(2026, 1, 19), date(2026, 3, 22)
_DUPLICATES, _BLANK, _WITHDRAWN = 9, 4, 2
_ORDER = ("T06", "T08", "T09", "T02", "T07", "T04", "T05", "T03", "T01")
_CONSENTS = ((Consent.PUBLIC, 0.74), (Consent.BIDDERS, 0.9), (Consent.COUNT_ONLY, 1.0))


@dataclass(slots=True)
class Written:
    """What one person wrote: sentences by question, and which sentence says which theme."""

    pieces: dict[str, list[str]] = field(default_factory=lambda: {ref: [] for ref in FREE})
    coded: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, question: str, text: str, theme: str = "") -> None:
        """Put a sentence under a question, and remember its theme."""
        self.pieces[question].append(text)
        if theme:
            self.coded.append((question, theme, text))

    @property
    def whole(self) -> str:
        """Everything, to see whether two people wrote the same."""
        return "|".join(" ".join(self.pieces[ref]) for ref in FREE)


def received(seed: int) -> tuple[tuple[Sending, ...], tuple[Coding, ...]]:
    """Every questionnaire in the order of arrival, and the codings of the accepted ones."""
    rng = Random(seed)
    people = residents(rng)
    for person in people:
        person.kin = kin_of(person.age, rng)
    _give_themes(rng, people)
    pen = Pen(rng)
    contrary = {theme: list(lines(block)) for theme, block in words.CONTRARY.items()}
    small_groups = {p.number for p in drawn(rng, people, _may_say_small, 11)}
    written: dict[int, Written] = {}
    seen: set[str] = set()
    for person in people:
        if person.has_words:
            written[person.number] = _write(pen, person, contrary, person.number in small_groups, seen)
    drafts = [_sending(rng, person, written.get(person.number)) for person in people]
    drafts += _not_counted(rng, drafts)
    drafts.sort(key=lambda s: (s.sent_at, s.person, s.reason))
    keys = {(s.person, s.reason): f"s{n:03}" for n, s in enumerate(drafts, start=1)}
    sendings = tuple(
        replace(s, key=keys[s.person, s.reason], duplicate_of=keys[s.person, ""] if s.reason == "duplicate" else "")
        for s in drafts
    )
    return sendings, _codings(rng, people, written, keys)


def _give_themes(rng: Random, people: list[Person]) -> None:
    talkers = [p for p in people if p.has_words]
    _choose_elders(rng, talkers)
    for theme in _ORDER:
        count = EXPECTED_PEOPLE[theme]
        if theme == "T06":
            chosen = drawn(
                rng, talkers, lambda p: _weight(p, "T06") * (p.proposal_a == "oppose"), OPPOSE_A_AND_KEEP_CLUBS
            )
            # The other seventeen: seven say the clubs have had their day, ten back a hub as long as the clubs go on.
            split = len(lines(words.CONTRARY["T06"]))
            fans = drawn(rng, talkers, lambda p: (p.proposal_a == "support") * _long_hand(p), split)
            rest = drawn(
                rng,
                [p for p in talkers if p not in fans],
                lambda p: (p.proposal_a in {"support", "neither"}) * _weight(p, "T06"),
                count - len(chosen) - split,
            )
            _mark(chosen + rest, theme, ThemeStance.SUPPORTS)
            _mark(fans, theme, ThemeStance.AGAINST)
            continue
        chosen = drawn(rng, talkers, lambda p, t=theme: _weight(p, t), count)  # type: ignore[misc]
        freely = _online_hand if theme == "T07" else _long_hand
        against = drawn(rng, chosen, freely, len(lines(words.CONTRARY[theme])) if theme != "T09" else 0)
        if theme == "T09":
            # One of the two other views is a man's own.
            against = drawn(rng, chosen, lambda p: float(p.sex == "male" and p.voice == "o"), 1)
            against += drawn(rng, [p for p in chosen if p not in against], _long_hand, 1)
        _mark([p for p in chosen if p not in against], theme, ThemeStance.SUPPORTS)
        _mark(against, theme, ThemeStance.AGAINST)


def _mark(people: list[Person], theme: str, stance: ThemeStance) -> None:
    for person in people:
        person.themes[theme] = stance.value


def _choose_elders(rng: Random, talkers: list[Person]) -> None:
    """Eleven people who speak about Urdu and Punjabi; they say that and nothing else."""
    for number, (bands, _, language, _) in enumerate(words.ELDERS):
        free = [p for p in talkers if p.elder_line is None and p.age in bands and not p.themes]
        modes = {"paper", "phone_web", "assisted"} if language == "ur" else {"phone_web", "web"}
        person = drawn(rng, free, lambda p, m=modes: float(p.mode in m), 1)[0]  # type: ignore[misc]
        person.elder_line = number
        person.ethnic = "indian" if number in {4, 5} else "pakistani"
        person.ward = "E05999902" if number % 2 else "E05999903"
        if number in {2, 3, 9}:
            person.sex = "female"
        person.themes["T10"] = (ThemeStance.AGAINST if number == len(words.ELDERS) - 1 else ThemeStance.SUPPORTS).value


def _long_hand(p: Person) -> float:
    return 0.0 if p.mode == "easy_read" or p.voice == "y" else 1.0


def _online_hand(p: Person) -> float:
    return _long_hand(p) * (p.mode in {"phone_web", "web"})


def _weight(p: Person, theme: str) -> float:
    """How likely a person is to raise a theme; nobody raises more than four."""
    if p.elder_line is not None or len(p.themes) >= (2 if p.mode == "easy_read" else 4):
        return 0.0
    weight = 0.62 ** len(p.themes)
    if theme == "T06":
        return weight * (1.8 if p.age in OLDER else 1.0)
    if theme == "T08":
        return weight * p.carer * (3.0 if p.voice in "yo" else 0.0)
    if theme == "T09":
        if p.mode == "easy_read":
            return 0.0
        if p.sex == "male":
            return weight * (6.0 if p.voice == "o" else 1.0)
        return weight * (1.0 if p.voice in "oy" and not p.carer else 0.2)
    if theme == "T02":
        return weight * (2.2 if p.ward in {"E05999904", "E05999903"} else 1.0)
    if theme == "T07":
        return weight * (2.0 if p.age in OLDER else 0.8) * (2.0 if p.mode in {"paper", "telephone"} else 1.0)
    if theme == "T04":
        return weight * (1.6 if p.carer or p.age in {"75_84", "85p"} else 1.0)
    return weight


def _may_say_small(p: Person) -> float:
    return float(p.has_words and p.elder_line is None and len(p.themes) <= 1 and p.mode != "easy_read" and not p.terse)


def _write(pen: Pen, person: Person, contrary: dict[str, list[Line]], small: bool, seen: set[str]) -> Written:
    written = Written()
    rng = pen.rng
    if person.elder_line is not None:
        written.add("C1-Q03", words.ELDERS[person.elder_line][1], "T10")
    else:
        _write_themes(pen, person, contrary, written)
        _write_the_rest(pen, person, written, small)
    while not written.whole.replace("|", "") or written.whole in seen:
        question = rng.choice(("C1-Q09", "C1-Q12"))
        written.add(
            question, pen.say(pen.plain(reasons.KEEP_ANY if question == "C1-Q09" else reasons.LAST_WORDS), person)
        )
    seen.add(written.whole)
    return written


def _write_themes(pen: Pen, person: Person, contrary: dict[str, list[Line]], written: Written) -> None:
    supports, opposes = person.proposal_a == "support", person.proposal_a == "oppose"
    for theme, stance in sorted(person.themes.items()):
        if stance == ThemeStance.AGAINST:
            options = [
                line for line in contrary[theme] if line.voice != "m" or (person.sex, person.voice) == ("male", "o")
            ]
            line = options[-1] if theme != "T09" else options[0]
            contrary[theme].remove(line)
            question = "C1-Q08" if theme == "T06" else "C1-Q12"
            written.add(question, pen.say(line.text, person, lead_in=False), theme)
            continue
        question, block = "C1-Q03", words.SAID[theme]
        chance = pen.rng.random()
        if theme == "T06":
            if opposes and (chance < 0.9 or person.mode == "easy_read"):
                question, block = "C1-Q08", words.AGAINST[theme]
            elif chance < 0.97:
                question, block = "C1-Q09", words.KEEP[theme]
        elif person.mode != "easy_read" and not written.pieces["C1-Q08"]:
            if opposes and theme in words.AGAINST and chance < 0.4:
                question, block = "C1-Q08", words.AGAINST[theme]
            elif supports and theme in words.FOR and chance < 0.16:
                question, block = "C1-Q08", words.FOR[theme]
            elif theme in words.KEEP and 0.4 < chance < 0.55:
                question, block = "C1-Q09", words.KEEP[theme]
        if question == "C1-Q03" and len(written.pieces["C1-Q03"]) >= 2:
            question = "C1-Q12"
        line = pen.pick(lines(block), person)
        before = " ".join(written.pieces[question])
        named = person.kin[0] in before.lower()
        written.add(question, pen.say(line.text, person, lead_in=not before, named=named), theme)


def _write_the_rest(pen: Pen, person: Person, written: Written, small: bool) -> None:
    """What people say around their main point: an opening, a reason, a small comfort, a last word."""
    rng = pen.rng
    easy = person.mode == "easy_read"
    why = {
        "support": reasons.WHY_FOR,
        "oppose": reasons.WHY_AGAINST,
        "neither": reasons.WHY_NEITHER,
        "dont_know": reasons.WHY_UNSURE,
    }[person.proposal_a]
    first = written.pieces["C1-Q03"]
    if not first and rng.random() < (0.85 if not person.themes else 0.35):
        block = reasons.COMFORTS_OLDER if person.voice == "o" else reasons.COMFORTS_ANY
        first.append(pen.say(pen.plain(block), person, lead_in=False))
    elif first and not easy and not person.terse and person.age and rng.random() < 0.3:
        openers = {"o": reasons.OPENERS_OLDER, "y": reasons.OPENERS_YOUNGER}.get(person.voice)
        if openers and person.kin[0] not in " ".join(first).lower():
            first.insert(0, pen.say(pen.plain(openers), person, lead_in=False))
    if not written.pieces["C1-Q08"] and rng.random() < (0.25 if easy or person.terse else 0.6):
        written.add("C1-Q08", pen.say(pen.plain(why), person, lead_in=False))
    if not written.pieces["C1-Q09"] and not easy and rng.random() < (0.15 if person.terse else 0.42):
        written.add("C1-Q09", pen.say(pen.plain(reasons.KEEP_ANY), person, lead_in=False))
    if small:
        written.add("C1-Q12", pen.say(pen.plain(reasons.SMALL_GROUPS), person, lead_in=False))
    elif not written.pieces["C1-Q12"] and not easy and rng.random() < 0.2:
        written.add("C1-Q12", pen.say(pen.plain(reasons.LAST_WORDS), person, lead_in=False))


def _sending(rng: Random, person: Person, written: Written | None) -> Sending:
    answers = closed_answers(rng, person)
    language = "en"
    if written:
        for ref in FREE:
            text = " ".join(written.pieces[ref])
            if text and person.elder_line is not None and ref == "C1-Q03":
                _, _, language, english = words.ELDERS[person.elder_line]
                answers[ref] = Answer(question=ref, text=text, language=language, english=english)
            elif text:
                answers[ref] = Answer(question=ref, text=text)
    chance = rng.random()
    return Sending(
        key="",
        person=f"p{person.number:03}",
        sent_at=_moment(rng, person.mode),
        mode=Mode(person.mode),
        state=SubmissionState.ACCEPTED,
        consent=_consent(person, chance),
        capacity="proxy" if person.mode == "assisted" else "individual",
        language=language,
        area_code=person.ward,
        answers=tuple(answers[ref] for ref in sorted(answers)),
        equality=equality_answers(rng, person),
    )


def _consent(person: Person, chance: float) -> Consent:
    """Three in four let everyone read their words; so does everyone who holds the other view of a theme."""
    if ThemeStance.AGAINST in person.themes.values():
        return Consent.PUBLIC
    return next(consent for consent, limit in _CONSENTS if chance < limit or limit == 1.0)


def _moment(rng: Random, mode: str) -> datetime:
    """When it arrived: busy at the start, after each workshop and in the last week; paper and calls on weekdays."""
    days = (_LAST_DAY - _OPENS).days + 1
    weights = [
        3.0 if d < 6 else 2.2 if d in {23, 24, 25, 51, 52, 53} else 2.6 if d > days - 7 else 1.0 for d in range(days)
    ]
    day = _OPENS + timedelta(days=rng.choices(range(days), weights)[0])
    if mode in {"paper", "telephone", "easy_read", "assisted"}:
        while day.weekday() > 4:
            day -= timedelta(days=1)
        hour = rng.randint(9, 16)
    else:
        hour = rng.choices(range(7, 23), [1, 2, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4, 5, 5, 3, 1])[0]
    return datetime(day.year, day.month, day.day, hour, rng.randint(0, 59), rng.randint(0, 59), tzinfo=UTC)


def _not_counted(rng: Random, valid: list[Sending]) -> list[Sending]:
    """Nine sent twice, four empty, two taken back: received, kept in the count, left out of every result."""
    early = [
        s for s in valid if s.mode in {Mode.PHONE_WEB, Mode.WEB} and s.words and s.sent_at.date() < date(2026, 3, 15)
    ]
    twice = [
        replace(
            s,
            sent_at=s.sent_at + timedelta(minutes=7 + 1440 * n, seconds=31),
            mode=Mode.PAPER if n % 2 else s.mode,
            state=SubmissionState.EXCLUDED,
            reason="duplicate",
            equality={},
        )
        for n, s in enumerate(rng.sample(early, _DUPLICATES))
    ]
    empty = [
        Sending(
            key="",
            person=f"x{n}",
            sent_at=_moment(rng, "phone_web"),
            mode=Mode.PHONE_WEB if n % 2 else Mode.PAPER,
            state=SubmissionState.EXCLUDED if n <= _BLANK else SubmissionState.WITHDRAWN,
            consent=Consent.COUNT_ONLY,
            reason="blank" if n <= _BLANK else "withdrawn",
            equality={},
        )
        for n in range(1, _BLANK + _WITHDRAWN + 1)
    ]
    return twice + empty


def _codings(
    rng: Random, people: list[Person], written: dict[int, Written], keys: dict[tuple[str, str], str]
) -> tuple[Coding, ...]:
    codings = []
    for person in people:
        mine = written.get(person.number)
        for question, theme, excerpt in mine.coded if mine else ():
            codings.append(
                Coding(
                    item=f"{keys[f'p{person.number:03}', '']}/{question}",
                    person=f"p{person.number:03}",
                    theme=theme,
                    stance=ThemeStance(person.themes[theme]),
                    excerpt=excerpt,
                    coder="analyst",
                    on=date(2026, 4, 1) + timedelta(days=rng.randint(0, 20)),
                )
            )
    return tuple(sorted(codings, key=lambda c: (c.theme, c.item)))
