"""What a table may show so that nobody can work out a small group: the only way to numbers outside staff views."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from codesign.core.circulation import Arc, certain, protect
from codesign.core.numbers import SMALLEST_BASE, percent
from codesign.core.words import N_, Sentence

WITHHELD: Final = "[c]"
"""What stands in place of a withheld number, never a blank."""


class Profile(StrEnum):
    """The three rules of `domain.md` e3."""

    NHS_5 = "nhs_5"
    STANDARD_5 = "standard_5"
    STRICT_10_5 = "strict_10_5"


@dataclass(frozen=True, slots=True)
class Rule:
    """Counts from `from_count` to `to_count` are withheld; the others shown to the nearest `step`."""

    from_count: int
    to_count: int
    step: int
    sentence: Sentence

    def withholds(self, count: int) -> bool:
        """Whether a count is small enough to point to people."""
        return self.from_count <= count <= self.to_count

    def shows(self, count: int) -> int:
        """The count as it is published: to the nearest step, halves up."""
        return (2 * count + self.step) // (2 * self.step) * self.step

    def could_be(self, count: int) -> tuple[int, int]:
        """The lowest and highest count that would be published like this one."""
        if count == 0 or self.step == 1:
            return count, count
        shown = self.shows(count)
        return max(shown - self.step // 2, self.to_count + 1), shown + (self.step - 1) // 2


RULES: Final[Mapping[Profile, Rule]] = {
    Profile.NHS_5: Rule(
        from_count=1,
        to_count=7,
        step=5,
        sentence=Sentence(
            N_(
                "[c] stands for a number from 1 to 7, or one that would give such a number away. "
                "All others are to the nearest 5."
            )
        ),
    ),
    Profile.STANDARD_5: Rule(
        from_count=1,
        to_count=4,
        step=1,
        sentence=Sentence(N_("[c] stands for a number from 1 to 4, or one that would give such a number away.")),
    ),
    Profile.STRICT_10_5: Rule(
        from_count=0,
        to_count=9,
        step=5,
        sentence=Sentence(
            N_(
                "[c] stands for a number under 10, or one that would give such a number away. "
                "All others are to the nearest 5."
            )
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it may be published: `count` None and `shown` "[c]" when it is withheld."""

    count: int | None
    shown: str

    @property
    def withheld(self) -> bool:
        """Whether the number is kept back."""
        return self.count is None


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One row: a cell for each column, and its total where totals are published."""

    label: str
    cells: tuple[Cell, ...]
    total: Cell | None


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A two-way table as it may be published, with the sentence that explains the marks."""

    profile: Profile
    columns: tuple[str, ...]
    rows: tuple[PublishedRow, ...]
    column_totals: tuple[Cell, ...] | None
    total: Cell | None
    sentence: Sentence

    def cell(self, row: str, column: str) -> Cell:
        """The cell of a row and a column. Raises `KeyError` for one that is not there."""
        place = {label: index for index, label in enumerate(self.columns)}[column]
        return {line.label: line for line in self.rows}[row].cells[place]


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """One category, or several neighbouring ones merged into one, with its cell."""

    keys: tuple[str, ...]
    cell: Cell

    @property
    def merged(self) -> bool:
        """Whether it stands for more than one category."""
        return len(self.keys) > 1


@dataclass(frozen=True, slots=True)
class PublishedCounts:
    """Counts of one variable as they may be published; the total is published with them."""

    profile: Profile
    counts: tuple[PublishedCount, ...]
    total: Cell
    sentence: Sentence

    @property
    def merges(self) -> tuple[tuple[str, ...], ...]:
        """The categories that were put together, to be named beside the table."""
        return tuple(line.keys for line in self.counts if line.merged)

    def cell(self, key: str) -> Cell:
        """The cell that a category is in. Raises `KeyError` for one that is not there."""
        return {each: line.cell for line in self.counts for each in line.keys}[key]


