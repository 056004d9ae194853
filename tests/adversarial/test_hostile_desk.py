"""What a careless or a hostile person does to the depth of a consultation: forged fields, other people's things, files."""

from __future__ import annotations

import csv
import io
import uuid
import zipfile
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.config import Config
from codesign.consultations.languages import sheets
from codesign.core.codes import digest
from codesign.core.terms import Mode, Role
from codesign.extensions import db
from codesign.models import (
    AnswerChoice,
    Consultation,
    Draft,
    Flag,
    Kiosk,
    Model,
    OutreachTask,
    Project,
    RecordEntry,
    RollEntry,
    Submission,
    Upload,
)
from tests import make
from tests.adversarial.depth import LINK
from tests.adversarial.filled import Filled, fill
from tests.adversarial.hostile import FORMULAS
from tests.adversarial.rows import digests
from tests.browser import Browser
from tests.consultations.asking import address, answer_all, begin, questionnaire, send
from tests.consultations.paper.typing import manage, new_batch, open_form, print_copies, typist
from tests.make import commit, make_person, make_project, sign_in

RUNS = frozenset("=+-@\t\r|%＝＋－＠")


def token_of(browser: Browser) -> str:
    return str(browser.get("/join").one("input[name=csrf_token]")["value"])


# --- forged fields


def test_a_nul_in_any_field_of_paper_and_calls_is_no_crash(app: Flask, browser: Browser) -> None:
    consultation = questionnaire()
    typist(browser, consultation)
    (number,) = print_copies(browser, consultation, 1)
    pile = new_batch(browser, consultation)
    browser.submit(open_form(browser, pile, number), "#entry", Q1="c1")
    token = token_of(browser)
    for path in ("form", "take-out", "number", "send", "receipts", f"compare/{number}", "compare/C1-\x01"):
        for name in ("number", "keying", "language", "missing", "Q1", "Q4", "pick-Q1", "about-age_band", "consent"):
            answer = browser.client.post(
                f"{pile.url}/{path}", data={"csrf_token": token, "number": number, name: "C1-0001\x00-4"}
            )
            assert answer.status_code < 500, (path, name)
    for name in ("language", "started", "mode", "key", "Q1", "Q2", "Q4", "Q6"):
        data = {"csrf_token": token, "mode": "telephone", "key": "k" * 20, "Q1": "c1", name: "a\x00b"}
        assert browser.client.post(manage(consultation, "by-telephone"), data=data).status_code < 500, name


def test_two_values_for_one_choice_are_one_answer_and_odd_numbers_none(browser: Browser) -> None:
    consultation = questionnaire()
    begin(browser, consultation)
    token = token_of(browser)
    ask = address(consultation, "/q/Q1")
    browser.client.post(
        ask,
        data={
            "csrf_token": token,
            "Q1": ["c1", "c2", "c1", "__proto__", "c" * 5000],
            "Q1-version": ["1", "99999", "-1", "1e9"],
            "Q2": "c1",
            "go": ["continue", "clear"],
        },
    )
    draft = db.session.scalars(select(Draft)).one()
    assert draft.answers["Q1"]["values"] == ["c1"]
    assert "Q2" not in draft.answers
    for typed in ("9" * 400, "1e999", "NaN", "Infinity", "-0", "１２", "1_0", "0x10", "\x00", "1" + "0" * 30):
        answer = browser.client.post(
            address(consultation, "/q/Q6"), data={"csrf_token": token, "Q6": typed, "go": "continue"}
        )
        assert answer.status_code in (303, 422), typed
    page = browser.get(address(consultation, "/check"))
    assert send(browser, page, None).status in (303, 422)
    assert db.session.scalar(select(func.count()).select_from(AnswerChoice)) in (0, 1)


def test_a_hundred_thousand_fields_and_other_media_types_are_refused_or_read_and_never_a_crash(
    browser: Browser,
) -> None:
    consultation = questionnaire()
    begin(browser, consultation)
    token, ask = token_of(browser), address(consultation, "/q/Q2")
    many = "&".join([f"csrf_token={token}", "go=continue", *(f"Q2={n}" for n in range(100_000))])
    assert browser.client.post(ask, data=many, content_type="application/x-www-form-urlencoded").status_code in (
        303,
        413,
        422,
    )
    parts = {"csrf_token": token, **{f"Q2-{n}": "x" for n in range(3_000)}}
    assert browser.client.post(ask, data=parts, content_type="multipart/form-data").status_code in (303, 413, 422)
    for kind in (
        "application/json",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "a/b; charset=utf-7",
    ):
        status = browser.client.post(ask, data=b'{"Q2": "c1"}\x00\xff', content_type=kind).status_code
        assert status == 400, (kind, status)  # no token, nothing read


