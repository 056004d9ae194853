"""Staff take a board away and bring one in on the page "In and out"."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from codesign.core.terms import Role, UploadPurpose
from codesign.extensions import db
from codesign.ideas.exchange.waiting import clear_waiting
from codesign.models import EventRow, Idea, IdeaBoard, Project, Upload
from tests.browser import Browser, Page
from tests.make import NOW, commit, make_board, make_idea, make_person, make_project, sign_in


def signed_in(browser: Browser, role: Role = Role.COMMISSIONER) -> Project:
    project = make_project()
    sign_in(browser, make_person(role, project=project))
    return project


def page_of(browser: Browser, board: IdeaBoard, project: Project) -> Page:
    return browser.get(f"/manage/{project.slug}/ideas/{board.ref}/in-and-out")


def take(browser: Browser, page: Page, edition: str, typed: dict[str, Any]) -> Page:
    fields: Any = typed
    return browser.submit(page, f"#take-{edition}", **fields)


def send(browser: Browser, project: Project, *, title: str = "", **files: tuple[str, bytes]) -> Page:
    address = f"/manage/{project.slug}/ideas/bring-in"
    _method, action, values = browser.get(address).form_values("#bring-form")
    data: dict[str, Any] = {**dict(values), "title": title}
    data |= {name: (io.BytesIO(content), own) for name, (own, content) in files.items()}
    return Page(browser.client.post(action, data=data, content_type="multipart/form-data"), action)


BOARD = json.dumps({
    "board": {"title": "From elsewhere"},
    "ideas": [{"idea": "I-0001", "title": "More benches", "words": "On the hill"}, {"idea": "I-0002", "title": "Light"}],
    "replies": [{"reply": "a", "idea": "I-0001", "words": "Yes"}],
}).encode()  # fmt: skip


def test_each_edition_is_taken_with_one_press_and_the_record_says_so(browser: Browser) -> None:
    project = signed_in(browser)
    board = make_board(project)
    make_idea(board)
    page = page_of(browser, board, project)
    assert page.text("main h2") == ["Public edition", "Commissioner edition", "Whole copy", "Bring a board in"]
    assert page.text(".shape-tabs a[aria-current=page]") == ["In and out"]
    public = browser.submit(page, "#take-public")
    assert (public.status, public.headers["Content-Type"]) == (200, "application/zip")
    assert public.headers["Content-Disposition"] == f"attachment; filename={board.ref}-public.zip"
    assert "ideas.csv" in zipfile.ZipFile(io.BytesIO(public.body)).namelist()
    staff = take(browser, page, "commissioner", {"commissioner-form": "json", "commissioner-why": "To code it"})
    assert json.loads(staff.body)["board"]["edition"] == "commissioner"
    whole = take(browser, page, "whole", {"whole-form": "polis", "whole-why": "To compare"})
    assert "comments.csv" in zipfile.ZipFile(io.BytesIO(whole.body)).namelist()
    events = db.session.scalars(select(EventRow).where(EventRow.kind == "board_taken").order_by(EventRow.sequence))
    assert [(event.details["edition"], event.details["why"]) for event in events] == [
        ("public", ""), ("commissioner", "To code it"), ("whole", "To compare"),
    ]  # fmt: skip


def test_a_copy_for_staff_needs_a_reason(browser: Browser) -> None:
    project = signed_in(browser)
    page = page_of(browser, make_board(project), project)
    refused = take(browser, page, "whole", {"whole-why": " "})
    assert refused.status == 422
    assert "Say what the file is for. It is kept with your name." in refused.words
    assert len(refused.soup.select(".govuk-error-summary")) == 1


def test_who_may_take_what(browser: Browser) -> None:
    for role, allowed in (
        (Role.OBSERVER, {"take-public"}),
        (Role.ANALYST, {"take-public", "take-commissioner"}),
        (Role.COMMISSIONER, {"take-public", "take-commissioner", "take-whole"}),
    ):
        project = signed_in(browser, role)
        board = make_board(project)
        page = page_of(browser, board, project)
        assert {str(form["id"]) for form in page.soup.select("form[id^=take]")} == allowed
        token = page.form_values("#take-public")[2]
        for edition in ("commissioner", "whole"):
            answer = browser.post(
                page.url + f"/{edition}", [*token, (f"{edition}-why", "x"), (f"{edition}-form", "csv")]
            )
            assert answer.status == (200 if f"take-{edition}" in allowed else 403)


def test_the_schema_stands_beside_the_document(browser: Browser) -> None:
    project = signed_in(browser)
    page = page_of(browser, make_board(project), project)
    schemas = [link for link in page.links("main details a") if link.endswith("/schema")]
    assert len(schemas) == 3
    for link in schemas:
        assert json.loads(browser.get(link).body)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_file_is_looked_at_first_and_then_brought_in(browser: Browser) -> None:
    project = signed_in(browser)
    sent = send(browser, project, title="Old ideas", file=("board.json", BOARD))
    assert sent.status == 303
    looked = browser.get(sent.location)
    assert looked.text("main h2")[0] == "Old ideas"
    assert looked.text("#found td") == ["2: 2 shown", "1: 1 shown", "3"]
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 0, "looking changes nothing"
    done = browser.submit(looked, "#bring-in")
    assert done.status == 303
    page = browser.get(done.location)
    assert (page.text("h1"), "Board B1 is brought in." in page.words) == (["Old ideas"], True)
    board = db.session.scalars(select(IdeaBoard)).one()
    assert (board.state, db.session.scalar(select(func.count()).select_from(Upload))) == ("closed", 0)
    resident = browser.get(f"/p/{project.slug}/ideas/B1/I-0001", follow=True)
    assert "On the hill" in resident.words
    assert "More benches" in browser.get(f"/p/{project.slug}/ideas/B1", follow=True).words

    again = browser.get(send(browser, project, file=("board.json", BOARD)).location)
    twice = browser.submit(again, "#bring-in")
    assert "This file is here already as board B1. Nothing was changed." in browser.get(twice.location).words


def test_a_file_that_is_left_is_forgotten(browser: Browser) -> None:
    project = signed_in(browser)
    looked = browser.get(send(browser, project, file=("board.json", BOARD)).location)
    assert browser.submit(looked, "#leave").status == 303
    assert browser.get(looked.url).status == 404
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 0


def test_a_file_that_nobody_decided_about_goes_after_a_day(browser: Browser) -> None:
    project = signed_in(browser)
    send(browser, project, file=("board.json", BOARD))
    row = db.session.scalars(select(Upload)).one()
    assert row.purpose is UploadPurpose.BOARD
    assert (clear_waiting(at=row.created_at + timedelta(hours=23)), clear_waiting(at=NOW + timedelta(days=2))) == (0, 1)


def test_a_file_waits_for_its_own_project_only(app: Flask, browser: Browser) -> None:
    project = signed_in(browser)
    address = send(browser, project, file=("board.json", BOARD)).location
    other = signed_in(browser)
    assert browser.get(address.replace(project.slug, other.slug)).status == 404


def test_a_wrong_file_is_answered_with_a_sentence_and_what_was_typed_stays(browser: Browser) -> None:
    project = signed_in(browser)
    bad = send(browser, project, title="Kept", file=("x.csv", b"a\n1\n"))
    assert bad.status == 422
    assert "There is no board.csv among x.csv, and no map." in bad.text(".govuk-error-summary li")[0]
    assert bad.one("#title")["value"] == "Kept"
    nothing = send(browser, project)
    assert nothing.text(".govuk-error-summary li") == ["Choose a zip, JSON or CSV file."]
    large = send(browser, project, file=("large.csv", b"x" * (10 * 1024 * 1024 + 1)))
    assert "This file is larger than 10 MB." in large.words


def test_other_layouts_come_in_with_a_map(browser: Browser) -> None:
    project = signed_in(browser)
    plan = {
        "title": "Other",
        "ideas": {"file": "x.csv", "id": "n", "title": "t", "at": {"columns": ["d"], "format": "%Y"}},
    }
    sent = send(
        browser, project, file=("x.csv", b"n,t,d,c\n1,Bench,2019,red\n"), map=("m.json", json.dumps(plan).encode())
    )
    looked = browser.get(sent.location)
    assert "go out again with a whole copy: c." in looked.words
    assert browser.submit(looked, "#bring-in").status == 303
    assert db.session.scalars(select(Idea.extra)).one() == {"c": "red"}


def test_the_command_line_says_what_came_in_and_writes_whole_files(app: Flask, tmp_path: Any, monkeypatch: Any) -> None:
    from codesign import cli

    project = make_project()
    slug = project.slug
    commit()

    class Here:
        def __enter__(self) -> Flask:
            return app

        def __exit__(self, *_error: object) -> None:
            return None

    monkeypatch.setattr(cli, "_app", lambda **_options: Here())
    (tmp_path / "board.json").write_bytes(BOARD)
    arguments = ["ideas", "import", str(tmp_path / "board.json"), "--project", slug]
    looked = CliRunner().invoke(cli.main, [*arguments, "--look"])
    assert (looked.exit_code, looked.output.splitlines()[0]) == (0, "2 ideas: 2 published.")
    brought = CliRunner().invoke(cli.main, arguments)
    assert (brought.exit_code, brought.output.splitlines()[0]) == (0, "Board B1: 3 rows read and taken.")
    again = CliRunner().invoke(cli.main, arguments)
    assert again.output == "This is already here as board B1. Nothing was changed.\n"
    out = tmp_path / "b1.zip"
    arguments = ["ideas", "export", "B1", "--project", slug, "--edition", "whole", "--out", str(out)]
    refused = CliRunner().invoke(cli.main, arguments)
    assert (refused.exit_code, refused.output) == (2, "Say what the file is for. It is kept with your name.\n")
    assert CliRunner().invoke(cli.main, [*arguments, "--why", "Moving"]).exit_code == 0
    assert zipfile.ZipFile(out).testzip() is None
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
    nobody = CliRunner().invoke(cli.main, ["ideas", "import", str(out), "--project", slug, "--by", "x@y.example"])
    assert nobody.exit_code == 2
    assert "There is nobody with the address 'x@y.example'" in nobody.output
