"""No small group can be worked out (`domain.md` e3, `trust.md` P1)."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping

import pytest

from codesign.core.circulation import Arc, certain
from codesign.core.disclosure import (
    RULES,
    WITHHELD,
    Cell,
    Flag,
    Profile,
    PublishedRow,
    PublishedTable,
    compare_with_population,
    publish_counts,
    publish_table,
)

AGES = {
    "16_24": 3, "25_34": 17, "35_44": 31, "45_54": 58, "55_64": 88, "65_74": 117, "75_84": 64, "85p": 14,
}  # fmt: skip
CARERS = {
    "A": {"yes": 41, "no": 96, "pnts": 6},
    "B": {"yes": 23, "no": 104, "pnts": 9},
    "C": {"yes": 3, "no": 47, "pnts": 5},
}


def shown(table: PublishedTable) -> list[list[str]]:
    return [[cell.shown for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("profile", Profile)
def test_the_first_vector_merges_the_two_youngest_bands_and_hides_nothing(profile: Profile) -> None:
    published = publish_counts(AGES, profile=profile, ordinal=list(AGES))
    assert published.merges == (("16_24", "25_34"),)
    assert published.cell("16_24") == published.cell("25_34") == Cell(20, "20")
    assert not any(line.cell.withheld for line in published.counts)
    if profile is Profile.STANDARD_5:
        assert [line.cell.count for line in published.counts] == [20, 31, 58, 88, 117, 64, 14]
        assert published.total == Cell(392, "392")


def test_the_second_vector_hides_the_cheapest_rectangle() -> None:
    table = publish_table(CARERS, profile=Profile.STANDARD_5)
    assert shown(table) == [["41", "96", "6"], [WITHHELD, "104", WITHHELD], [WITHHELD, "47", WITHHELD]]
    lost = sum(CARERS[row.label][column] for row in table.rows for column, cell in zip(
        table.columns, row.cells, strict=True) if cell.withheld)  # fmt: skip
    assert lost == 40
    assert [row.total for row in table.rows] == [Cell(143, "143"), Cell(136, "136"), Cell(55, "55")]
    assert table.column_totals == (Cell(67, "67"), Cell(247, "247"), Cell(20, "20"))
    assert table.total == Cell(334, "334")


def test_the_health_service_rule_shows_zero_and_rounds_the_rest() -> None:
    table = publish_table({"A": {"x": 0, "y": 8, "z": 12}, "B": {"x": 7, "y": 13, "z": 1_202}}, profile=Profile.NHS_5)
    assert shown(table) == [["0", "10", "10"], [WITHHELD, "15", "1,200"]]
    assert table.column_totals == (Cell(None, WITHHELD), Cell(20, "20"), Cell(1215, "1,215"))


def test_the_strict_rule_hides_everything_under_ten() -> None:
    table = publish_table({"A": {"x": 0, "y": 9}, "B": {"x": 10, "y": 23}}, profile=Profile.STRICT_10_5)
    assert table.cell("A", "x").withheld
    assert table.cell("A", "y").withheld
    assert table.rows[0].total == Cell(None, WITHHELD)


def test_totals_are_rounded_from_the_exact_sum() -> None:
    table = publish_table({"A": {"x": 12, "y": 12}, "B": {"x": 12, "y": 12}}, profile=Profile.NHS_5)
    assert shown(table) == [["10", "10"], ["10", "10"]]
    assert [row.total for row in table.rows] == [Cell(25, "25")] * 2
    assert table.total == Cell(50, "50")


@pytest.mark.parametrize("profile", Profile)
def test_a_group_who_all_gave_one_answer_is_not_shown_to_have_done_so(profile: Profile) -> None:
    table = publish_table(
        {"A": {"yes": 40, "no": 60}, "B": {"yes": 30, "no": 20}, "C": {"yes": 12, "no": 0}}, profile=profile
    )
    assert table.cell("C", "yes").withheld
    assert table.cell("C", "no").withheld


def test_without_totals_none_are_published() -> None:
    table = publish_table(CARERS, profile=Profile.STANDARD_5, totals=False)
    assert table.total is None
    assert table.column_totals is None
    assert {row.total for row in table.rows} == {None}


@pytest.mark.parametrize(
    ("case", "counts", "ordinal", "cells"),
    [
        ("nothing small", {"a": 10, "b": 20}, None, "10 20"),
        ("one small takes the next smallest with it", {"a": 3, "b": 20, "c": 9}, None, "[c] 20 [c]"),
        ("two small protect each other", {"a": 3, "b": 20, "c": 2}, None, "[c] 20 [c]"),
        ("but not when both are at their limit", {"a": 1, "b": 20, "c": 1}, None, "[c] [c] [c]"),
        ("zeros are shown", {"a": 0, "b": 20}, None, "0 20"),
        ("a middle band joins its smaller neighbour", {"a": 30, "b": 2, "c": 10}, "abc", "30 12"),
        ("merging goes on until it is enough", {"a": 1, "b": 1, "c": 1, "d": 9}, "abcd", "12"),
        ("prefer not to say is no band", {"a": 30, "b": 20, "pnts": 2}, "ab", "30 [c] [c]"),
        ("an empty band stays", {"a": 0, "b": 2, "c": 9}, "abc", "0 11"),
        ("all are few", {"a": 2, "b": 1}, "ab", "[c]"),
        ("a band nobody named counts none", {"b": 9}, "ab", "0 9"),
    ],
)
def test_counts_of_one_variable(case: str, counts: dict[str, int], ordinal: str | None, cells: str) -> None:
    published = publish_counts(counts, profile=Profile.STANDARD_5, ordinal=ordinal)
    assert " ".join(line.cell.shown for line in published.counts) == cells, case


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        publish_counts({"a": -1}, profile=Profile.NHS_5)


@pytest.mark.parametrize("profile", Profile)
def test_an_empty_table_can_be_published(profile: Profile) -> None:
    assert publish_table({}, profile=profile).rows == ()
    assert publish_counts({}, profile=profile).counts == ()
    assert publish_table({"A": {"x": 0}}, profile=profile).columns == ("x",)


Span = tuple[int, int]


def intruder(rows: Mapping[str, Mapping[str, int]], table: PublishedTable) -> list[tuple[str, str]]:
    """Withheld cells a reader is certain of, who knows the rule, all totals, and how many took part (when not few).

    Narrows what each number can be by every row, every column and every total until nothing moves.
    """
    everyone = sum(sum(cells.values()) for cells in rows.values())

    def could_be(cell: Cell, small: bool) -> Span:
        rule = RULES[table.profile]
        if cell.count is None:
            # This reader even knows which of the withheld are small and which only protect them.
            return (rule.from_count, rule.to_count) if small else (0, everyone)
        near = rule.step // 2
        return max(cell.count - near, rule.to_count + 1 if cell.count and rule.step > 1 else 0), cell.count + near

    rule = RULES[table.profile]
    told = (everyone, everyone)
    if rule.withholds(everyone):
        told = rule.from_count, rule.to_count
    elif table.total and table.total.withheld:
        told = 1, 10**6
    spans: dict[tuple[str, str], Span] = {("all", "all"): told}
    truth: dict[tuple[str, str], int] = {("all", "all"): everyone}
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            truth[row.label, column] = rows[row.label].get(column, 0)
            spans[row.label, column] = could_be(cell, rule.withholds(truth[row.label, column]))
        truth[row.label, "all"] = sum(rows[row.label].values())
        if row.total:
            spans[row.label, "all"] = could_be(row.total, rule.withholds(truth[row.label, "all"]))
    for column, cell in zip(table.columns, table.column_totals or (), strict=table.column_totals is not None):
        truth["all", column] = sum(cells.get(column, 0) for cells in rows.values())
        spans["all", column] = could_be(cell, rule.withholds(truth["all", column]))

    labels = [row.label for row in table.rows]
    sums: list[tuple[tuple[str, str], list[tuple[str, str]]]] = []
    if table.column_totals is None:
        sums.append((("all", "all"), [(row, column) for row in labels for column in table.columns]))
    else:
        sums += [((row, "all"), [(row, column) for column in table.columns]) for row in labels]
        sums += [(("all", column), [(row, column) for row in labels]) for column in table.columns]
        sums.append((("all", "all"), [(row, "all") for row in labels]))
        sums.append((("all", "all"), [("all", column) for column in table.columns]))

    moved = True
    while moved:
        before = dict(spans)
        for total, parts in sums:
            least, most = sum(spans[part][0] for part in parts), sum(spans[part][1] for part in parts)
            spans[total] = max(spans[total][0], least), min(spans[total][1], most)
            for part in parts:
                low, high = spans[part]
                low = max(low, spans[total][0] - (most - high))
                high = min(high, spans[total][1] - (least - spans[part][0]))
                least, most = least - spans[part][0] + low, most - spans[part][1] + high
                spans[part] = low, high
        moved = spans != before
    assert all(low <= truth[place] <= high for place, (low, high) in spans.items())
    hidden = {
        (row.label, c) for row in table.rows for c, cell in zip(table.columns, row.cells, strict=True) if cell.withheld
    }
    hidden |= {(row.label, "all") for row in table.rows if row.total and row.total.withheld}
    hidden |= {("all", c) for c, cell in zip(table.columns, table.column_totals or (), strict=False) if cell.withheld}
    return [place for place in sorted(hidden) if spans[place][0] == spans[place][1]]


def random_table(rng: random.Random, least: int = 2) -> dict[str, dict[str, int]]:
    size = rng.randint(least, 6), rng.randint(least, 6)
    top = rng.choice((4, 9, 15, 40, 200))
    columns = [f"c{number}" for number in range(size[1])]
    return {
        f"r{number}": {column: max(rng.randint(-top // 5, top), 0) for column in columns} for number in range(size[0])
    }


@pytest.mark.parametrize("totals", [True, False], ids=["totals", "no totals"])
@pytest.mark.parametrize("profile", Profile)
def test_a_motivated_intruder_recovers_no_withheld_number(profile: Profile, totals: bool) -> None:
    rng = random.Random(20260522)
    withheld = 0
    for _ in range(400):
        rows = random_table(rng)
        table = publish_table(rows, profile=profile, totals=totals)
        withheld += sum(cell.withheld for row in table.rows for cell in row.cells)
        assert intruder(rows, table) == [], rows
    assert withheld > 1_000


def test_the_intruder_finds_a_planted_leak() -> None:
    rng = random.Random(5)
    found = 0
    for _ in range(50):
        rows = random_table(rng)
        table = publish_table(rows, profile=Profile.STANDARD_5)
        careless = PublishedTable(
            table.profile,
            table.columns,
            tuple(
                PublishedRow(
                    row.label,
                    tuple(
                        Cell(None, WITHHELD) if 0 < rows[row.label][column] < 5 else Cell(rows[row.label][column], "")
                        for column in table.columns
                    ),
                    Cell(sum(rows[row.label].values()), ""),
                )
                for row in table.rows
            ),
            tuple(Cell(sum(cells[column] for cells in rows.values()), "") for column in table.columns),
            table.total,
            table.sentence,
        )
        found += bool(intruder(rows, careless))
    assert found > 10


def test_one_rule_alone_would_give_a_seven_away_so_more_is_done() -> None:
    rows = {"A": {"w": 7, "x": 12, "y": 12, "z": 12}, "B": {"w": 900, "x": 900, "y": 900, "z": 900}}
    table = publish_table(rows, profile=Profile.NHS_5)
    assert intruder(rows, table) == []


@pytest.mark.parametrize("profile", Profile)
def test_counts_with_their_total_give_nothing_away(profile: Profile) -> None:
    rng = random.Random(11)
    for _ in range(300):
        counts = next(iter(random_table(rng).values()))
        published = publish_counts(counts, profile=profile)
        line = PublishedRow("all", tuple(each.cell for each in published.counts), published.total)
        table = PublishedTable(profile, tuple(counts), (line,), None, published.total, published.sentence)
        assert intruder({"all": counts}, table) == [], counts


def test_certainty_is_exact_on_small_tables() -> None:
    """Against every table there is: a number is certain when all that fit the published ones agree on it."""
    rng = random.Random(3)
    for _ in range(150):
        counts = [[rng.randint(0, 4) for _ in range(3)] for _ in range(2)]
        hidden = [(i, j) for i in range(2) for j in range(3) if rng.random() < 0.6]
        cells = {
            (i, j): Arc(f"r{i}", f"c{j}", counts[i][j], 0, 4, withheld=True)
            if (i, j) in hidden
            else Arc(f"r{i}", f"c{j}", counts[i][j], counts[i][j], counts[i][j])
            for i in range(2)
            for j in range(3)
        }
        rows = [sum(line) for line in counts]
        columns = [sum(line[j] for line in counts) for j in range(3)]
        totals = [Arc("start", f"r{i}", n, n, n) for i, n in enumerate(rows)]
        totals += [Arc(f"c{j}", "end", n, n, n) for j, n in enumerate(columns)]
        totals.append(Arc("end", "start", sum(rows), sum(rows), sum(rows)))
        fitting = []
        for guess in itertools.product(range(5), repeat=len(hidden)):
            tried = [list(line) for line in counts]
            for (i, j), value in zip(hidden, guess, strict=True):
                tried[i][j] = value
            if [sum(line) for line in tried] == rows and [sum(line[j] for line in tried) for j in range(3)] == columns:
                fitting.append(guess)
        sure = {place for number, place in enumerate(hidden) if len({guess[number] for guess in fitting}) == 1}
        assert {place for place, arc in cells.items() if arc in certain([*cells.values(), *totals])} == sure


POPULATION = {
    "16_24": 2610, "25_34": 2980, "35_44": 3720, "45_54": 4560, "55_64": 5150, "65_74": 4330, "75_84": 2260, "85p": 810,
}  # fmt: skip


def test_who_took_part_beside_who_lives_here() -> None:
    lines = compare_with_population(AGES, POPULATION, labels={}, profile=Profile.STANDARD_5)
    found = {line.keys[0]: line for line in lines}
    assert {line.base for line in lines} == {392}
    # 3 young people would follow from the total, so the next smallest group is hidden too.
    assert [key for key, line in found.items() if line.flag is Flag.HIDDEN] == ["16_24", "85p"]
    assert (found["16_24"].n, found["16_24"].percent_here, found["16_24"].percent_population) == (None, None, 10)
    older = found["65_74"]
    assert (older.n, older.percent_here, older.percent_population, older.gap, older.index, older.flag) == (
        117, 30, 16, 14, 182, Flag.HIGH,
    )  # fmt: skip
    assert found["25_34"].flag is Flag.LOW
    assert found["55_64"].flag is Flag.ABOUT_RIGHT


def test_small_bands_are_compared_together() -> None:
    labels = {"16_24": "16 to 24", "25_34": "25 to 34"}
    lines = compare_with_population(
        AGES, POPULATION, labels=labels, profile=Profile.STANDARD_5, ordinal=list(POPULATION)
    )
    first = lines[0]
    assert (first.keys, first.label, first.n) == (("16_24", "25_34"), "16 to 24 + 25 to 34", 20)
    assert (first.percent_here, first.percent_population, first.gap, first.flag) == (5, 21, -16, Flag.LOW)


@pytest.mark.parametrize(
    ("case", "heard", "population", "flag"),
    [
        ("alike", {"a": 200, "b": 200}, {"a": 500, "b": 500}, Flag.ABOUT_RIGHT),
        ("within 5 points and by chance", {"a": 50, "b": 50}, {"a": 54, "b": 46}, Flag.ABOUT_RIGHT),
        ("within 5 points but not by chance", {"a": 20, "b": 980}, {"a": 60, "b": 940}, Flag.LOW),
        ("a small group nobody of which came", {"a": 0, "b": 400}, {"a": 40, "b": 960}, Flag.LOW),
        ("more than 5 points", {"a": 40, "b": 60}, {"a": 54, "b": 46}, Flag.LOW),
        ("more than 5 points above", {"a": 60, "b": 40}, {"a": 46, "b": 54}, Flag.HIGH),
        ("under 30 answers", {"a": 9, "b": 20}, {"a": 50, "b": 50}, Flag.TOO_FEW),
        ("fewer than 5", {"a": 4, "b": 50, "c": 40}, {"a": 50, "b": 50, "c": 50}, Flag.HIDDEN),
        ("no figure", {"a": 40, "b": 60}, {"b": 50}, Flag.NO_FIGURE),
        ("no figures at all", {"a": 40, "b": 60}, {}, Flag.NO_FIGURE),
    ],
)
def test_about_right_is_five_points_and_chance(
    case: str, heard: dict[str, int], population: dict[str, int], flag: Flag
) -> None:
    line = compare_with_population(heard, population, labels={"a": "A"}, profile=Profile.STANDARD_5)[0]
    assert line.flag is flag, case
    assert line.label == "A"
    if flag in (Flag.HIDDEN, Flag.TOO_FEW):
        assert line.percent_here is line.gap is line.index is None


def test_percentages_of_rounded_numbers_are_worked_out_from_them() -> None:
    lines = compare_with_population({"a": 33, "b": 68}, {"a": 1, "b": 1}, labels={}, profile=Profile.NHS_5)
    assert [(line.n, line.base, line.percent_here) for line in lines] == [(35, 100, 35), (70, 100, 70)]


def test_no_one_has_answered_yet() -> None:
    lines = compare_with_population({"a": 0, "b": 0}, {"a": 1, "b": 1}, labels={}, profile=Profile.STANDARD_5)
    assert {line.flag for line in lines} == {Flag.TOO_FEW}
