"""A place as an answer: a list, a postcode that is dropped, a point on a map; and what staff load for it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from codesign.config import Config
from codesign.consultations.places import commands
from codesign.consultations.places.commands import BadRows
from codesign.core.errors import InputError
from codesign.core.questions.answering import Asked, Given, Option
from codesign.core.questions.kinds.base import Counts, Kept
from codesign.core.questions.kinds.place import Place, clean_postcode, read_point
from codesign.core.terms import QuestionType, Role
from codesign.extensions import db
from codesign.models import Answer, Area, Consultation, Draft, EventRow, PostcodeArea, Project
from tests import make
from tests.browser import Browser, Page
from tests.consultations.asking import address, begin, go_on, send

HEBBLE, TODD = "E05999902", "E05999903"
SQUARE = {"type": "Polygon", "coordinates": [[[-2.1, 53.7], [-2.0, 53.7], [-2.0, 53.8], [-2.1, 53.8], [-2.1, 53.7]]]}
NEXT = {"type": "Polygon", "coordinates": [[[-2.0, 53.7], [-1.9, 53.7], [-1.9, 53.8], [-2.0, 53.8], [-2.0, 53.7]]]}
LOOK_UP = f"postcode,area_code\nUC2 1AA,{HEBBLE}\nUC3 1AA,{TODD}\nUC9 9ZZ,E05000001\n".encode()
PLACE = Place()


def asked(ways: tuple[str, ...] = ("area",), **fields: Any) -> Asked:
    options = (Option(HEBBLE, "Hebble Bridge"), Option(TODD, "Toddbrook"))
    return Asked(
        **{"ref": "Q1", "version": 1, "type": QuestionType.PLACE, "text": "Where?", "options": options,
           "settings": {"ways": list(ways)}, **fields}
    )  # fmt: skip


def geojson(**shapes: dict[str, Any]) -> bytes:
    features = [
        {"type": "Feature", "properties": {"WD25CD": code, "WD25NM": "x"}, "geometry": shape}
        for code, shape in shapes.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def project_with_places(*, postcodes: bool = True, shapes: bool = True) -> Project:
    project = make.make_project()
    project.areas.append(Area(code=TODD, name="Toddbrook"))
    db.session.flush()
    if postcodes:
        commands.load_postcodes(LOOK_UP, "look-up.csv", project.id, "ONSPD May 2026", by="system", at=make.NOW)
    if shapes:
        commands.load_shapes(
            geojson(**{HEBBLE: SQUARE, TODD: NEXT}), "wards.geojson", project.id, by="system", at=make.NOW
        )
    return project


def where(*ways: str, project: Project | None = None, **fields: Any) -> Consultation:
    consultation = make.make_consultation(project or project_with_places(), asks_equality=False)
    make.make_question(consultation, QuestionType.PLACE, "Where do you live?", settings={"ways": list(ways)}, **fields)
    make.commit()
    return consultation


def detail() -> dict[str, Any]:
    db.session.rollback()
    return dict(db.session.scalars(select(Answer)).one().detail)


def draft() -> dict[str, Any]:
    db.session.rollback()
    return dict(db.session.scalars(select(Draft)).one().answers)


def everything(settings: Config) -> bytes:
    """Every byte of the database, also of what waits to be written into it."""
    db.session.rollback()
    if not settings.sqlite:
        tables = [table for table in db.metadata.sorted_tables if table.name != "postcode_area"]
        return "".join(str(row) for table in tables for row in db.session.execute(select(table))).encode()
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*") if not file.name.endswith(".empty"))


@pytest.mark.parametrize(
    ("typed", "clean"),
    [("uc2 1aa", "UC21AA"), (" U C 2 1 A A ", "UC21AA"), ("SW1A 1AA", "SW1A1AA"), ("UC2", None), ("21AA", None),
     ("Hebble Bridge", None), ("UC2 1AAA", None), ("", None), ("ＵＣ2 1AA", None)],
)  # fmt: skip
def test_a_postcode_is_whole_or_none(typed: str, clean: str | None) -> None:
    assert clean_postcode(typed) == clean


@pytest.mark.parametrize(
    ("typed", "point"),
    [("53.74123,-2.01339", (53.7412, -2.0134)), ("-0.00001, 0", (0.0, 0.0)), ("91,0", None), ("0,181", None),
     ("1e3,0", None), ("nan,nan", None), ("53.7", None), ("<script>", None)],
)  # fmt: skip
def test_a_point_lies_on_earth(typed: str, point: tuple[float, float] | None) -> None:
    assert read_point(typed) == point


def test_people_and_gaps_are_counted_by_area() -> None:
    details: list[dict[str, Any]] = [
        {"area": HEBBLE},
        {"area": HEBBLE, "point": [53.7, -2.0]},
        {"area": "elsewhere"},
        {"area": "E05999999"},
    ]
    (table,) = PLACE.summary(asked(offers_not_sure=True), Counts(base=5, not_sure=1, details=details)).tables
    assert [(bar.label, bar.n) for bar in table.bars] == [
        ("Hebble Bridge", 2), ("Toddbrook", 0), ("E05999999", 1), ("Somewhere else", 1), ("I am not sure", 1),
    ]  # fmt: skip


def test_an_answer_goes_into_cells_and_back() -> None:
    one = asked(("area", "point"))
    given = Given((HEBBLE,), "By the lock", {"point": "53.7412,-2.0134"})
    cells = PLACE.cells(one, given)
    assert cells == {"Q1": "Hebble Bridge", "Q1_POINT": "53.7412, -2.0134", "Q1_TEXT": "By the lock"}
    assert PLACE.from_cells(one, cells) == given
    assert PLACE.given(one, PLACE.kept(one, given)) == given
    assert PLACE.kept(one, given) == Kept(words="By the lock", detail={"area": HEBBLE, "point": [53.7412, -2.0134]})


def test_staff_hear_what_is_missing_for_a_way() -> None:
    can = {"ways": ["area", "postcode", "point"], "can": ("area",)}
    assert len(PLACE.flaws(asked(settings=can, options=()))) == 3
    assert PLACE.flaws(asked(settings={**can, "can": ("area", "postcode", "point")})) == ()


def test_a_resident_chooses_an_area_of_the_project(browser: Browser) -> None:
    page = begin(browser, where("area"))
    assert page.text(".govuk-radios__label") == ["Hebble Bridge", "Toddbrook", "Somewhere else"]
    page = go_on(browser, page, answer=TODD)
    assert "Toddbrook" in page.words
    send(browser, page)
    assert detail() == {"area": TODD}


def test_a_place_outside_is_an_answer_too(browser: Browser) -> None:
    page = go_on(browser, begin(browser, where("area")), answer="elsewhere")
    assert "Somewhere else" in page.words
    send(browser, page)
    assert detail() == {"area": "elsewhere"}


def test_an_area_that_the_project_does_not_have_is_no_answer(browser: Browser) -> None:
    consultation = where("area", required=True)
    page = begin(browser, consultation)
    method_action_values = dict(page.form_values("#question-form")[2])
    answer = browser.post(
        page.form_values("#question-form")[1], {**method_action_values, "Q1": "E05000001", "go": "continue"}
    )
    assert answer.status == 422
    assert "Select an area." in answer.words


def test_a_postcode_becomes_an_area_and_is_nowhere_afterwards(browser: Browser, settings: Config) -> None:
    consultation = where("area", "postcode")
    db.session.execute(delete(PostcodeArea).where(PostcodeArea.postcode != "UC31AA"))
    make.commit()
    page = begin(browser, consultation)
    page = go_on(browser, page, postcode="uc3 1aa")
    assert "Toddbrook" in page.words
    assert draft()["Q1"] == {"version": 1, "values": [TODD], "words": ""}
    send(browser, page)
    assert detail() == {"area": TODD}
    # What staff loaded holds every postcode; without it there is none.
    db.session.execute(delete(PostcodeArea))
    make.commit()
    if settings.sqlite:
        db.session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    found = everything(settings).upper()
    assert b"UC31AA" not in found
    assert b"UC3 1AA" not in found


def test_autosave_drops_the_postcode_too(browser: Browser) -> None:
    consultation = where("area", "postcode")
    page = begin(browser, consultation)
    values = {**dict(page.form_values("#question-form")[2]), "Q1-postcode": "UC2 1AA"}
    assert browser.post(address(consultation, "/q/Q1/draft"), values, htmx=True).status == 200
    assert draft()["Q1"] == {"version": 1, "values": [HEBBLE], "words": ""}
    values["Q1-postcode"] = "UC8 8ZZ"
    assert browser.post(address(consultation, "/q/Q1/draft"), values, htmx=True).status == 200
    assert "UC8" not in json.dumps(draft())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ZZ9 9ZZ", "We do not know this postcode. Check it, or clear it and select an area."),
        ("ZZ 9ZZ99", "Type a whole postcode, such as AB1 2CD."),
    ],
)
def test_a_postcode_that_does_not_exist_says_so_and_stays_on_the_page(
    browser: Browser, settings: Config, typed: str, sentence: str
) -> None:
    page = go_on(browser, begin(browser, where("area", "postcode")), postcode=typed)
    assert page.status == 422
    assert page.text(".govuk-error-summary__list") == [sentence]
    assert page.one("[name='Q1-postcode']")["value"] == typed
    assert page.one("[data-never-kept] [name='Q1-postcode']")
    assert page.text(".govuk-error-message") == [f"Error: {sentence}"]
    assert typed.encode() not in everything(settings)
    page = go_on(browser, page, answer=HEBBLE, postcode="")
    send(browser, page)
    assert detail() == {"area": HEBBLE}


def test_a_postcode_of_another_place_is_somewhere_else(browser: Browser) -> None:
    page = go_on(browser, begin(browser, where("postcode")), postcode="UC9 9ZZ")
    assert "Somewhere else" in page.words


def test_a_postcode_in_the_box_for_words_is_dropped_all_the_same(browser: Browser) -> None:
    page = go_on(browser, begin(browser, where("postcode")), words="UC2 1AA")
    assert "Hebble Bridge" in page.words
    assert "UC2" not in json.dumps(draft())


def test_without_a_look_up_or_shapes_people_still_say_where(browser: Browser) -> None:
    project = project_with_places(postcodes=False, shapes=False)
    page = begin(browser, where("postcode", "point", project=project))
    assert not page.soup.select("[name='Q1-postcode'], [name='Q1-point'], link[href*='map']")
    page = go_on(browser, page, words="By the old mill")
    send(browser, page)
    assert detail() == {}


def test_a_point_finds_its_area(browser: Browser) -> None:
    page = begin(browser, where("point"))
    assert page.soup.select("link[href*='map.'], script[src*='map.']")
    page = go_on(browser, page, point="53.75,-1.95", words="The bench by the weir")
    assert "Toddbrook" in page.words
    send(browser, page)
    assert detail() == {"area": TODD, "point": [53.75, -1.95]}


def test_a_point_outside_every_area_is_somewhere_else(browser: Browser) -> None:
    page = go_on(browser, begin(browser, where("point")), point="51.5,-0.12")
    send(browser, page)
    assert detail() == {"area": "elsewhere", "point": [51.5, -0.12]}


def test_a_point_that_is_none_is_not_taken(browser: Browser) -> None:
    page = go_on(browser, begin(browser, where("point", required=True)), point="here")
    assert page.status == 422
    assert "Mark a point on the map, or write the place in your words." in page.words


def test_a_page_without_a_place_loads_no_map(browser: Browser) -> None:
    page = begin(browser, where("area"))
    assert not page.soup.select("link[href*='map.'], script[src*='map.']")


def test_shapes_go_out_as_our_own_file(browser: Browser) -> None:
    project = project_with_places()
    make.commit()
    shapes = json.loads(browser.get(f"/p/{project.slug}/areas.json").body)
    assert [one["properties"]["name"] for one in shapes["features"]] == ["Hebble Bridge", "Toddbrook"]


# What staff load.


def load(content: bytes, edition: str = "May 2026") -> Any:
    project = project_with_places(postcodes=False, shapes=False)
    return commands.load_postcodes(content, "look-up.csv", project.id, edition, by="system", at=make.NOW)


@pytest.mark.parametrize(
    ("content", "edition", "sentence"),
    [
        (b"", "x", "look-up.csv is empty."),
        (b"\xff\xfe\x00", "x", "not UTF-8"),
        (b"postcode,area_code\n", "x", "no rows under its header"),
        (b"where,area_code\nUC2 1AA,E05999902\n", "x", "row 1: there is no column for a postcode. Call it postcode."),
        (b"postcode,place\nUC2 1AA,E05999902\n", "x", "row 1: there is no column for an area code. Call it area_code."),
        (LOOK_UP, "", "say which edition it is"),
        (b"postcode,area_code\nUC2 1AA,E05000001\n", "x", "none of its area codes is an area of this project"),
        (b'postcode,area_code\n"UC2 1AA,E05999902\n', "x", "not a CSV file that can be read"),
    ],
)
def test_a_look_up_that_cannot_be_read_says_why(app: Flask, content: bytes, edition: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence.replace("(", r"\(")):
        load(content, edition)
    assert db.session.scalar(select(func.count()).select_from(PostcodeArea)) == 0


def test_one_bad_row_of_ten_thousand_is_named_and_nothing_is_taken(app: Flask) -> None:
    rows = [
        f"UC{n % 9 + 1}{n // 676 % 9} {n % 9}{chr(65 + n // 26 % 26)}{chr(65 + n % 26)},{HEBBLE}" for n in range(10_000)
    ]
    rows[7_000] = f"Hebble Bridge,{HEBBLE}"
    with pytest.raises(BadRows) as bad:
        load("\n".join(["postcode,area_code", *dict.fromkeys(rows)]).encode())
    assert len(bad.value.problems) == 1
    assert "“Hebble Bridge” is no whole postcode. Write it as AB1 2CD." in str(bad.value)
    assert db.session.scalar(select(func.count()).select_from(PostcodeArea)) == 0


def test_a_postcode_twice_with_different_areas_is_a_bad_row(app: Flask) -> None:
    with pytest.raises(BadRows, match="row 3: uc2 1aa stands in this file twice with different areas"):
        load(f"postcode,area_code\nUC2 1AA,{HEBBLE}\nuc2 1aa,{TODD}\n".encode())


def test_the_file_of_the_statistics_office_is_understood(app: Flask) -> None:
    content = f"pcds,oslaua25cd,wd25cd,lad25cd\nUC2 1AA,E1,{HEBBLE},E08999999\n".encode()
    assert load(content).taken == 1
    assert db.session.scalars(select(PostcodeArea.area_code)).all() == [HEBBLE]


def test_the_same_look_up_twice_changes_nothing(app: Flask) -> None:
    project = project_with_places(shapes=False)
    events = db.session.scalar(select(func.count()).select_from(EventRow))
    again = commands.load_postcodes(LOOK_UP, "look-up.csv", project.id, "ONSPD May 2026", by="system", at=make.NOW)
    assert (again.read, again.taken) == (3, 0)
    assert db.session.scalar(select(func.count()).select_from(EventRow)) == events
    newer = commands.load_postcodes(LOOK_UP, "look-up.csv", project.id, "ONSPD Aug 2026", by="system", at=make.NOW)
    assert newer.taken == 3
    assert set(db.session.scalars(select(PostcodeArea.edition))) == {"ONSPD Aug 2026"}


BNG = {"type": "Polygon", "coordinates": [[[400000, 425000], [401000, 425000], [401000, 426000], [400000, 425000]]]}
BOW = {"type": "Polygon", "coordinates": [[[-2.1, 53.7], [-2.0, 53.8], [-2.0, 53.7], [-2.1, 53.8], [-2.1, 53.7]]]}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"nothing", "not a GeoJSON file"),
        (b"[" * 100_000, "not a GeoJSON file"),
        (b"[]", "not a GeoJSON FeatureCollection"),
        (b'{"type":"FeatureCollection","features":[]}', "has no shapes"),
        (geojson(E05000001=SQUARE), "none of its shapes carries the code"),
        (geojson(**{HEBBLE: {"type": "Point", "coordinates": [0, 0]}}), "row 1: the shape is no polygon"),
        (geojson(**{HEBBLE: BNG}), "Save the file as WGS84"),
        (geojson(**{HEBBLE: {"type": "Polygon", "coordinates": [[["a", "b"]]]}}), "cannot be read"),
        (geojson(**{HEBBLE: {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}}), "cannot be read"),
        (geojson(**{HEBBLE: {"type": "Polygon", "coordinates": []}}), "no points"),
    ],
)
def test_shapes_that_cannot_be_read_say_why_and_nothing_is_taken(app: Flask, content: bytes, sentence: str) -> None:
    project = project_with_places(postcodes=False, shapes=False)
    with pytest.raises(InputError, match=sentence):
        commands.load_shapes(content, "wards.geojson", project.id, by="system", at=make.NOW)
    assert db.session.scalar(select(func.count()).select_from(Area).where(Area.shape.is_not(None))) == 0


def test_shapes_of_other_areas_are_left_out_and_crossed_ones_made_good(app: Flask) -> None:
    project = project_with_places(postcodes=False, shapes=False)
    report = commands.load_shapes(
        geojson(**{HEBBLE: BOW, "E05000001": SQUARE}), "wards.geojson", project.id, by="system", at=make.NOW
    )
    assert (report.read, report.taken) == (2, 1)
    assert report.notes == ("1 shapes are of other areas and were left out.", "No shape yet: Toddbrook.")
    again = commands.load_shapes(geojson(**{HEBBLE: BOW}), "wards.geojson", project.id, by="system", at=make.NOW)
    assert again.taken == 0


def staff(browser: Browser, project: Project, role: Role = Role.COMMISSIONER) -> None:
    make.sign_in(browser, make.make_person(role, project=project))


def loaded(browser: Browser, project: Project, form: str, content: bytes, **fields: str) -> Page:
    page = browser.get(f"/manage/{project.slug}/questions/places")
    name = form.removeprefix("#form-")
    sent: dict[str, Any] = {f"{name}-file": [(io.BytesIO(content), f"{name}.file")], **fields}
    return browser.submit(page, form, **sent)


def test_staff_load_postcodes_and_shapes_and_see_them(staff_browser: Browser) -> None:
    project = project_with_places(postcodes=False, shapes=False)
    staff(staff_browser, project)
    answer = loaded(staff_browser, project, "#form-postcodes", LOOK_UP, **{"postcodes-edition": "May 2026"})
    assert answer.status == 303
    assert loaded(staff_browser, project, "#form-shapes", geojson(**{HEBBLE: SQUARE})).status == 303
    page = staff_browser.get(f"/manage/{project.slug}/questions/places")
    assert page.text("tbody tr") == ["Hebble Bridge E05999902 1 5 points", "Toddbrook E05999903 1 None yet"]
    assert "Postcodes loaded: 3. Outside the project's areas: 1. Edition: May 2026." in page.words
    assert staff_browser.submit(page, "#forget").status == 303
    assert db.session.scalar(select(func.count()).select_from(PostcodeArea)) == 0


def test_staff_read_row_by_row_what_to_put_right(staff_browser: Browser) -> None:
    project = project_with_places(postcodes=False, shapes=False)
    staff(staff_browser, project)
    content = f"postcode,area_code\n<b>UC2,{HEBBLE}\nUC2 1AA,\n".encode()
    page = loaded(staff_browser, project, "#form-postcodes", content, **{"postcodes-edition": "May 2026"})
    assert page.status == 422
    assert "Row 2: “<b>UC2” is no whole postcode. Write it as AB1 2CD." in page.words
    assert "Row 3: “” is no area code. Write it as E05000001." in page.words
    assert page.one("[name='postcodes-edition']")["value"] == "May 2026"


def test_a_look_up_over_one_megabyte_is_taken(staff_browser: Browser) -> None:
    project = project_with_places(postcodes=False, shapes=False)
    staff(staff_browser, project)
    padded = (
        LOOK_UP.replace(b"postcode,area_code", b"postcode,area_code,note") + b"UC2 1AB,E05999902," + b"x" * 2_000_000
    )
    answer = loaded(staff_browser, project, "#form-postcodes", padded, **{"postcodes-edition": "May 2026"})
    assert answer.status in (303, 422)
    assert answer.status != 413


def test_an_observer_reads_places_and_loads_none(staff_browser: Browser) -> None:
    project = project_with_places()
    staff(staff_browser, project, Role.OBSERVER)
    page = staff_browser.get(f"/manage/{project.slug}/questions/places")
    assert page.status == 200
    assert not page.soup.select("#form-postcodes, #form-shapes, #forget")