def publish_table(
    rows: Mapping[str, Mapping[str, int]],
    *,
    profile: Profile,
    totals: bool = True,
    known_columns: bool = False,
    known_rows: bool = False,
    least_base: int = 0,
) -> PublishedTable:
    """A table of groups (rows) by answers (columns, in the order they first come) as it may be published.

    Small cells and small totals are withheld; a group who all gave one answer is not shown to have done so; then more
    is withheld, the fewest people's worth, until no withheld cell follows from the rest. A missing cell counts 0.
    Totals are rounded from the exact sum, not added up from rounded cells. `known_columns` and `known_rows` say that a
    reader has those totals exactly from another page; a row or a column of fewer people than `least_base` is withheld whole.
    Raises `ValueError` on a negative count.
    """
    rule = RULES[profile]
    columns = tuple(dict.fromkeys(column for cells in rows.values() for column in cells))
    exact = [[cells.get(column, 0) for column in columns] for cells in rows.values()]
    row_sums = [sum(line) for line in exact]
    column_sums = [sum(line[place] for line in exact) for place in range(len(columns))]
    everyone = sum(row_sums)

    cells = [[_arc(rule, f"r{i}", f"c{j}", count) for j, count in enumerate(line)] for i, line in enumerate(exact)]
    row_totals = [_total(rule, "start", f"r{i}", count, totals, known_rows) for i, count in enumerate(row_sums)]
    column_totals = [_total(rule, f"c{j}", "end", count, totals, known_columns) for j, count in enumerate(column_sums)]
    total = _everyone(rule, everyone)
    for line in cells:
        _hide_that_all_agree(line)
    for line, row_sum in zip(cells, row_sums, strict=True):
        if 0 < row_sum < least_base:
            _keep_back(line)
    for j, column_sum in enumerate(column_sums):
        if 0 < column_sum < least_base:
            _keep_back([line[j] for line in cells])
    arcs = [*(arc for line in cells for arc in line), *row_totals, *column_totals, total]
    protect(arcs)
    if known_columns or known_rows:
        _keep_back_what_is_certain(cells, arcs)

    return PublishedTable(
        profile=profile,
        columns=columns,
        rows=tuple(
            PublishedRow(label, tuple(_cell(rule, arc) for arc in line), _cell(rule, row_total) if totals else None)
            for label, line, row_total in zip(rows, cells, row_totals, strict=True)
        ),
        column_totals=tuple(_cell(rule, arc) for arc in column_totals) if totals else None,
        total=_cell(rule, total) if totals else None,
        sentence=rule.sentence,
    )


def publish_counts(
    counts: Mapping[str, int], *, profile: Profile, ordinal: Sequence[str] | None = None
) -> PublishedCounts:
    """Counts of one variable as they may be published, with their total.

    `ordinal` names, in order, the categories that are bands (ages): a small band is first merged with its smaller
    neighbour, which keeps more than withholding it. Others (prefer not to say) are withheld when small.
    Raises `ValueError` on a negative count.
    """
    rule = RULES[profile]
    bands = _merged(rule, [((key,), counts.get(key, 0)) for key in ordinal or ()])
    apart = set(ordinal or ())
    lines = bands + [((key,), count) for key, count in counts.items() if key not in apart]
    arcs = [_arc(rule, "start", "end", count) for _, count in lines]
    total = _everyone(rule, sum(count for _, count in lines))
    protect([*arcs, total])
    published = (PublishedCount(keys, _cell(rule, arc)) for (keys, _), arc in zip(lines, arcs, strict=True))
    return PublishedCounts(profile, tuple(published), _cell(rule, total), rule.sentence)


class Flag(StrEnum):
    """How a group among those who took part compares with the population."""

    LOW = "low"
    HIGH = "high"
    ABOUT_RIGHT = "about_right"
    TOO_FEW = "too_few"
    HIDDEN = "hidden"
    NO_FIGURE = "no_figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupComparison:
    """One group: `n` of `base` who told us, its share here and in the population, whole percentages.

    `gap` is in points, below 0 when we heard too few; `index` 100 when alike (`domain.md` e2). None where the group is
    hidden, where fewer than 30 told us, or where there is no population figure.
    """

    keys: tuple[str, ...]
    label: str
    n: int | None
    shown: str
    base: int
    percent_here: int | None
    percent_population: int | None
    gap: int | None
    index: int | None
    flag: Flag


ABOUT_RIGHT_POINTS: Final = 5
_Z = 1.959963984540054


def compare_with_population(
    heard: Mapping[str, int],
    population: Mapping[str, int],
    *,
    labels: Mapping[str, str],
    profile: Profile,
    ordinal: Sequence[str] | None = None,
) -> tuple[GroupComparison, ...]:
    """Who took part beside who lives here, group by group in the order of `heard` (of `ordinal` where given).

    `heard` counts those who told us (without "prefer not to say" and blanks). About right: within 5 points and within
    what chance would explain 19 times in 20, both; so a small group that hardly took part is never about right.
    Under 30 answers nothing is compared. Small groups are hidden, and more where one would follow. `screens.md` 8.
    """
    rule = RULES[profile]
    base = sum(heard.values())
    everyone = sum(population.values())
    compared = []
    for line in publish_counts(heard, profile=profile, ordinal=ordinal).counts:
        figures = [population[key] for key in line.keys if key in population]
        known = len(figures) == len(line.keys) and everyone > 0
        compared.append(
            _comparison(
                line,
                label=" + ".join(labels.get(key, key) for key in line.keys),
                base=rule.shows(base),
                share=sum(figures) / everyone if known else None,
            )
        )
    return tuple(compared)


