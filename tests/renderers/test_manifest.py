"""A published pack cannot be altered unnoticed: every changed, missing and extra file is named (trust.md I1)."""

import inspect
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from codesign.core.terms import Edition
from codesign.renderers import build
from codesign.renderers.manifest import MANIFEST, verify
from tests.renderers.make import make_pack, make_seal

PATHS = ["pack.html", "pack.pdf", "pack.docx", "pack.xlsx", "pack-csv.zip", "pack.json", "pack.schema.json"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for file in build(make_pack(Edition.PUBLIC), make_seal()):
        (folder / file.path).write_bytes(file.content)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "pack"))


def _zip(folder: Path, to: Path) -> Path:
    with zipfile.ZipFile(to, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return to


def test_an_untouched_pack_is_as_it_was_made(folder: Path, tmp_path: Path) -> None:
    for place in (folder, _zip(folder, tmp_path / "pack.zip")):
        found = verify(place)
        assert found.ok
        assert found.seal == make_seal()
        assert found.sentences == (f"All 7 files are as they were made. The seal of the freeze is {make_seal()}.",)


def test_the_manifest_says_what_each_file_is_and_where_it_comes_from(folder: Path) -> None:
    facts = json.loads((folder / MANIFEST).read_bytes())
    assert [entry["path"] for entry in facts["files"]] == sorted(PATHS)
    assert set(facts["files"][0]) == {"path", "bytes", "sha256", "media_type"}
    assert (facts["generator"], facts["disclosure_profile"]) == ("codesign 0.1.0", "nhs_5")
    assert (facts["chain_head"], facts["seal"], facts["edition"]) == ("3f" * 32, make_seal(), "public")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_one_changed_byte_names_its_file(folder: Path, path: str, where: str) -> None:
    content = bytearray((folder / path).read_bytes())
    place = {"first": 0, "middle": len(content) // 2, "last": len(content) - 1}[where]
    content[place] ^= 1
    (folder / path).write_bytes(content)
    found = verify(folder)
    assert (found.ok, found.changed, found.missing, found.extra) == (False, (path,), (), ())
    assert found.sentences == (f"{path} was changed after the pack was made.",)


def test_missing_and_extra_files_are_named(folder: Path, tmp_path: Path) -> None:
    (folder / "pack.pdf").unlink()
    (folder / "later").mkdir()
    (folder / "later" / "note.txt").write_text("added")
    found = verify(folder)
    assert (found.missing, found.extra) == (("pack.pdf",), ("later/note.txt",))
    assert found.sentences == ("pack.pdf is missing.", "later/note.txt is not part of this pack.")


def test_a_manifest_that_was_altered_to_match_is_named(folder: Path) -> None:
    facts = json.loads((folder / MANIFEST).read_bytes())
    facts["supersedes"] = None
    (folder / MANIFEST).write_text(json.dumps(facts, sort_keys=True, ensure_ascii=False, indent=1) + "\n")
    assert verify(folder).changed == (MANIFEST,)


def test_every_single_byte_of_the_manifest_counts(folder: Path) -> None:
    whole = (folder / MANIFEST).read_bytes()
    for place in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[place] ^= 1
        (folder / MANIFEST).write_bytes(changed)
        found = verify(folder)
        assert not found.ok, place
        assert MANIFEST in found.changed, place


def test_one_changed_byte_inside_a_zip_names_its_file(folder: Path, tmp_path: Path) -> None:
    place = _zip(folder, tmp_path / "pack.zip")
    whole = place.read_bytes()
    at = whole.index((folder / "pack.json").read_bytes())
    changed = bytearray(whole)
    changed[at + 40] ^= 1
    place.write_bytes(changed)
    assert verify(place).changed == ("pack.json",)


def test_a_zip_with_any_byte_changed_never_stops_the_check(folder: Path, tmp_path: Path) -> None:
    for path in PATHS[:-1]:
        (folder / path).unlink()
    place = tmp_path / "small.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in sorted(folder.iterdir()):
            archive.write(one, one.name)
    whole = place.read_bytes()
    for at in range(0, len(whole), 11):
        changed = bytearray(whole)
        changed[at] ^= 255
        place.write_bytes(changed)
        assert verify(place).sentences


def test_a_folder_without_a_manifest_cannot_be_compared(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    found = verify(folder)
    assert not found.ok
    assert found.missing == (MANIFEST,)


def test_what_is_no_pack_is_said_in_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"not a zip")
    assert verify(broken).sentences[0].startswith("broken.zip could not be read")
    assert not verify(tmp_path / "nowhere").ok
    (tmp_path / MANIFEST).write_bytes(b"[]")
    assert verify(tmp_path).changed == (MANIFEST,)


def test_a_file_that_stands_twice_in_a_zip_is_refused(folder: Path, tmp_path: Path) -> None:
    place = _zip(folder, tmp_path / "pack.zip")
    with zipfile.ZipFile(place, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("pack.json", b"{}")
    assert not verify(place).ok


def test_the_check_runs_from_one_file_without_the_service(folder: Path, tmp_path: Path) -> None:
    alone = Path(shutil.copy(inspect.getfile(verify), tmp_path / "check_pack.py"))
    command = [sys.executable, "-I", "-S", str(alone), str(folder)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    (folder / "pack.json").write_bytes(b"{}")
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout.strip()) == (1, "pack.json was changed after the pack was made.")
