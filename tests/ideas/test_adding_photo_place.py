"""The photo and the place of an idea: asked for, made anew, shown to whom they may be, and gone when taken back."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from codesign.core.files import Shown
from codesign.core.terms import ModerationReason, Role, Standing, UploadPurpose
from codesign.extensions import db
from codesign.ideas import drafts
from codesign.ledger import files as kept_files
from codesign.ledger import withdraw_words
from codesign.models import Area, Idea, IdeaBoard, IdeaDraft, IdeaTerm, Project, Upload
from codesign.web.uploads import arriving
from codesign.web.uploads.small import CARD, on_card
from tests import make
from tests.browser import Browser, Page
from tests.consultations import sent_files as files
from tests.ideas.test_adding import walk
from tests.ideas.test_board import address

PHOTO = files.photo(telling=True)
ALT = "An empty bench under a tree"
SQUARE = {"type": "Polygon", "coordinates": [[[-2.1, 53.7], [-2.0, 53.7], [-2.0, 53.8], [-2.1, 53.8], [-2.1, 53.7]]]}


@pytest.fixture(autouse=True)
def room_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "FREE_SHARE", 0.0)


def board_with(**fields: Any) -> IdeaBoard:
    board = make.make_board(**fields)
    make.commit()
    return board


def with_areas(*, drawn: bool = True) -> IdeaBoard:
    project = make.make_project()
    for number, name in enumerate(("Netherton", "Overton")):
        shape = SQUARE if drawn and not number else None
        db.session.add(Area(project_id=project.id, code=f"E0500000{number}", name=name, shape=shape))
    return board_with(project=project, asks_place=True, takes_photos=False)


def begin(browser: Browser, board: IdeaBoard, page: str) -> Page:
    browser.submit(browser.get(address(board, "/add")), "#add", title="More benches")
    return browser.get(address(board, f"/add/{page}"))


def raw(content: bytes, name: str = "IMG_1234.jpg") -> list[Any]:
    return [(io.BytesIO(content), name)]


def tell(browser: Browser, page: Page, point: str, **fields: Any) -> Page:
    """Send the page of the place with a point."""
    return browser.submit(page, "#add", **{"place-point": point, **fields})


def uploads() -> list[Upload]:
    return list(db.session.scalars(select(Upload).order_by(Upload.created_at, Upload.id)))


def add(browser: Browser, board: IdeaBoard) -> Idea:
    """An idea with a photo, sent."""
    browser.submit(begin(browser, board, "photo"), "#add", photo=raw(PHOTO), alt=ALT)
    browser.submit(browser.get(address(board, "/add/shown")), "#add", shown_as="nothing")
    browser.submit(browser.get(address(board, "/add/use")), "#add", consent="public")
    assert browser.submit(browser.get(address(board, "/add/check")), "#send").status == 303
    return db.session.scalars(select(Idea)).one()


def test_a_photo_is_made_anew_and_stands_on_the_check_page(browser: Browser) -> None:
    board = board_with()
    page = begin(browser, board, "photo")
    assert "Do not show faces without asking." in page.words
    sent = browser.submit(page, "#add", photo=raw(PHOTO), alt=ALT)
    assert sent.location == address(board, "/add/shown")
    kept = uploads()[0]
    assert (kept.purpose, kept.media_type, kept.alt) == (UploadPurpose.IDEA, "image/jpeg", ALT)
    assert files.CANARY not in kept.content
    assert kept.content != PHOTO
    page = browser.get(address(board, "/add/photo"))
    shown = browser.get(str(page.one("#kept img")["src"]))
    assert (shown.status, shown.body) == (200, kept.content)
    assert shown.headers["Cache-Control"] == "no-store, private"
    assert page.one("#alt")["value"] == ALT


def test_nobody_else_sees_the_photo_of_an_idea_not_yet_sent(app: Flask, browser: Browser) -> None:
    board = board_with()
    browser.submit(begin(browser, board, "photo"), "#add", photo=raw(PHOTO), alt=ALT)
    for other in (Browser(app), browser):
        answer = other.get(address(board, "/add/photo/file"))
        assert answer.status == (200 if other is browser else 404)


def test_a_photo_can_be_left_out_and_taken_out_again(browser: Browser) -> None:
    board = board_with()
    page = begin(browser, board, "photo")
    assert browser.submit(page, "#add").location == address(board, "/add/shown")
    browser.submit(page, "#add", photo=raw(PHOTO), alt=ALT)
    page = browser.get(address(board, "/add/photo"))
    page = browser.submit(page, "#add", button=("go", "out"), follow=True)
    assert "Your photo is out." in page.words
    assert not page.soup.select("#kept")
    assert uploads() == []


def test_another_photo_takes_the_place_of_the_first_which_is_deleted(browser: Browser) -> None:
    board = board_with()
    page = begin(browser, board, "photo")
    browser.submit(page, "#add", photo=raw(PHOTO), alt=ALT)
    browser.submit(page, "#add", photo=raw(files.photo((300, 200))), alt="The same bench")
    assert [(kept.width, kept.alt) for kept in uploads()] == [(300, "The same bench")]


def test_a_photo_without_words_is_kept_and_its_words_are_asked_for(browser: Browser) -> None:
    board = board_with()
    page = browser.submit(begin(browser, board, "photo"), "#add", photo=raw(PHOTO), follow=True)
    assert page.text(".govuk-error-summary li") == ["Say what is in the photo, for people who cannot see it"]
    assert page.soup.select("#kept img")
    assert browser.get(address(board, "/add/check")).location == address(board, "/add/photo") + "?look=1"
    again = browser.submit(page, "#add", alt="  ")
    assert again.status == 422
    assert browser.submit(page, "#add", alt=ALT).location == address(board, "/add/shown")


def test_words_without_a_photo_are_kept_and_the_photo_asked_for(browser: Browser) -> None:
    page = browser.submit(begin(browser, board_with(), "photo"), "#add", alt=ALT)
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == ["Choose a photo, or clear the words to go on without one."]
    assert page.one("#alt")["value"] == ALT


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 200


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (SVG, "bench.svg", "This is not a photo that we can read. Choose a JPEG, PNG or WebP file."),
        (SVG, "bench.jpg", "This is not a photo that we can read. Choose a JPEG, PNG or WebP file."),
        (files.document(telling=True), "bench.jpg", "This is not a photo that we can read."),
        (HEIC, "IMG_1.HEIC", "We cannot read this kind of photo (HEIC)."),
        (b"x" * (10 * 1024 * 1024 + 1), "bench.jpg", "This file is over 10 MB."),
        (files.pixel_bomb(), "bench.png", "This photo has over 40 million dots."),
        (b"", "bench.jpg", "This file is empty. Choose another one."),
        (b"\xff\xd8\xff\xe0junk", "bench.jpg", "This file is damaged, so we cannot open it."),
    ],
)
def test_a_file_that_is_no_photo_is_refused_in_a_clear_sentence(
    browser: Browser, content: bytes, name: str, said: str
) -> None:
    page = browser.submit(begin(browser, board_with(), "photo"), "#add", photo=raw(content, name), alt=ALT)
    assert page.status == 422
    assert page.text(".govuk-error-summary li")[0].startswith(said)
    assert page.one("#alt")["value"] == ALT
    assert uploads() == []


def test_a_project_that_holds_too_much_takes_no_photo(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "MOST_IN_A_PROJECT", 1000)
    page = browser.submit(begin(browser, board_with(), "photo"), "#add", photo=raw(PHOTO), alt=ALT)
    assert (page.status, page.text(".govuk-error-summary li")) == (
        422, ["We cannot take more files now. Tell us in words what your file shows."],
    )  # fmt: skip


def test_a_board_without_photos_has_no_page_for_one(browser: Browser) -> None:
    board = board_with(takes_photos=False)
    assert begin(browser, board, "photo").status == 404
    assert begin(browser, board, "place").status == 404


def test_a_published_photo_goes_out_to_everybody_and_is_kept_by_its_digest(app: Flask, browser: Browser) -> None:
    board = board_with()
    idea = add(browser, board)
    kept = uploads()[0]
    reader = Browser(app)
    url = address(board, f"/{idea.ref}/photo")
    plain = reader.get(url)
    assert (plain.status, plain.body) == (200, kept.content)
    assert plain.headers["Cache-Control"] == "private, no-cache"
    assert plain.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in plain.headers["Content-Security-Policy"]
    assert plain.headers["Content-Disposition"].startswith("inline")
    assert "immutable" in reader.get(f"{url}?v={kept.sha256[:16]}").headers["Cache-Control"]
    assert "immutable" not in reader.get(f"{url}?v={'0' * 16}").headers["Cache-Control"]
    assert reader.get(url, headers={"If-None-Match": plain.headers["ETag"]}).status == 304


@pytest.mark.parametrize("standing", [Standing.WAITING, Standing.HIDDEN])
def test_the_photo_of_words_that_others_may_not_read_is_for_its_author_and_moderators(
    app: Flask, browser: Browser, standing: Standing
) -> None:
    board = board_with()
    idea = add(browser, board)
    idea.contribution.standing = standing
    idea.contribution.moderation_reason = ModerationReason.PERSONAL_DATA if standing is Standing.HIDDEN else None
    moderator = Browser(app)
    project = db.session.get_one(Project, board.project_id)
    make.sign_in(moderator, make.make_person(Role.FACILITATOR, project=project))
    url = address(board, f"/{idea.ref}/photo?v={uploads()[0].sha256[:16]}")
    make.commit()
    assert Browser(app).get(url).status == 404
    for reader in (browser, moderator):
        seen = reader.get(url)
        assert (seen.status, seen.headers["Cache-Control"]) == (200, "no-store, private")
    other = make.make_board()
    make.commit()
    assert browser.get(address(other, f"/{idea.ref}/photo")).status == 404


def test_an_idea_taken_back_takes_its_photo_place_and_terms_with_it(app: Flask, browser: Browser) -> None:
    board = board_with(asks_place=False)
    idea = add(browser, board)
    idea.place_words, idea.latitude, idea.longitude = "By the lock", Decimal("53.75"), Decimal("-2.05")
    url = address(board, f"/{idea.ref}/photo")
    withdraw_words(idea.contribution, by="someone", at=make.NOW)
    make.commit()
    assert not any((idea.title, idea.photo_id, idea.place_words, idea.latitude, idea.longitude))
    kept = uploads()[0]
    assert (kept.content, kept.alt, kept.size, kept.sha256) == (b"", "", 0, "")
    assert db.session.scalar(select(func.count()).select_from(IdeaTerm)) == 0
    for reader in (browser, Browser(app)):
        assert reader.get(url).status == 404


def test_a_place_is_an_area_of_the_list(browser: Browser) -> None:
    board = with_areas()
    page = begin(browser, board, "place")
    assert page.text(".govuk-radios__label") == ["Hebble Bridge", "Netherton", "Overton", "No area"]
    sent = browser.submit(page, "#add", area="E05000001", words="By the lock")
    assert sent.location == address(board, "/add/shown")
    draft = db.session.scalars(select(IdeaDraft)).one()
    area = db.session.get_one(Area, draft.area_id)
    assert (area.name, draft.place_words, draft.latitude) == ("Overton", "By the lock", None)
    page = browser.get(address(board, "/add/place"))
    assert page.one("input[name=area][checked]")["value"] == "E05000001"


def test_a_point_is_rounded_to_four_decimals_and_says_its_area(browser: Browser) -> None:
    board = with_areas()
    page = begin(browser, board, "place")
    tell(browser, page, "53.74125678,-2.05129999", area="E05000001")
    draft = db.session.scalars(select(IdeaDraft)).one()
    assert (draft.latitude, draft.longitude) == (Decimal("53.7413"), Decimal("-2.0513"))
    assert db.session.get_one(Area, draft.area_id).name == "Netherton"
    assert browser.get(address(board, "/add/place")).one("#place-point")["value"] == "53.7413,-2.0513"
    tell(browser, page, "51.5,-0.12")
    draft = db.session.scalars(select(IdeaDraft)).one()
    assert (draft.area_id, draft.latitude) == (None, Decimal("51.5"))


def test_a_place_can_be_left_out_but_its_page_is_not_passed_by(browser: Browser) -> None:
    board = with_areas()
    begin(browser, board, "place")
    assert browser.get(address(board, "/add/check")).location == address(board, "/add/place")
    page = browser.submit(browser.get(address(board, "/add/place")), "#add", follow=True)
    assert page.text("h1") == ["How shall we show you?"]
    assert browser.get(address(board, "/add/check")).location == address(board, "/add/shown")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"place-point": "nowhere"}, "Mark the point on the map again, or choose an area."),
        ({"place-point": "99,0"}, "Mark the point on the map again, or choose an area."),
        ({"words": "x" * 121}, "Make this 120 characters or fewer."),
    ],
)
def test_a_place_that_is_none_is_refused_and_words_are_kept(
    browser: Browser, fields: dict[str, Any], said: str
) -> None:
    page = begin(browser, with_areas(), "place")
    page = browser.submit(page, "#add", **{"words": "By the lock", **fields})
    assert (page.status, page.text(".govuk-error-summary li")) == (422, [said])
    assert page.one("#words")["value"] == fields.get("words", "By the lock")


def test_an_area_of_another_project_is_no_area(browser: Browser) -> None:
    with_areas()
    board = with_areas()
    db.session.add(Area(project_id=make.make_project().id, code="E05000009", name="Elsewhere"))
    make.commit()
    page = begin(browser, board, "place")
    assert browser.submit(page, "#add", area="E05000009").status == 303
    assert db.session.scalars(select(IdeaDraft.area_id)).one() is None


def test_the_map_stands_there_only_where_areas_have_shapes(browser: Browser) -> None:
    assert begin(browser, with_areas(), "place").soup.select("[data-map]")
    assert not begin(browser, with_areas(drawn=False), "place").soup.select("[data-map]")


def test_the_idea_sent_has_its_place_and_the_check_page_says_it(browser: Browser) -> None:
    board = with_areas()
    page = begin(browser, board, "place")
    tell(browser, page, "53.7412,-2.0513", words="By the lock")
    browser.submit(browser.get(address(board, "/add/shown")), "#add", shown_as="nothing")
    page = browser.submit(browser.get(address(board, "/add/use")), "#add", consent="public", follow=True)
    assert "Netherton By the lock A point on the map" in page.text("dd")
    browser.submit(page, "#send")
    idea = db.session.scalars(select(Idea)).one()
    assert (idea.place_words, idea.latitude) == ("By the lock", Decimal("53.7412"))
    assert db.session.get_one(Area, idea.area_id).name == "Netherton"


def test_what_the_place_and_the_photo_say_is_looked_at_like_other_words(browser: Browser) -> None:
    board = with_areas()
    begin(browser, board, "place")
    browser.submit(browser.get(address(board, "/add/place")), "#add", words="Ring me on 01632 960123")
    browser.submit(browser.get(address(board, "/add/shown")), "#add", shown_as="nothing")
    page = browser.submit(browser.get(address(board, "/add/use")), "#add", consent="public", follow=True)
    browser.submit(page, "#send")
    assert db.session.scalars(select(Idea)).one().contribution.standing is Standing.WAITING


def test_old_drafts_go_with_their_photos_and_nothing_that_is_named_goes(app: Flask, browser: Browser) -> None:
    board = board_with()
    add(browser, board)
    other = Browser(app)
    other.submit(begin(other, board, "photo"), "#add", photo=raw(files.photo((200, 200))), alt="Two")
    assert drafts.clear_old_ideas(at=uploads()[1].created_at + drafts.KEPT_UNNAMED) == 0
    assert drafts.clear_old_ideas(at=uploads()[1].created_at + drafts.DRAFT_KEPT + timedelta(hours=1)) == 2
    assert [kept.alt for kept in uploads()] == [ALT]
    assert db.session.scalars(select(Idea)).one().photo_id == uploads()[0].id


def test_a_photo_turned_by_its_camera_comes_out_upright(browser: Browser) -> None:
    board = board_with()
    browser.submit(begin(browser, board, "photo"), "#add", photo=raw(files.photo((400, 200), turned=True)), alt=ALT)
    assert Image.open(io.BytesIO(uploads()[0].content)).size == (200, 400)


def test_the_whole_way_with_everything_is_seven_pages(browser: Browser) -> None:
    board = with_areas()
    board.takes_photos = True
    make.commit()
    page = walk(browser, board)
    assert page.text(".shape-progress__words span")[0] == "Step 7 of 7"


def test_a_card_gets_a_picture_of_a_few_kilobytes() -> None:
    noise = Image.effect_noise((2000, 1500), 60).convert("RGB")
    kept = io.BytesIO()
    noise.save(kept, "JPEG", quality=82)
    small = on_card(Shown(content=kept.getvalue(), media_type="image/jpeg", name="photo.jpg", etag="abc"))
    with Image.open(io.BytesIO(small.content)) as card:
        assert card.size == CARD
    assert len(kept.getvalue()) > 500_000
    assert len(small.content) < 80_000  # noise, the worst a photo can be
    assert small.etag != "abc"
