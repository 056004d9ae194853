"""Making, reading, taking and checking a pack, by its pages."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from codesign.core.terms import Edition, JobState, Role
from codesign.extensions import db
from codesign.models import EventRow, Job, Pack, PackFile, Project
from codesign.packs import work
from codesign.packs.work import LEASE, run_waiting_jobs
from codesign.renderers.manifest import verify
from codesign.tallies.inclusion import receipt_mark
from tests.browser import Browser
from tests.feedback.story import Story, make_requirement, make_story
from tests.make import NOW, commit, make_person, make_project, sign_in


@pytest.fixture
def story(app: Any) -> Story:
    return make_story()


def signed_in(browser: Browser, project: Project, role: Role = Role.COMMISSIONER) -> Browser:
    sign_in(browser, make_person(role, project=project))
    return browser


def manage(project: Project, rest: str = "") -> str:
    return f"/manage/{project.slug}/pack{rest}"


def freeze(browser: Browser, project: Project) -> None:
    answer = browser.submit(browser.get(manage(project, "/freeze")), "#freeze")
    assert answer.status == 303


def store_files(pack: Pack, **files: bytes) -> None:
    """Files as the press would have stored them, without the press."""
    for edition in Edition:
        for name, content in files.items():
            content = content + edition.value.encode()
            db.session.add(
                PackFile(
                    pack_id=pack.id, edition=edition, path=f"pack.{name}", media_type="text/html; charset=utf-8",
                    content=content, size=len(content), sha256=hashlib.sha256(content).hexdigest(), made_at=NOW,
                )
            )  # fmt: skip
    commit()


@pytest.fixture
def frozen(staff_browser: Browser, story: Story) -> Pack:
    """A frozen pack with one small file in each edition; the browser is signed in as a commissioner."""
    freeze(signed_in(staff_browser, story.project), story.project)
    pack = db.session.scalars(select(Pack)).one()
    store_files(pack, html=b"<p>Files of ")
    return pack


def test_the_draft_shows_its_pages_with_head_and_foot(staff_browser: Browser, story: Story) -> None:
    browser = signed_in(staff_browser, story.project)
    page = browser.get(manage(story.project))
    assert page.status == 200
    assert "Draft 1" in page.one("#sheet .pack-head:first-child").get_text()
    assert "This is a draft." in page.one("#sheet .shape-sheet-foot").get_text()
    contents = page.links("#sheet .pack-contents a")
    assert len(contents) == 21
    clauses = next(href for href in contents if href.endswith("#section-requirements"))
    assert "Open after work" in browser.get(clauses.split("#")[0]).one("#sheet").get_text()


def test_each_page_of_the_draft_can_be_read_in_both_editions(staff_browser: Browser, story: Story) -> None:
    browser = signed_in(staff_browser, story.project)
    for edition in Edition:
        number = 1
        while True:
            page = browser.get(manage(story.project, f"?for={edition.value}&page={number}"), htmx=True)
            assert page.status == 200
            assert page.one("#sheet")["aria-label"] == f"Preview of page {number}"
            assert page.soup.select("h2"), "each page begins with its own heading"
            if not page.soup.select("#page-after"):
                break
            number += 1
        assert number > 15


@pytest.mark.parametrize("query", ["page=999999", "page=-1", "page=x", "for=nobody", "page=١"])
def test_a_page_that_is_not_there_gives_the_nearest(staff_browser: Browser, story: Story, query: str) -> None:
    assert signed_in(staff_browser, story.project).get(manage(story.project, f"?{query}")).status == 200


def test_a_version_that_is_not_there_is_not_found(staff_browser: Browser, story: Story) -> None:
    assert signed_in(staff_browser, story.project).get(manage(story.project, "?version=7")).status == 404


def test_checks_say_what_is_missing_and_where_to_put_it_right(staff_browser: Browser, story: Story) -> None:
    make_requirement(story.project, "Report every quarter")
    make_story(project=story.project, text="Ring me on 01632 960123.")
    browser = signed_in(staff_browser, story.project)
    page = browser.get(manage(story.project))
    bad = " ".join(page.text("#checks .shape-checks__bad"))
    assert "REQ-002 has no evidence." in bad
    assert "You have not written what this evidence cannot show." in bad
    assert "1 of 2 texts had a phone number" in bad
    assert "Every quote has consent." in page.one("#checks").get_text()
    for href in page.links("#checks a"):
        assert browser.get(href).status == 200, href


def test_freezing_asks_first_and_says_what_it_holds(staff_browser: Browser, story: Story) -> None:
    browser = signed_in(staff_browser, story.project)
    page = browser.get(manage(story.project, "/freeze"))
    assert "Make version 1 of the pack" in page.words
    assert "1 requirement, 1 link to evidence" in page.words
    assert not db.session.scalars(select(Pack)).all()


def test_freezing_twice_with_one_form_freezes_once(staff_browser: Browser, story: Story) -> None:
    browser = signed_in(staff_browser, story.project)
    form = browser.get(manage(story.project, "/freeze"))
    for _ in range(2):
        assert browser.submit(form, "#freeze").location == manage(story.project, "#job")
    assert len(db.session.scalars(select(Pack)).all()) == 1
    assert [job.state for job in db.session.scalars(select(Job))] == [JobState.WAITING]


def test_a_later_freeze_names_the_one_it_replaces(staff_browser: Browser, story: Story) -> None:
    browser = signed_in(staff_browser, story.project)
    freeze(browser, story.project)
    freeze(browser, story.project)
    page = browser.get(manage(story.project))
    refs = [f"EP-{story.project.ref}-v{n}" for n in (2, 1)]
    assert page.text("#job h3") == refs
    assert f"Replaces {refs[1]}." in page.one("#v2").get_text()
    old = browser.get(manage(story.project, "?version=1"))
    assert "Version 1" in old.one("#sheet .pack-head:first-child").get_text()
    assert "/check/" in old.one("#sheet .shape-sheet-foot").get_text()


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ANALYST, Role.FACILITATOR])
def test_only_a_commissioner_freezes(staff_browser: Browser, story: Story, role: Role) -> None:
    browser = signed_in(staff_browser, story.project, role)
    page = browser.get(manage(story.project))
    assert page.status == 200
    assert not page.soup.select("#make")
    assert browser.get(manage(story.project, "/freeze")).status == 403


def test_the_state_of_making_is_asked_for_until_it_is_done(
    staff_browser: Browser, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(staff_browser, story.project)
    freeze(browser, story.project)
    running = browser.get(manage(story.project, "/job"), htmx=True)
    assert running.one("#job")["data-poll-seconds"] == "2"
    assert "Waiting to start" in running.words
    plain = browser.get(manage(story.project, "/job"))
    assert plain.soup.select("noscript meta[http-equiv=refresh]") or 'http-equiv="refresh"' in plain.html
    monkeypatch.setattr(work, "build_edition", lambda *_args, **_more: None)
    assert run_waiting_jobs() == 1
    assert run_waiting_jobs() == 0
    done = browser.get(manage(story.project, "/job"), htmx=True)
    assert not done.one("#job").has_attr("data-poll-url")


def test_a_making_that_fails_says_which_part_and_can_be_tried_again(
    staff_browser: Browser, frozen: Pack, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_project: object, edition: Edition, **_more: object) -> None:
        if edition is Edition.PUBLIC:
            raise ValueError("words of a resident")

    monkeypatch.setattr(work, "build_edition", fails)
    run_waiting_jobs()
    page = staff_browser.get(manage(story.project))
    assert "The public files could not be made." in page.words
    assert "words of a resident" not in page.words
    assert page.soup.select("#v1 .shape-file-list"), "what was made before is still there"
    assert staff_browser.submit(page, "#try-again").status == 303
    assert [job.state for job in db.session.scalars(select(Job).order_by(Job.created_at))] == [
        JobState.FAILED, JobState.WAITING,
    ]  # fmt: skip


def test_a_job_whose_worker_died_is_taken_again(
    staff_browser: Browser, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(signed_in(staff_browser, story.project), story.project)
    job = db.session.scalars(select(Job)).one()
    job.state, job.started_at = JobState.RUNNING, NOW
    commit()
    monkeypatch.setattr(work, "build_edition", lambda *_args, **_more: None)
    assert run_waiting_jobs(at=NOW + LEASE / 2) == 0
    assert run_waiting_jobs(at=NOW + LEASE + timedelta(seconds=1)) == 1


@pytest.mark.slow
def test_both_editions_are_made_and_verify(staff_browser: Browser, story: Story, tmp_path: Path) -> None:
    browser = signed_in(staff_browser, story.project)
    freeze(browser, story.project)
    assert run_waiting_jobs() == 1
    job = db.session.scalars(select(Job)).one()
    assert (job.state, job.error) == (JobState.DONE, "")
    page = browser.get(manage(story.project))
    ref = f"EP-{story.project.ref}-v1"
    for edition in Edition:
        links = [href for href in page.links("#job .shape-file-list a") if f"/{edition.value}/" in href]
        assert len(links) == 8
        whole = browser.get(manage(story.project, f"/{ref}/{edition.value}.zip"))
        place = tmp_path / f"{edition.value}.zip"
        place.write_bytes(whole.body)
        assert verify(place).ok, verify(place).sentences
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(place) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + (b" " if name == "pack.docx" else b""))
    assert verify(changed).changed == ("pack.docx",)


def test_a_file_is_sent_as_a_file_and_nothing_else(staff_browser: Browser, frozen: Pack, story: Story) -> None:
    answer = staff_browser.get(manage(story.project, f"/{frozen.ref}/commissioner/pack.html"))
    assert answer.status == 200
    assert answer.body == b"<p>Files of commissioner"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={frozen.ref}-commissioner-pack.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_who_takes_the_commissioners_edition_is_recorded(staff_browser: Browser, frozen: Pack, story: Story) -> None:
    for path in ("commissioner/pack.html", "commissioner.zip", "public/pack.html"):
        assert staff_browser.get(manage(story.project, f"/{frozen.ref}/{path}")).status == 200
    staff_browser.client.head(manage(story.project, f"/{frozen.ref}/commissioner.zip"))
    events = db.session.scalars(select(EventRow).where(EventRow.kind == "pack_downloaded")).all()
    assert [event.details["path"] for event in events] == ["pack.html", ""]


def test_a_copied_link_opens_nothing_for_anybody_else(
    staff_browser: Browser, browser: Browser, frozen: Pack, story: Story
) -> None:
    link = manage(story.project, f"/{frozen.ref}/commissioner/pack.html")
    fresh = browser.get(link)
    assert fresh.status == 303
    assert fresh.location.startswith("/sign-in")
    sign_in(browser, make_person(Role.COMMISSIONER, project=make_project()))
    assert browser.get(link).status == 404
    other = make_project()
    sign_in(staff_browser, make_person(Role.COMMISSIONER, project=other))
    assert staff_browser.get(manage(other, f"/{frozen.ref}/commissioner/pack.html")).status == 404


@pytest.mark.parametrize(
    "path", ["commissioner/nothing.html", "nobody/pack.html", "commissioner/../pack.html", "nobody.zip"]
)
def test_a_file_that_is_not_there_is_not_found(staff_browser: Browser, frozen: Pack, story: Story, path: str) -> None:
    assert staff_browser.get(manage(story.project, f"/{frozen.ref}/{path}")).status == 404


def test_the_public_edition_opens_when_what_was_heard_is_published(
    browser: Browser, frozen: Pack, story: Story
) -> None:
    links = [f"/p/{story.project.slug}/pack/{frozen.ref}{rest}" for rest in ("/pack.html", ".zip")]
    assert [browser.get(link).status for link in links] == [404, 404]
    db.session.get_one(Project, story.project.id).heard_published_at = NOW
    commit()
    answers = [browser.get(link) for link in links]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].body == b"<p>Files of public"
    assert zipfile.ZipFile(io.BytesIO(answers[1].body)).namelist() == ["pack.html"]
    other = make_project(heard_published_at=NOW)
    commit()
    assert browser.get(f"/p/{other.slug}/pack/{frozen.ref}/pack.html").status == 404


def test_anyone_can_check_a_code_or_a_seal(browser: Browser, frozen: Pack, story: Story) -> None:
    for typed in (frozen.check_code, frozen.seal, f" {frozen.seal[:16].upper()} "):
        answer = browser.submit(browser.get("/check"), "#check", code=typed)
        assert answer.location == f"/check/{frozen.check_code}"
    page = browser.get(f"/check/{frozen.check_code}")
    assert page.status == 200
    assert frozen.seal in page.words
    assert story.project.name in page.words
    assert hashlib.sha256(b"<p>Files of public").hexdigest() in page.words
    assert "/p/" not in " ".join(page.links("main a")), "nothing to download before it is published"


@pytest.mark.parametrize("typed", ["abcdefabcdef", "x", "%%%", "0" * 200, "ää"])
def test_a_code_that_is_no_packs_is_said_and_kept(browser: Browser, frozen: Pack, typed: str) -> None:
    page = browser.submit(browser.get("/check"), "#check", code=typed)
    assert page.status == 422
    assert page.one("#code")["value"] == typed
    assert browser.get("/check/nothing").status == 404


def test_the_check_page_names_the_version_that_replaces_it(staff_browser: Browser, frozen: Pack, story: Story) -> None:
    freeze(staff_browser, story.project)
    page = staff_browser.get(f"/check/{frozen.check_code}")
    assert "There is a newer version." in page.words
    assert f"EP-{story.project.ref}-v2" in page.words


def test_a_project_that_is_not_public_is_not_named_on_the_check_page(
    browser: Browser, frozen: Pack, story: Story
) -> None:
    db.session.get_one(Project, story.project.id).published_at = None
    commit()
    page = browser.get(f"/check/{frozen.check_code}")
    assert page.status == 200
    assert story.project.name not in page.words


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"<p>Files of public", "Nobody has changed it."), (b"changed", "Your file is not in this pack.")],
)
def test_a_file_is_compared_with_the_list(browser: Browser, frozen: Pack, content: bytes, word: str) -> None:
    page = browser.get(f"/check/{frozen.check_code}")
    token = page.one("#compare input[name=csrf_token]")["value"]
    answer = browser.client.post(
        f"/check/{frozen.check_code}",
        data={"csrf_token": token, "file": (io.BytesIO(content), "pack.html")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200
    assert word in answer.get_data(as_text=True)


def test_a_file_larger_than_a_form_may_be_compared(browser: Browser, frozen: Pack) -> None:
    token = browser.get(f"/check/{frozen.check_code}").one("#compare input[name=csrf_token]")["value"]
    answer = browser.client.post(
        f"/check/{frozen.check_code}",
        data={"csrf_token": token, "file": (io.BytesIO(b"x" * 3_000_000), "pack.pdf")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200
    nothing = browser.client.post(f"/check/{frozen.check_code}", data={"csrf_token": token})
    assert nothing.status_code == 422


def test_every_counted_receipt_is_on_the_list_and_cannot_be_read_back(
    browser: Browser, frozen: Pack, story: Story
) -> None:
    answer = browser.get(f"/check/{frozen.check_code}/receipts.txt")
    assert answer.body.decode() == f"{receipt_mark(story.receipt)}\n"
    assert hashlib.sha256(story.receipt.encode()).hexdigest().startswith(receipt_mark(story.receipt))
    assert len(receipt_mark(story.receipt)) == 8
    assert browser.get("/check/nothing/receipts.txt").status == 404


def test_the_program_that_checks_stands_alone(browser: Browser) -> None:
    answer = browser.get("/check/verify.py")
    assert answer.headers["Content-Disposition"] == "attachment; filename=verify.py"
    assert b"codesign" not in b"".join(
        line for line in answer.body.splitlines() if line.startswith((b"import", b"from"))
    )