def _comparison(line: PublishedCount, *, label: str, base: int, share: float | None) -> GroupComparison:
    # Everything is worked out from the published count, or the percentage would give the exact one away.
    n = line.cell.count
    there = None if share is None else math.floor(100 * share + 0.5)
    here = None if n is None else percent(min(n, base), base)
    gap = None if here is None or there is None else here - there
    index = None if n is None or here is None or not share else math.floor(100 * n / base / share + 0.5)
    return GroupComparison(
        keys=line.keys,
        label=label,
        n=n,
        shown=line.cell.shown,
        base=base,
        percent_here=here,
        percent_population=there,
        gap=gap,
        index=index,
        flag=_flag(n, base, share, gap),
    )


def _flag(n: int | None, base: int, share: float | None, gap: int | None) -> Flag:
    if n is None:
        return Flag.HIDDEN
    if base < SMALLEST_BASE:
        return Flag.TOO_FEW
    if share is None or gap is None:
        return Flag.NO_FIGURE
    by_chance = abs(n / base - share) <= _Z * math.sqrt(share * (1 - share) / base)
    if gap == 0 or (abs(gap) <= ABOUT_RIGHT_POINTS and by_chance):
        return Flag.ABOUT_RIGHT
    return Flag.LOW if gap < 0 else Flag.HIGH


def _merged(rule: Rule, bands: list[tuple[tuple[str, ...], int]]) -> list[tuple[tuple[str, ...], int]]:
    bands = list(bands)
    while len(bands) > 1:
        small = next((place for place, (_, count) in enumerate(bands) if count and rule.withholds(count)), None)
        if small is None:
            return bands
        neighbours = [place for place in (small - 1, small + 1) if 0 <= place < len(bands)]
        # An empty neighbour would not help; among the others the smaller one loses less detail.
        other = min(neighbours, key=lambda place: (bands[place][1] == 0, bands[place][1], place))
        first, second = sorted((small, other))
        bands[first : second + 1] = [(bands[first][0] + bands[second][0], bands[first][1] + bands[second][1])]
    return bands


def _arc(rule: Rule, tail: str, head: str, count: int) -> Arc:
    if count < 0:
        raise ValueError("A count cannot be negative.")
    if rule.withholds(count):
        return Arc(tail, head, count, rule.from_count, rule.to_count, withheld=True)
    return Arc(tail, head, count, *rule.could_be(count))


def _total(rule: Rule, tail: str, head: str, count: int, published: bool, known: bool) -> Arc:
    if known:
        return Arc(tail, head, count, count, count, fixed=True, known=True)
    # A total that nobody is told may be anything.
    return _arc(rule, tail, head, count) if published else Arc(tail, head, count, 0, None)


def _everyone(rule: Rule, count: int) -> Arc:
    arc = _arc(rule, "end", "start", count)
    # How many took part is printed exactly in other places, so a rounded total protects nothing; a small one is kept.
    if not arc.withheld:
        arc.lower, arc.upper, arc.fixed = count, count, True
    return arc


def _hide_that_all_agree(cells: Sequence[Arc]) -> None:
    """Withhold the answer of a group who all gave the same one, and an empty cell beside it that it might have been."""
    filled = [arc for arc in cells if arc.count]
    if len(filled) != 1 or len(cells) < 2:
        return
    if not filled[0].withheld:
        filled[0].withhold()
    if all(arc is filled[0] or not arc.withheld for arc in cells):
        next(arc for arc in cells if not arc.count).withhold()


def _keep_back_what_is_certain(cells: Sequence[Sequence[Arc]], arcs: Sequence[Arc]) -> None:
    """Where a known total still gives a withheld cell away, withhold its whole column, until none is certain."""
    for _ in range(len(cells[0]) if cells else 0):
        sure = {id(arc) for arc in certain(arcs)}
        found = [j for j in range(len(cells[0])) if any(id(line[j]) in sure for line in cells)]
        if not found:
            return
        for j in found:
            _keep_back([line[j] for line in cells])
        protect(arcs)


def _keep_back(arcs: Sequence[Arc]) -> None:
    """Withhold a whole line, empty cells too: a reader cannot tell which of them are empty."""
    for arc in arcs:
        arc.withhold()
        arc.lower = 0


def _cell(rule: Rule, arc: Arc) -> Cell:
    # A small total that another page prints is not printed a second time.
    if arc.withheld or (arc.known and rule.withholds(arc.count)):
        return Cell(None, WITHHELD)
    shown = rule.shows(arc.count)
    return Cell(shown, f"{shown:,}")
