"""One question split by group: the only way to such numbers, through disclosure control (`trust.md` 4d and rule 12)."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codesign.consultations import rows
from codesign.consultations.reading.groups import (
    UNSAID,
    Group,
    Source,
    can_be_crossed,
    groups_of,
    is_exclusive,
    membership,
    names_of,
    our_labels,
    questions_to_cross,
)
from codesign.consultations.reading.responses import responses
from codesign.consultations.reading.volumes import Volumes, volumes_of
from codesign.core.disclosure import Cell, Profile, PublishedTable, publish_table
from codesign.core.equality import in_order, in_words
from codesign.core.errors import NotFound
from codesign.core.heard import SMALLEST_GROUP
from codesign.core.numbers import percent
from codesign.core.questions.answering import Asked
from codesign.core.questions.kinds import kind_of
from codesign.core.words import N_, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One group in a crossing: `base` people of it answered; `share` is each cell in percent of the base as shown.

    `keys` are the groups that were put together in it; `unsaid` marks those who did not say.
    """

    label: str
    keys: tuple[str, ...]
    base: Cell
    cells: tuple[Cell, ...]
    share: tuple[int | None, ...]
    unsaid: bool = False
    together: bool = False
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """One wording split by group: the answers are `columns`, a group a line. `reason` says why there is no table."""

    asked: Asked
    base: int
    columns: tuple[tuple[str, bool], ...]  # label, and whether it is our own words
    lines: tuple[Line, ...]
    adds_to_more: bool
    sentence: Sentence | None
    reason: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossedQuestion:
    """A question split by group, each wording apart, the newest first."""

    ref: str
    text: str
    withdrawn: bool
    wordings: tuple[Crossed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """The questions of a consultation split by one group."""

    volumes: Volumes
    group: Group
    groups: tuple[Group, ...]
    questions: tuple[CrossedQuestion, ...]


def crossing(project_id: uuid.UUID, ref: str, group_key: str, *, only: str = "") -> Crossing:
    """The questions (or `only` one) split by a group. Nothing else in the product gives such numbers.

    People who count only; cells through the profile `nhs_5`, groups under ten joined or withheld, bands with a
    neighbour. Totals that the page of results prints exactly are taken as known. Raises `NotFound`.
    """
    consultation = rows.consultation_row(project_id, ref)
    groups = groups_of(consultation)
    group = next((one for one in groups if one.key == group_key), None)
    if group is None:
        raise NotFound("There is no such table.")
    asked_in = [
        question
        for question in questions_to_cross(consultation)
        if question.ref != group.name and only in ("", question.ref)
    ]
    if only and not asked_in:
        raise NotFound("There is no such table.")
    in_group = membership(consultation, group)
    said: dict[tuple[str, int], list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for response in responses(consultation, questions={question.ref for question in asked_in}):
        key = in_group.get(response.participant_id, UNSAID)
        for question_ref, (asked, given) in response.answers.items():
            codes = kind_of(asked).said(asked, given).values
            said[(question_ref, asked.version)].append((key, codes))
    names = names_of(consultation, group)
    return Crossing(
        volumes=volumes_of(consultation),
        group=group,
        groups=groups,
        questions=tuple(
            CrossedQuestion(
                ref=question.ref,
                text=question.current.text,
                withdrawn=question.withdrawn_at is not None,
                wordings=tuple(
                    _crossed(rows.asked(question, version), said[(question.ref, version.number)], group, names)
                    for version in reversed(question.versions)
                    if can_be_crossed(rows.asked(question, version))
                ),
            )
            for question in asked_in
        ),
    )


def _crossed(
    asked: Asked, said: Sequence[tuple[str, frozenset[str]]], group: Group, names: Mapping[str, tuple[str, bool]]
) -> Crossed:
    kind = kind_of(asked)
    labels = kind.values(asked)
    exclusive = is_exclusive(asked) and all(len(codes) <= 1 for _, codes in said)
    ours = our_labels(asked)
    columns = tuple((label, label in ours) for _code, label in labels)
    codes = [code for code, _ in labels]
    base = len(said)
    people = Counter(key for key, _ in said)
    merged = _lines(group, people, names)
    shell = Crossed(
        asked=asked,
        base=base,
        columns=columns,
        lines=(),
        adds_to_more=not exclusive,
        sentence=None,
        reason=None,
    )
    if base < SMALLEST_GROUP:
        return _without(
            shell, Sentence(N_("Fewer than %(n)s people answered, so they are not split."), {"n": SMALLEST_GROUP})
        )
    told = [keys for keys in merged if keys != (UNSAID,)]
    if len(told) < 2:
        return _without(shell, Sentence(N_("There are not two groups of %(n)s people or more."), {"n": SMALLEST_GROUP}))
    place = {key: "+".join(keys) for keys in merged for key in keys}
    known_rows = group.source is Source.QUESTION
    if exclusive:
        counts: dict[str, dict[str, int]] = {"+".join(keys): dict.fromkeys(codes, 0) for keys in merged}
        for key, taken in said:
            for code in taken:
                if code in counts[place[key]]:
                    counts[place[key]][code] += 1
        table = _published(counts, known_rows=known_rows)
        cells = {keys: table_row(table, "+".join(keys)) for keys in merged}
        bases = {keys: next(row.total for row in table.rows if row.label == "+".join(keys)) for keys in merged}
    else:
        # People may take several, so every answer is a table of its own: those who took it, and those who did not.
        bases, parts = {}, {keys: list[Cell]() for keys in merged}
        for code in codes:
            halves = {"+".join(keys): {"yes": 0, "no": 0} for keys in merged}
            for key, taken in said:
                halves[place[key]]["yes" if code in taken else "no"] += 1
            table = _published(halves, known_rows=known_rows)
            for keys in merged:
                parts[keys].append(table.cell("+".join(keys), "yes"))
                total = next(row.total for row in table.rows if row.label == "+".join(keys))
                # Withheld beside one answer, it is withheld beside all.
                if keys not in bases or (total is not None and total.withheld):
                    bases[keys] = total
        cells = {keys: tuple(line) for keys, line in parts.items()}
    lines = tuple(_line(keys, bases[keys], cells[keys], names) for keys in merged)
    sentence = table.sentence
    return Crossed(
        asked=asked,
        base=base,
        columns=columns,
        lines=lines,
        adds_to_more=not exclusive,
        sentence=sentence,
        reason=None,
    )


def _published(counts: Mapping[str, Mapping[str, int]], *, known_rows: bool) -> PublishedTable:
    return publish_table(
        counts, profile=Profile.NHS_5, known_columns=True, known_rows=known_rows, least_base=SMALLEST_GROUP
    )


def table_row(table: PublishedTable, label: str) -> tuple[Cell, ...]:
    return next(row.cells for row in table.rows if row.label == label)


def _without(shell: Crossed, reason: Sentence) -> Crossed:
    return Crossed(
        asked=shell.asked,
        base=shell.base,
        columns=shell.columns,
        lines=(),
        adds_to_more=shell.adds_to_more,
        sentence=None,
        reason=reason,
    )


def _line(
    keys: tuple[str, ...], base: Cell | None, cells: Sequence[Cell], names: Mapping[str, tuple[str, bool]]
) -> Line:
    base = base or Cell(None, "[c]")
    # Worked out from the published numbers, or the percentage would give the exact one away.
    shares = tuple(
        None if base.count is None or cell.count is None else percent(min(cell.count, base.count), base.count)
        for cell in cells
    )
    words = [names.get(key, (in_words(key), False)) for key in keys]
    return Line(
        label=" + ".join(label for label, _ in words),
        keys=keys,
        base=base,
        cells=tuple(cells),
        share=shares,
        unsaid=keys == (UNSAID,),
        together=len(keys) > 1,
        ours=all(ours for _, ours in words) and len(words) == 1,
    )


def _lines(group: Group, people: Mapping[str, int], names: Mapping[str, tuple[str, bool]]) -> list[tuple[str, ...]]:
    """The groups as they stand in the table: small bands with a neighbour, other small groups all together."""
    known = [key for key in names if key != UNSAID]
    present = [key for key in (*known, *sorted(set(people) - set(known))) if people.get(key) and key != UNSAID]
    ordered = in_order(group.name, present) if group.source is not Source.QUESTION else ()
    lines = _bands(list(ordered), people) if ordered else _rolled(present, people)
    return [*lines, (UNSAID,)] if people.get(UNSAID) else lines


def _bands(keys: list[str], people: Mapping[str, int]) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = [(key,) for key in keys]

    def size(line: tuple[str, ...]) -> int:
        return sum(people[key] for key in line)

    while len(lines) > 1:
        small = next((place for place, line in enumerate(lines) if size(line) < SMALLEST_GROUP), None)
        if small is None:
            break
        beside = [place for place in (small - 1, small + 1) if 0 <= place < len(lines)]
        other = min(beside, key=lambda place: (size(lines[place]), place))
        first, second = sorted((small, other))
        lines[first : second + 1] = [lines[first] + lines[second]]
    return lines


def _rolled(keys: list[str], people: Mapping[str, int]) -> list[tuple[str, ...]]:
    small = [key for key in keys if people[key] < SMALLEST_GROUP]
    large = [key for key in keys if people[key] >= SMALLEST_GROUP]
    if len(small) == 1 or 0 < sum(people[key] for key in small) < SMALLEST_GROUP:
        # One alone, or a few together, would still be a few: the smallest of the others joins them.
        joining = sorted(large, key=lambda key: (people[key], keys.index(key)))
        while joining and (len(small) < 2 or sum(people[key] for key in small) < SMALLEST_GROUP):
            small.append(joining.pop(0))
        large = [key for key in large if key in joining]
    rolled = tuple(key for key in keys if key in small)
    return [*((key,) for key in large), *([rolled] if rolled else [])]
