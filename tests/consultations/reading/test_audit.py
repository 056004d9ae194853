"""Real data: 630 people of a survey come in by a map; tables equal their columns, and crossings give nobody away."""

from __future__ import annotations

import csv
import gzip
import io
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.consultations.imports import import_responses
from codesign.consultations.reading.crossing import Crossed, crossing
from codesign.consultations.reading.groups import ways_to_split
from codesign.consultations.reading.volumes import volumes
from codesign.consultations.reading.who import who_page
from codesign.consultations.results import results
from codesign.core.disclosure import RULES, Cell, Flag, Profile
from codesign.extensions import db
from codesign.models import Consultation, PopulationFigure, Project
from tests.make import NOW, make_project

MAP = Path(__file__).parents[1] / "maps" / "audit.toml"
# Adults of Great Britain, rounded to the hundred thousand: made for this test, to have something to compare with.
ADULTS = {"18_24": 57, "25_34": 83, "35_44": 82, "45_54": 86, "55_64": 70, "65_74": 57, "75p": 49}


@pytest.fixture
def people(data_folder: Path) -> list[dict[str, str]]:
    path = data_folder / "audit-political-engagement-11" / "SN7577_part.tab.gz"
    if not path.exists():
        pytest.skip("the audit of political engagement is not in the folder of real data")
    return list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode()), delimiter="\t"))


@pytest.fixture
def audit(app: Flask, data_folder: Path, people: list[dict[str, str]]) -> Consultation:
    project = make_project(reference_population="adults_gb")
    path = data_folder / "audit-political-engagement-11" / "SN7577_part.tab.gz"
    report = import_responses(path, MAP, project.id, by="system", at=NOW)
    assert (report.read, report.taken) == (630, 630)
    figures = [("age_band", band, n * 100_000) for band, n in ADULTS.items()]
    figures += [("sex", "male", 23_600_000), ("sex", "female", 24_800_000)]
    for place, (variable, category, n) in enumerate(figures):
        db.session.add(
            PopulationFigure(
                project_id=project.id, reference="adults_gb", variable=variable, category=category, label=category,
                people=n, source="Made for this test", source_date=date(2013, 6, 30), position=place,
            )
        )  # fmt: skip
    db.session.flush()
    return db.session.scalars(select(Consultation).where(Consultation.project_id == project.id)).one()


def test_every_table_equals_a_count_of_its_column(audit: Consultation, people: list[dict[str, str]]) -> None:
    view = results(audit.project_id, audit.ref)
    assert (view.received, view.counted) == (630, 630)
    by_text = {question.current.text: question for question in view.questions}
    plan = tomllib.loads(MAP.read_text())
    for asked in plan["question"]:
        question = by_text[asked.get("text") or asked["column"]]
        (wording,) = question.wordings
        if asked["type"] == "one_choice":
            counts = Counter(row[asked["column"]] for row in people)
            blank = counts.pop("-1", 0)
            assert {row.label: row.n for row in wording.rows} == dict(counts)
            assert (wording.base, question.not_answered) == (630 - blank, blank)
        elif asked["type"] == "several_choices":
            counts = Counter(
                {label: sum(row[column] == "1" for row in people) for column, label in asked["columns"].items()}
            )
            assert {row.label: row.n for row in wording.rows} == dict(counts)
            assert wording.base == sum(any(row[column] == "1" for column in asked["columns"]) for row in people)
        else:
            ages = sorted(int(row["numage"]) for row in people if row["numage"] != "0")
            assert wording.base == len(ages)
            assert wording.figures is not None
            assert (wording.figures.lowest, wording.figures.highest) == (str(ages[0]), str(ages[-1]))