def test_nobody_says_how_when_or_for_whom_they_answer(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation)
    forged = {"mode": "paper", "keyed_by": str(uuid.uuid4()), "invited": "1", "form_number": "C1-0001-4", "state": "x",
              "late": "", "network": "x", "started_at": "2020-01-01", "roll_entry_id": str(uuid.uuid4()), "consent": "public",
              "participant_id": str(uuid.uuid4()), "language": "xx"}  # fmt: skip
    _method, action, values = page.form_values("#send")
    browser.post(action, [*((n, v) for n, v in values if n not in forged), *forged.items()])
    row = db.session.scalars(select(Submission)).one()
    assert row.mode in (Mode.WEB, Mode.PHONE_WEB)
    assert (row.keyed_by_id, row.invited, row.form_number, row.language, row.state_rule) == (
        None,
        False,
        None,
        "en",
        "",
    )


# --- other people's things


OF_A_PROJECT: tuple[tuple[str, type[Model], str, dict[str, str]], ...] = (
    ("ways-in/revoke", RollEntry, "entry", {}),
    ("ways-in/kiosks/end", Kiosk, "kiosk", {}),
    ("record/{id}/take-out", RecordEntry, "", {}),
    ("results/who/task/{id}/done", OutreachTask, "", {"outcome": "Done"}),
    ("results/who/task/{id}/reopen", OutreachTask, "", {}),
)


def test_a_thing_of_another_consultation_or_project_is_not_there(app: Flask) -> None:
    filled = fill(app, pack=False)
    other = make_project()
    own, beside = make.make_consultation(other), make.make_consultation(filled.project)
    insider, outsider = filled.browser(Role.COMMISSIONER), Browser(app)
    sign_in(outsider, make_person(Role.COMMISSIONER, project=other))
    commit()
    before = digests()
    tries = ((outsider, other.slug, own.ref), (insider, filled.slug, beside.ref), (outsider, filled.slug, "C1"))
    for path, model, field, more in OF_A_PROJECT:
        thing = db.session.scalars(select(model)).first()
        assert thing is not None
        for browser, slug, ref in tries:
            data = {"csrf_token": token_of(browser), **({field: thing.id.hex} if field else {}), **more}
            where = f"/manage/{slug}/questions/{ref}/{path.format(id=thing.id)}"
            assert browser.client.post(where, data=data).status_code == 404, where
    after = digests()
    assert {name for name in before if before[name] != after[name]} <= {"staff_session"}


def test_addresses_of_bytes_and_flags_belong_to_one_consultation(app: Flask) -> None:
    filled = fill(app, pack=False)
    other = make_project()
    own, beside = make.make_consultation(other), make.make_consultation(filled.project)
    insider, outsider, resident = filled.browser(Role.COMMISSIONER), Browser(app), Browser(app)
    sign_in(outsider, make_person(Role.COMMISSIONER, project=other))
    cluster = db.session.scalars(select(Flag.cluster)).first()
    uploads = [each.hex for each in db.session.scalars(select(Upload.id))]
    commit()
    assert cluster
    for browser, slug, ref in ((outsider, other.slug, own.ref), (insider, filled.slug, beside.ref)):
        staff = f"/manage/{slug}/questions/{ref}"
        for path in ("flags/" + cluster, "record/documents/DOC1/1", "paper/batches/PB1", "paper/C1-0001-4.pdf",
                     "languages/ur", *(f"file/{each}" for each in uploads)):  # fmt: skip
            assert browser.client.get(f"{staff}/{path}").status_code == 404, path
        for path in ("document/DOC1", "clip/Q1", *(f"picture/{u}" for u in uploads), *(f"file/{u}" for u in uploads)):
            assert resident.client.get(f"/p/{slug}/c/{ref}/{path}").status_code == 404, path
    for upload in uploads:  # only the picture of a choice is a picture
        status = resident.client.get(f"/p/{filled.slug}/c/C1/file/{upload}").status_code
        assert status == 404


def test_a_link_of_one_consultation_opens_no_other(app: Flask) -> None:
    filled = fill(app, pack=False)
    beside, other = make.make_consultation(filled.project), make.make_consultation(make_project())
    commit()
    for consultation in (beside, other):
        browser = Browser(app)
        data = {"csrf_token": token_of(browser), "token": LINK}
        assert browser.client.get(address(consultation, f"/carry-on/link/{LINK}")).status_code == 410
        assert browser.client.post(address(consultation, "/carry-on/link"), data=data).status_code == 422
    held = db.session.scalars(select(Draft.link_digest).where(Draft.link_digest.is_not(None))).all()
    assert held == [digest(LINK)]


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ANALYST])
def test_who_may_not_type_in_answers_types_none(app: Flask, browser: Browser, role: Role) -> None:
    consultation = questionnaire()
    sign_in(browser, make_person(role, project=db.session.get_one(Project, consultation.project_id)))
    data = {"csrf_token": token_of(browser), "mode": "telephone", "key": "k" * 20, "Q1": "c1"}
    for path in ("by-telephone", "paper/print", "paper/batches", "paper/rules"):
        assert browser.client.post(manage(consultation, path), data=data).status_code == 403, path
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 0


