"""The pack as plain tables: one a CSV file, one a sheet; each column says what it means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from codesign.core.disclosure import WITHHELD
from codesign.core.numbers import percent_one_place
from codesign.core.pack import Card, Check, Count, Decision, EvidencePack, Quote, Requirement, Theme
from codesign.core.terms import Edition

Value = str | int | float | date | None
Row = tuple[Value, ...]


class Kind(StrEnum):
    """What a column holds. Only text can be read as a formula, so only text is guarded."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: name, kind and meaning. A number column may hold `[c]` where a count is withheld."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `name` is the file and the sheet, `means` says what a row is."""

    name: str
    means: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]


def _text(name: str, meaning: str) -> Field:
    return Field(name, Kind.TEXT, meaning)


def _number(name: str, meaning: str) -> Field:
    return Field(name, Kind.NUMBER, meaning)


def _day(name: str, meaning: str) -> Field:
    return Field(name, Kind.DATE, meaning)


def _joined(refs: Iterable[str]) -> str:
    return " ".join(refs)


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _volumes(pack: EvidencePack) -> Iterator[Count]:
    volumes = pack.participation.volumes
    for name in ("received", "duplicates", "blank", "withdrawn", "excluded", "late", "campaign", "valid"):
        yield Count(label=name, n=getattr(volumes, name))


def _counts(pack: EvidencePack) -> Iterator[Row]:
    for kind, counts in (
        ("volume", tuple(_volumes(pack))),
        ("mode", pack.participation.by_mode),
        ("capacity", pack.participation.by_capacity),
        ("area", pack.participation.by_area),
        ("role", pack.participation.roles),
    ):
        for count in counts:
            yield (kind, "", count.label, WITHHELD if count.n is None else count.n, None, None)
    for question in pack.questions:
        for result in question.results:
            percent = percent_one_place(result.n, result.base)
            yield ("answer", question.ref, result.label, result.n, result.base, percent)
    for workshop in pack.workshops:
        for role in workshop.roles:
            yield ("workshop role", workshop.ref, role.label, WITHHELD if role.n is None else role.n, None, None)


def _comparisons(pack: EvidencePack) -> Iterator[Row]:
    for comparison in pack.participation.comparisons:
        for row in comparison.rows:
            share = row.figure
            yield (
                comparison.characteristic,
                comparison.reference_population,
                row.label,
                WITHHELD if row.n is None else row.n,
                row.base,
                WITHHELD if share is None else percent_one_place(share.n, share.base),
                row.population_percent,
                WITHHELD if row.n is None else row.difference,
                WITHHELD if row.n is None else row.index,
                row.flag,
                *(() if pack.pack.edition is Edition.PUBLIC else (row.exact,)),
            )


def _ideas(pack: EvidencePack) -> Iterator[Row]:
    for board in pack.boards:
        for idea in board.ideas:
            votes = (idea.agree, idea.disagree, idea.pass_, idea.wilson_low)
            outcome = (idea.merged_into, idea.outcome, idea.outcome_reason, _joined(idea.requirements))
            words = (idea.title, idea.text, idea.language)
            line = (_joined(idea.came_from), _joined(idea.became), idea.paper_ticks, idea.brought_supports)
            yield (board.ref, idea.ref, idea.source_id, *words, idea.status, idea.support, *votes, *outcome, *line)


def _cards(pack: EvidencePack) -> Iterator[Row]:
    def row(step: str, group: str, card: Card) -> Row:
        return (step, group, card.ref, card.text, card.language, card.dots, _yes(card.paper), card.standing)

    for workshop in pack.workshops:
        for step in workshop.steps:
            for group in step.groups:
                yield from (row(step.ref, group.ref, card) for card in group.cards)
            yield from (row(step.ref, "", card) for card in step.ungrouped)


def _groups(pack: EvidencePack) -> Iterator[Row]:
    for workshop in pack.workshops:
        for step in workshop.steps:
            for group in step.groups:
                yield (workshop.ref, step.ref, group.ref, group.title, len(group.cards), group.dots, group.voters)


def _quotes(pack: EvidencePack) -> Iterator[Row]:
    def rows(about: str, quotes: tuple[Quote, ...]) -> Iterator[Row]:
        for quote in quotes:
            yield (about, quote.ref, quote.text, quote.language, quote.stance, quote.attribution, quote.consent)

    for theme in pack.themes:
        yield from rows(theme.ref, theme.quotes)
    for requirement in pack.requirements:
        yield from rows(requirement.ref, requirement.quotes + requirement.opposing)


def _responses(pack: EvidencePack) -> Iterator[Row]:
    public = pack.pack.edition is Edition.PUBLIC
    for answer in pack.responses:
        yield (answer.response, answer.question, answer.answer, *(() if public else (answer.mode,)))


def _contributions(pack: EvidencePack) -> Iterator[Row]:
    for said in pack.contributions:
        how = (said.language, said.consent, said.standing)
        yield (said.ref, said.kind, said.source, said.text, *how, _joined(sorted(said.themes)), said.area, said.voice)


def _theme(theme: Theme) -> Row:
    percent = percent_one_place(theme.people, theme.base)
    counts = (theme.people, theme.base, percent, theme.contributions)
    return (theme.ref, theme.title, theme.definition, *counts, _yes(theme.minority))


def _requirement(clause: Requirement) -> Row:
    named = (clause.ref, clause.title, clause.statement, clause.moscow, clause.type, clause.status, clause.version)
    said = (_joined(clause.lots), clause.origin, clause.outcome, clause.measure, clause.rationale)
    found = clause.strength
    strength: Row = ("", None, None, None, None)
    if found is not None:
        strength = (found.word, found.people, found.pieces, found.methods, found.opposing)
    return (*named, *said, *strength, clause.reply, " · ".join(remark.text for remark in clause.lint))


def _decision(made: Decision) -> Row:
    said = (made.ref, made.about, made.said, made.who_said, made.response, made.action, made.reason)
    return (*said, _joined(made.resulting), made.owner, made.due_on, made.decided_by, made.decided_on)


def _check(check: Check) -> Row:
    asked = (check.ref, check.group, check.title, check.status, check.kind, check.value, check.threshold)
    return (*asked, _joined(check.evidence), check.by, check.on, check.override_reason)


def tables(pack: EvidencePack) -> tuple[Table, ...]:
    """Every table of one edition, in the order of print."""
    public = pack.pack.edition is Edition.PUBLIC

    def table(name: str, means: str, fields: tuple[Field, ...], rows: Iterable[Row]) -> Table:
        made = tuple(rows)
        for row in made:
            if len(row) != len(fields):
                raise ValueError(f"A row of {name} has {len(row)} values for {len(fields)} columns.")
        return Table(name, means, fields, made)

    exact = () if public else (_number("exact", "Count before rounding, where it is safe to show"),)
    mode = () if public else (_text("mode", "How the response came in"),)
    return (
        table(
            "counts",
            "A row is one count: answers sent, ways of sending, or one choice of one question.",
            (
                _text("kind", "What is counted: volume, mode, capacity, area, role, answer, workshop role"),
                _text("ref", "Reference of the question or workshop"),
                _text("label", "The group or choice"),
                _number("n", "Number of people or answers; [c] where withheld"),
                _number("base", "Number of people who answered"),
                _number("percent", "n of base, one decimal place; empty where the base is under 30"),
            ),
            _counts(pack),
        ),
        table(
            "comparisons",
            "A row is one group of people beside its share of the population, after disclosure control.",
            (
                _text("characteristic", "What people told us about themselves"),
                _text("population", "The population it is compared with"),
                _text("group", "One group"),
                _number("n", "Number of people after disclosure control; [c] where withheld"),
                _number("base", "Number of people who answered, after disclosure control"),
                _number("percent", "n of base, one decimal place"),
                _number("population_percent", "Share of the population"),
                _number("difference", "percent less population_percent, in points; may be below zero"),
                _number("index", "100 where both shares are equal"),
                _text("flag", "What the index means"),
                *exact,
            ),
            _comparisons(pack),
        ),
        table(
            "responses_public" if public else "responses",
            "A row is one choice of one counted response. Codes are random and lead to no words.",
            (
                _text("response", "Random code of the response"),
                _text("question", "Reference of the question"),
                _text("answer", "The choice"),
                *mode,
            ),
            _responses(pack),
        ),
        table(
            "questions",
            "A row is one question as it was shown.",
            (
                _text("ref", "Reference"),
                _text("text", "The question, word for word"),
                _text("type", "Kind of question"),
                _number("version", "Version of the wording"),
                _number("base", "Number of people who answered"),
                _number("not_answered", "Number of people who were asked and did not answer"),
                _number("texts", "Number of people who wrote words"),
            ),
            ((q.ref, q.text, q.type, q.version, q.base, q.not_answered, q.texts) for q in pack.questions),
        ),
        table(
            "themes",
            "A row is one theme.",
            (
                _text("ref", "Reference"),
                _text("title", "Title"),
                _text("definition", "What belongs to it"),
                _number("people", "People who said it"),
                _number("base", "People who gave any words"),
                _number("percent", "people of base, one decimal place; empty where the base is under 30"),
                _number("contributions", "Pieces of words coded to it"),
                _text("minority", "Kept although few said it: yes or no"),
            ),
            (_theme(t) for t in pack.themes),
        ),
        table(
            "codebook",
            "A row is the rule of one theme.",
            (
                _text("ref", "Reference of the theme"),
                _text("title", "Title"),
                _text("definition", "What it means"),
                _text("include", "What counts"),
                _text("exclude", "What does not count"),
                _number("version", "Version of the codebook"),
            ),
            ((c.ref, c.title, c.definition, c.include, c.exclude, c.version) for c in pack.codebook),
        ),
        table(
            "contributions",
            "A row is one piece of words. The words are empty where its author did not agree to quotation here.",
            (
                _text("ref", "Public code"),
                _text("kind", "answer, idea, comment or card"),
                _text("source", "Reference of the question, board or workshop"),
                _text("text", "The words, where they may be quoted in this edition"),
                _text("language", "Language of the words"),
                _text("consent", "What the author agreed to: count_only, bidders or public"),
                _text("standing", "published, waiting, hidden, withdrawn or merged"),
                _text("themes", "References of its themes, with spaces between"),
                _text("area", "Area of the author, where it is safe"),
                _number("voice", "Tells two people apart inside this pack; empty in the public edition"),
            ),
            _contributions(pack),
        ),
        table(
            "codings",
            "A row says that one contribution belongs to one theme, and who said so.",
            (
                _text("contribution", "Public code of the contribution"),
                _text("theme", "Reference of the theme"),
                _text("coded_by", "person, rule or imported"),
                _text("stance", "supports, against or neutral"),
            ),
            ((c.contribution, c.theme, c.coded_by, c.stance) for c in pack.codings),
        ),
        table(
            "quotes",
            "A row is one quotation printed beside a theme or a requirement.",
            (
                _text("about", "Reference of the theme or requirement"),
                _text("ref", "Public code of the contribution"),
                _text("text", "The exact words"),
                _text("language", "Language of the words"),
                _text("stance", "supports, against or neutral"),
                _text("attribution", "Role and broad band of the author"),
                _text("consent", "What the author agreed to"),
            ),
            _quotes(pack),
        ),
        table(
            "ideas",
            "A row is one idea or statement of one board.",
            (
                _text("board", "Reference of the board"),
                _text("ref", "Reference"),
                _text("source_id", "Its id in an imported file"),
                _text("title", "Title"),
                _text("text", "The words, where they may be shown in this edition"),
                _text("language", "Language of the words"),
                _text("status", "published, waiting, hidden, withdrawn or merged"),
                _number("support", "People who support it"),
                _number("agree", "People whose latest vote is agree"),
                _number("disagree", "People whose latest vote is disagree"),
                _number("pass", "People whose latest vote is pass"),
                _number("wilson_low", "Lower 95% bound of agree of all votes"),
                _text("merged_into", "Reference of the idea that it joined"),
                _text("outcome", "What became of it: the latest answer, else the decision"),
                _text("outcome_reason", "Why"),
                _text("requirements", "Requirements it led to, with spaces between"),
                _text("came_from", "Ideas that it was made of, with spaces between"),
                _text("became", "Ideas that were made of it, with spaces between"),
                _number("paper_ticks", "Ticks on paper cards; ticks are not people"),
                _number("brought_supports", "Supports counted elsewhere; no people stand behind them here"),
            ),
            _ideas(pack),
        ),
        table(
            "groups",
            "A row is one group of cards of one workshop step.",
            (
                _text("workshop", "Reference of the workshop"),
                _text("step", "Reference of the step"),
                _text("ref", "Reference of the group"),
                _text("title", "Title"),
                _number("cards", "Cards in it"),
                _number("dots", "Dots it got; dots are not people"),
                _number("voters", "People who gave it a dot"),
            ),
            _groups(pack),
        ),
        table(
            "cards",
            "A row is one workshop card.",
            (
                _text("step", "Reference of the step"),
                _text("group", "Reference of its group"),
                _text("ref", "Public code"),
                _text("text", "The words, where they may be shown in this edition"),
                _text("language", "Language of the words"),
                _number("dots", "Dots it got"),
                _text("paper", "Written on paper first: yes or no"),
                _text("standing", "published, waiting, hidden, withdrawn or merged"),
            ),
            _cards(pack),
        ),
        table(
            "requirements",
            "A row is one requirement.",
            (
                _text("ref", "Reference"),
                _text("title", "Title"),
                _text("statement", "What the provider must or should do"),
                _text("moscow", "must, should, could or wont_now"),
                _text("type", "Kind"),
                _text("status", "Status"),
                _number("version", "Version of its words"),
                _text("lots", "Lots, with spaces between"),
                _text("origin", "Who first asked for it"),
                _text("outcome", "Change for people"),
                _text("measure", "How it will be checked"),
                _text("rationale", "Reason"),
                _text("strength", "strong, good, some, weak, mixed or none"),
                _number("people", "People behind what supports it"),
                _number("pieces", "Pieces of evidence"),
                _number("ways", "Ways of listening"),
                _number("opposing", "Pieces that point the other way"),
                _text("reply", "Our reply to what points the other way"),
                _text("remarks", "Remarks on the wording"),
            ),
            (_requirement(r) for r in pack.requirements),
        ),
        table(
            "trace",
            "A row is one piece of evidence of one requirement.",
            (
                _text("requirement", "Reference of the requirement"),
                _text("evidence", "Reference of the evidence"),
                _text("kind", "contribution, theme, question, idea or workshop"),
                _text("stance", "supports, qualifies or opposes"),
                _text("title", "What it is"),
                _number("people", "People behind it"),
                _text("note", "Note"),
                _text("by", "Role of who linked it; empty in the public edition"),
                _day("linked_on", "Day it was linked"),
            ),
            (
                (t.requirement, t.evidence, t.kind, t.stance, t.title, t.people, t.note, t.by, t.linked_on)
                for t in pack.trace
            ),
        ),
        table(
            "decisions",
            "A row is one decision.",
            (
                _text("ref", "Reference"),
                _text("about", "Reference of what it is about"),
                _text("said", "You said"),
                _text("who_said", "Who said it"),
                _text("response", "accepted, partly, rejected, deferred, out_of_scope or already_happening"),
                _text("action", "We did"),
                _text("reason", "Because"),
                _text("resulting", "References that it led to, with spaces between"),
                _text("owner", "Who will see to it"),
                _day("due_on", "By when"),
                _text("decided_by", "Who decided"),
                _day("decided_on", "When"),
            ),
            (_decision(d) for d in pack.decisions),
        ),
        table(
            "checks",
            "A row is one recorded check.",
            (
                _text("ref", "Reference"),
                _text("group", "keep_it_local, gunning, duties or dates"),
                _text("title", "What it asks"),
                _text("status", "Result"),
                _text("kind", "auto, measure or attested"),
                _text("value", "What was found"),
                _text("threshold", "What would pass"),
                _text("evidence", "References, with spaces between"),
                _text("by", "Who recorded it; empty in the public edition"),
                _day("on", "When"),
                _text("override_reason", "Why it was set by hand"),
            ),
            (_check(c) for c in pack.checks),
        ),
        table(
            "dates",
            "A row is one date of the project.",
            (
                _text("step", "Step"),
                _day("planned", "Planned day"),
                _day("actual", "Day it happened"),
                _text("note", "Note"),
            ),
            ((d.label, d.planned, d.actual, d.note) for d in pack.dates),
        ),
        table(
            "limits",
            "A row is one limit of the evidence.",
            (_text("limit", "The limit"), _text("effect", "What it means for reading the results")),
            ((limit.text, limit.effect) for limit in pack.limits),
        ),
    )


def data_dictionary(all_tables: tuple[Table, ...]) -> Table:
    """The table of all columns of all tables: annex A."""
    fields = (
        _text("file", "CSV file in the zip"),
        _text("column", "Column"),
        _text("kind", "text, number or date"),
        _text("meaning", "What it holds"),
    )
    rows = [
        (f"{table.name}.csv", field.name, field.kind.value, field.meaning)
        for table in all_tables
        for field in table.fields
    ]
    own = [("data_dictionary.csv", field.name, field.kind.value, field.meaning) for field in fields]
    return Table("data_dictionary", "A row is one column of one file.", fields, tuple(rows + own))