def test_the_age_and_sex_shares_of_the_file_stand_beside_a_population(
    audit: Consultation, people: list[dict[str, str]]
) -> None:
    page = who_page(audit.project_id, audit.ref, at=NOW)
    assert page.volumes.counted == 630
    sex = next(one for one in page.variables if one.name == "sex")
    assert (sex.told, sex.not_said, sex.blank) == (630, 0, 0)
    found = {line.group.keys[0]: line.group for line in sex.lines}
    # 333 men and 297 women, each to the nearest 5.
    assert (found["male"].n, found["female"].n) == (335, 295)
    assert (found["male"].percent_here, found["male"].percent_population) == (53, 49)
    age = next(one for one in page.variables if one.name == "age_band")
    assert [line.group.keys for line in age.lines] == [(band,) for band in ADULTS]
    counts = Counter(row["agegroups"] for row in people)
    assert [line.group.n for line in age.lines] == [5 * round(counts[str(n)] / 5) for n in range(1, 8)]
    youngest = age.lines[0].group
    assert (youngest.percent_here, youngest.percent_population, youngest.flag) == (13, 12, Flag.ABOUT_RIGHT)
    ethnic = next(one for one in page.variables if one.name == "ethnic_group")
    assert (ethnic.told, ethnic.not_said) == (628, 2)


def intervals(crossed: Crossed, truth: list[tuple[str, frozenset[str]]], *, rows_known: bool) -> list[tuple[str, str]]:
    """Cells that a reader is certain of though they are withheld, who knows the rule and every total printed elsewhere.

    The reader narrows what each number can be by every row, every column and the whole until nothing moves.
    """
    rule = RULES[Profile.NHS_5]
    lines = [(line, set(line.keys)) for line in crossed.lines]
    codes = [code for code, _ in values_of(crossed)]
    exact = {
        (line.label, code): sum(key in keys and code in taken for key, taken in truth)
        for line, keys in lines
        for code in codes
    }
    people_in = {line.label: sum(key in keys for key, _ in truth) for line, keys in lines}

    def could_be(shown: int | None, n: int, everyone: int) -> tuple[int, int]:
        if shown is None:
            return (rule.from_count, rule.to_count) if rule.withholds(n) else (0, everyone)
        return (max(shown - 2, 8) if shown else 0), shown + 2 if shown else 0

    everyone = len(truth)
    columns = {code: sum(exact[(line.label, code)] for line, _ in lines) for code in codes}
    # A column may be kept back whole, empty cells too: where all are marked, a mark does not say that a number is small.
    few = {code for place, code in enumerate(codes) if all(line.cells[place].withheld for line, _ in lines)}
    spans = {
        (line.label, code): (0, columns[code])
        if cell.withheld and (code in few or people_in[line.label] < 10)
        else could_be(cell.count, exact[(line.label, code)], everyone)
        for line, _ in lines
        for code, cell in zip(codes, line.cells, strict=True)
    }
    rows = {
        line.label: (people_in[line.label],) * 2
        if rows_known
        else could_be(line.base.count, people_in[line.label], everyone)
        for line, _ in lines
    }
    moved = True
    while moved:
        before = dict(spans), dict(rows)
        for code in codes:  # the page of results prints these exactly
            parts = [(line.label, code) for line, _ in lines]
            narrow(spans, parts, columns[code], columns[code])
        if not crossed.adds_to_more:
            for line, _ in lines:
                parts = [(line.label, code) for code in codes]
                least, most = sum(spans[part][0] for part in parts), sum(spans[part][1] for part in parts)
                rows[line.label] = max(rows[line.label][0], least), min(rows[line.label][1], most)
                narrow(spans, parts, *rows[line.label])
        narrow(rows, list(rows), everyone, everyone)
        moved = before != (spans, rows)
    for place, (low, high) in spans.items():
        assert low <= exact[place] <= high
    hidden = {
        (line.label, code) for line, _ in lines for code, cell in zip(codes, line.cells, strict=True) if cell.withheld
    }
    return [place for place in sorted(hidden) if spans[place][0] == spans[place][1]]


def narrow(spans: dict, parts: list, low: int, high: int) -> None:  # type: ignore[type-arg]
    for part in parts:
        least = sum(spans[other][0] for other in parts if other != part)
        most = sum(spans[other][1] for other in parts if other != part)
        spans[part] = max(spans[part][0], low - most), min(spans[part][1], high - least)


def values_of(crossed: Crossed) -> tuple[tuple[str, str], ...]:
    from codesign.core.questions.kinds import kind_of

    return kind_of(crossed.asked).values(crossed.asked)