# --- files out and in


def test_no_spreadsheet_of_a_consultation_computes_anything(app: Flask, settings: Config) -> None:
    if not settings.sqlite:
        pytest.skip("PostgreSQL does not let the test write words longer than a column")
    filled = fill(app, pack=False)
    _formulas_everywhere(filled)
    browser = filled.browser(Role.COMMISSIONER)
    desk = f"/manage/{filled.slug}/questions/C1"
    files = {}
    for path in ("results/download/csv", "results/download/xlsx", "languages/ur/texts.csv", "languages/ur/texts.xlsx"):
        files[path] = browser.client.get(f"{desk}/{path}")
    page = browser.get(f"{desk}/answers")
    for form in ("csv", "xlsx"):
        for headers in ("1", "3"):
            data = {"csrf_token": token_of(browser), "form": form, "headers": headers, "why": "=1+1"}
            files[f"answers {form} {headers}"] = browser.client.post(f"{desk}/answers/take", data=data)
    assert page.status == 200
    people = "reference,=name\r\n" + "".join(
        f'"{words}{n}","{words}"\r\n'
        for n, words in enumerate(FORMULAS)
        if '"' not in words and "\n" not in words and "\r" not in words
    )
    upload: dict[str, Any] = {"csrf_token": token_of(browser), "file": (io.BytesIO(people.encode()), "people.csv")}
    files["codes csv"] = browser.client.post(f"{desk}/ways-in/list", data=upload)
    for name, answer in files.items():
        assert answer.status_code == 200, name
        if "csv" in name:
            rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
            assert len(rows) > 2, name
            for cell in (cell for row in rows for cell in row):
                number = cell.replace(",", "").replace(".", "", 1).lstrip("+-").isdigit()
                assert not cell or cell[0] not in RUNS or number, (name, cell)
        else:
            load: Any = openpyxl.load_workbook  # type: ignore[attr-defined]
            book = load(io.BytesIO(answer.data))
            cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
            assert len(cells) > 20, name
            assert {cell.data_type for cell in cells} <= {"s", "n"}, name


def _formulas_everywhere(filled: Filled) -> None:
    from tests.adversarial.test_hostile_words import write_everywhere

    clean = [words.replace("\x00", "") for words in FORMULAS]
    assert write_everywhere(clean, 0) > 200


def with_member(member: str, content: bytes) -> bytes:
    """A sheet of translations with one part of it exchanged."""
    good = sheets.as_xlsx([sheets.Row(2, "title", "Have your say", "X")])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, content if part.filename == member else old.read(part))
    return out.getvalue()


LAUGHS = (
    "<!DOCTYPE sst [<!ENTITY a \"ha\">" + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(6))
    + "]><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>&g;</t></si></sst>"
)  # fmt: skip


@pytest.mark.parametrize(
    "part",
    [
        LAUGHS.encode(),
        ("<!--" + "x" * 4000 + "-->" + LAUGHS).encode(),
        ('<?xml version="1.0" encoding="utf-16"?>' + LAUGHS).encode("utf-16"),
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>',
    ],
    ids=["plain", "after a comment", "in utf-16", "a file of ours"],
)
def test_a_sheet_with_entities_of_its_own_is_not_read(part: bytes) -> None:
    with pytest.raises(sheets.BadSheet):
        sheets.read(with_member("xl/sharedStrings.xml", part))


def test_a_sheet_that_unpacks_to_far_more_is_not_unpacked() -> None:
    with pytest.raises(sheets.BadSheet):
        sheets.read(with_member("xl/sharedStrings.xml", b"<sst>" + b" " * (61 * 1024 * 1024) + b"</sst>"))


def test_the_pages_of_a_person_are_kept_by_no_browser(browser: Browser) -> None:
    consultation: Consultation = questionnaire()
    begin(browser, consultation)
    page: Any = answer_all(Browser(browser.client.application), consultation)
    assert page.status == 200
    send(browser, answer_all(browser, consultation), follow=True)
    for rest in ("", "/q/Q1", "/check", "/thanks", "/my-answers.txt", "/my-answers.pdf", "/save", "/carry-on", "/code"):
        kept = browser.client.get(address(consultation, rest)).headers["Cache-Control"]
        assert "no-store" in kept, rest
