"""What becomes of files that people send: read apart, made anew, or refused with a reason."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from codesign.core.files import LARGEST_FILE, PROBLEMS, MadeAnew, NotTaken
from codesign.web.uploads import reading
from codesign.web.uploads.reader import without_notes
from codesign.web.uploads.reading import read_file
from tests.consultations import sent_files as files


def made(raw: bytes) -> MadeAnew:
    read = read_file(raw)
    assert isinstance(read, MadeAnew), read
    return read


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_where_and_when_a_photo_was_made_is_left(kind: str) -> None:
    raw = files.photo(kind=kind, telling=True)
    assert files.CANARY in raw
    read = made(raw)
    assert (read.sort, read.media_type) == ("photo", "image/jpeg")
    assert files.CANARY not in read.content
    with Image.open(io.BytesIO(read.content)) as anew:
        assert not anew.getexif()
        assert not {"exif", "xmp", "comment", "photoshop", "icc_profile"} & set(anew.info)
        assert anew.applist == [(mark, note) for mark, note in anew.applist if mark == "APP0"]  # type: ignore[attr-defined]


def test_a_photo_is_turned_as_its_camera_said_and_made_smaller() -> None:
    read = made(files.photo((3000, 1000), turned=True))
    assert (read.width, read.height) == (667, 2000)


def test_a_picture_that_can_be_seen_through_stands_on_white() -> None:
    raw = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(raw, "PNG")
    with Image.open(io.BytesIO(made(raw.getvalue()).content)) as anew:
        assert anew.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_photos_of_every_colour_space_are_taken(mode: str) -> None:
    raw = io.BytesIO()
    Image.new(mode, (30, 20)).save(raw, "JPEG" if mode == "CMYK" else "PNG")
    assert made(raw.getvalue()).width == 30


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"\x00" * 500, "empty"),
        (files.SVG, "not_known"),
        (files.HTML, "not_known"),
        (b"GIF89a" + b"\x01" * 60, "not_known"),
        (b"PK\x03\x04" + b"\x01" * 60, "not_known"),
        (b"\xff\xd8\xff" + files.HTML * 20, "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\x01" * 60, "broken"),
        (files.photo()[:3000], "broken"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x01" * 60, "heic"),
        (files.pixel_bomb(), "too_many_dots"),
        (b"%PDF-1.7\nnothing here", "broken"),
        (files.document(password="secret"), "locked"),
        (files.document(101), "too_long"),
        (b"\xff\xd8\xff" + b"\x01" * LARGEST_FILE, "too_big"),
    ],
    ids=["nothing", "zeros", "svg", "html", "gif", "zip", "html as jpeg", "not really png", "half a photo", "heic",
         "bomb", "empty pdf", "locked pdf", "long pdf", "too big"],
)  # fmt: skip
def test_what_cannot_be_taken_says_why(raw: bytes, code: str) -> None:
    assert read_file(raw) == NotTaken(code)
    assert str(PROBLEMS[code])


def test_a_document_keeps_its_pages_and_loses_what_it_tells_and_does() -> None:
    raw = files.document(telling=True)
    assert files.CANARY in raw or files.CANARY in files.unpacked(raw)
    read = made(raw)
    assert (read.sort, read.media_type) == ("document", "application/pdf")
    whole = files.unpacked(read.content)
    assert files.CANARY not in whole
    for mark in (b"JavaScript", b"/JS", b"EmbeddedFile", b"/OpenAction", b"/Annots", b"/Metadata", b"/AcroForm"):
        assert mark not in whole
    with pikepdf.open(io.BytesIO(read.content)) as anew:
        assert len(anew.pages) == 1
        picture = anew.pages[0].Resources.XObject.Im0.read_raw_bytes()
        with Image.open(io.BytesIO(picture)) as inside:
            assert inside.size == (640, 480)


def test_a_jpeg_without_notes_shows_the_same() -> None:
    raw = files.photo(telling=True)
    with Image.open(io.BytesIO(raw)) as before, Image.open(io.BytesIO(without_notes(raw))) as after:
        assert before.tobytes() == after.tobytes()
        assert not after.getexif()


def test_a_reader_that_takes_too_long_or_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time\nwhile True: time.sleep(1)\n", encoding="utf-8")
    monkeypatch.setattr(reading, "_READER", slow)
    assert read_file(files.photo(), seconds=1) == NotTaken("too_hard")
    monkeypatch.undo()
    assert read_file(files.photo((4000, 4000), "PNG")[:LARGEST_FILE], memory=60 * 1024 * 1024) == NotTaken("too_hard")


def test_the_reader_knows_none_of_our_settings() -> None:
    """It starts isolated, with no environment, and brings nothing of ours."""
    source = (Path(reading.__file__).with_name("reader.py")).read_text(encoding="utf-8")
    assert "codesign" not in source
    seen = subprocess.run(
        [sys.executable, "-I", "-c", "import os; print(sorted(os.environ))"],
        env={},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "CODESIGN" not in seen.stdout