def truth_of(
    people: list[dict[str, str]], crossed: Crossed, column: str, codes: dict[str, str]
) -> list[tuple[str, frozenset[str]]]:
    """The group and the answers of everyone who answered, from the file itself."""
    labels = {label: code for code, label in values_of(crossed)}
    plan = {asked.get("text") or asked["column"]: asked for asked in tomllib.loads(MAP.read_text())["question"]}
    asked = plan[crossed.asked.text]
    found = []
    for row in people:
        if asked["type"] == "one_choice":
            taken = frozenset() if row[asked["column"]] == "-1" else frozenset({labels[row[asked["column"]]]})
        else:
            taken = frozenset(labels[label] for name, label in asked["columns"].items() if row[name] == "1")
        if taken:
            group = codes.get(row[column], row[column])
            found.append(("unsaid" if group == "pnts" else group, taken))
    return found


def test_an_intruder_recovers_no_cell_of_a_crossing(audit: Consultation, people: list[dict[str, str]]) -> None:
    for plan in tomllib.loads(MAP.read_text())["group"]:
        group = next(one for one in ways_to_split(audit.project_id, audit.ref) if one.name == plan["name"])
        withheld = tables = 0
        for question in crossing(audit.project_id, audit.ref, group.key).questions:
            (crossed,) = question.wordings
            truth = truth_of(people, crossed, plan["column"], plan.get("codes", {}))
            assert crossed.base == len(truth)
            if crossed.reason is not None:
                continue
            tables += 1
            withheld += sum(cell.withheld for line in crossed.lines for cell in line.cells)
            for line in crossed.lines:  # ten people of a group or more, and ten who gave an answer or more
                if not line.unsaid:
                    assert sum(key in line.keys for key, _ in truth) >= 10
                for (code, _label), cell in zip(values_of(crossed), line.cells, strict=True):
                    assert cell.withheld or sum(code in taken for _, taken in truth) not in range(1, 10)
            assert intervals(crossed, truth, rows_known=False) == [], question.ref
        assert tables > 40
        assert withheld > 50


def test_one_question_by_another_gives_nothing_away(audit: Consultation, people: list[dict[str, str]]) -> None:
    groups = [one for one in ways_to_split(audit.project_id, audit.ref) if one.source == "question"]
    assert len(groups) > 30
    by_text = {question.current.text: question for question in audit.questions}
    for name in ("Q6", "Q15"):
        group = next(one for one in groups if one.name == by_text[name].ref)
        view = crossing(audit.project_id, audit.ref, group.key)
        labels = {choice.label: choice.code for choice in by_text[name].current.choices}
        for question in view.questions:
            for crossed in question.wordings:
                if crossed.reason is None:
                    truth = [(key, taken) for key, taken in truth_of(people, crossed, name, {**labels, "-1": "pnts"})]
                    assert intervals(crossed, truth, rows_known=True) == [], question.ref


def test_the_ways_they_came_are_counted(audit: Consultation) -> None:
    found = volumes(audit.project_id, audit.ref)
    assert [(mode.value, n) for mode, n in found.modes] == [("imported", 630)]
    assert db.session.get_one(Project, audit.project_id).reference_population == "adults_gb"


def test_the_intruder_finds_a_planted_leak(audit: Consultation, people: list[dict[str, str]]) -> None:
    plan = next(group for group in tomllib.loads(MAP.read_text())["group"] if group["column"] == "sex")
    group = next(one for one in ways_to_split(audit.project_id, audit.ref) if one.name == "sex")
    found = 0
    for question in crossing(audit.project_id, audit.ref, group.key).questions:
        (crossed,) = question.wordings
        if crossed.reason is None and not crossed.adds_to_more:
            truth = truth_of(people, crossed, "sex", plan["codes"])
            codes = [code for code, _ in values_of(crossed)]
            lines = tuple(
                replace(
                    line,
                    cells=tuple(
                        careless(sum(key in line.keys and code in taken for key, taken in truth)) for code in codes
                    ),
                )
                for line in crossed.lines
            )
            found += bool(intervals(replace(crossed, lines=lines), truth, rows_known=False))
    assert found > 0


def careless(n: int) -> Cell:
    """Small numbers withheld, and nothing more."""
    return Cell(None, "[c]") if 0 < n < 8 else Cell(5 * ((n + 2) // 5), "")
