"""Whatever is changed, lost, moved or put in is named: in the chain of events and in a pack (trust.md I1)."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from codesign.core.chain import Link, next_link, verify
from codesign.core.terms import Edition
from codesign.ledger import stored_links
from codesign.packs.commands import edition_files
from codesign.renderers.manifest import verify as verify_pack
from tests.adversarial.filled import fill

ROOT = Path(__file__).parents[2]
CHANGES: dict[str, Callable[[Link], Link]] = {
    "time": lambda link: replace(link, at=link.at + timedelta(microseconds=1)),
    "kind": lambda link: replace(link, kind=f"{link.kind}s"),
    "project": lambda link: replace(link, project="0" * 32),
    "subject": lambda link: replace(link, subject="idea:0"),
    "actor": lambda link: replace(link, actor="system" if link.actor != "system" else "person:0"),
    "digest": lambda link: replace(link, digest="0" * 64),
    "details": lambda link: replace(link, details={**link.details, "n": 1}),
    "previous": lambda link: replace(link, previous="f" * 64),
    "hash": lambda link: replace(link, hash="0" * 64),
}


@pytest.fixture
def links(app: Flask) -> list[Link]:
    fill(app, pack=False)
    found = list(stored_links())
    assert len(found) > 50
    assert verify(found).ok
    return found


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_event_is_named(links: list[Link], change: Callable[[Link], Link]) -> None:
    for place in (0, 1, len(links) // 2, len(links) - 1):
        verdict = verify([*links[:place], change(links[place]), *links[place + 1 :]])
        assert not verdict.ok
        # A link whose own seal is broken and one that no longer meets its neighbour are the same place.
        assert verdict.broken in {links[place].sequence, links[place].sequence + 1}, place


def test_an_event_changed_and_sealed_again_is_named(links: list[Link]) -> None:
    for place in (0, 7, len(links) - 2):
        old = links[place]
        forged = next_link(
            old.previous, sequence=old.sequence, at=old.at, kind=old.kind, project=old.project, subject=old.subject,
            actor="system", digest=old.digest, details={"forged": 1},
        )  # fmt: skip
        verdict = verify([*links[:place], forged, *links[place + 1 :]])
        assert (verdict.ok, verdict.broken) == (False, old.sequence)


def test_a_lost_event_is_named(links: list[Link]) -> None:
    for place in (0, 9, len(links) - 2):
        verdict = verify([*links[:place], *links[place + 1 :]])
        assert (verdict.ok, verdict.broken) == (False, links[place].sequence)
    assert not verify(links[:-1], head=links[-1].hash).ok


def test_events_that_changed_places_are_named(links: list[Link]) -> None:
    for place in (0, 20, len(links) - 2):
        moved = [*links[:place], links[place + 1], links[place], *links[place + 2 :]]
        verdict = verify(moved)
        assert (verdict.ok, verdict.broken) == (False, links[place].sequence)


def test_an_event_put_in_is_named(links: list[Link]) -> None:
    for place in (1, 20, len(links) - 1):
        old = links[place]
        twice = verify([*links[:place], old, *links[place:]])
        assert (twice.ok, twice.broken) == (False, old.sequence)
        forged = next_link(links[place - 1].hash, sequence=old.sequence, at=old.at, kind="idea_added", actor="system")
        assert not verify([*links[:place], forged, *links[place:]]).ok


@pytest.fixture
def pack(app: Flask, tmp_path: Path) -> Path:
    """The files of a public edition in a folder."""
    filled = fill(app)
    folder = tmp_path / "pack"
    folder.mkdir()
    for path, content in edition_files(filled.project.id, Edition.PUBLIC):
        (folder / path).write_bytes(content)
    assert verify_pack(folder).ok
    return folder


def test_every_byte_that_changes_in_a_pack_names_its_file(pack: Path) -> None:
    for path in sorted(pack.iterdir()):
        content = path.read_bytes()
        for place in (0, len(content) // 2, len(content) - 1):
            path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            found = verify_pack(pack)
            assert not found.ok, (path.name, place)
            assert path.name == "manifest.json" or found.changed == (path.name,), path.name
        path.unlink()
        found = verify_pack(pack)
        assert not found.ok
        assert path.name == "manifest.json" or found.missing == (path.name,)
        path.write_bytes(content)
    (pack / "more.txt").write_text("x")
    assert verify_pack(pack).extra == ("more.txt",)


def run(*call: str, **environment: str) -> tuple[int, str]:
    given = {name: value for name, value in os.environ.items() if not name.startswith(("CODESIGN", "DATABASE"))}
    done = subprocess.run(
        [sys.executable, "-m", "codesign.cli", *call],
        cwd=ROOT,
        env={**given, **environment},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_command_names_what_is_wrong_with_a_pack(pack: Path) -> None:
    folder = str(pack)
    assert run("pack", "verify", folder)[0] == 0
    changed = pack / "pack.json"
    changed.write_bytes(changed.read_bytes().replace(b"hub", b"hob", 1))
    (pack / "pack.docx").unlink()
    (pack / "note.txt").write_text("Read me")
    code, said = run("pack", "verify", folder)
    assert code == 1
    assert all(name in said for name in ("pack.json", "pack.docx", "note.txt"))
    assert "pack.html" not in said


def test_the_command_names_what_is_wrong_with_a_zip(pack: Path, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.zip", tmp_path / "broken.zip"
    for target in (whole, broken):
        with zipfile.ZipFile(target, "w") as archive:
            for path in sorted(pack.iterdir()):
                content = path.read_bytes()
                archive.writestr(
                    path.name, content[:-1] + b" " if target is broken and path.suffix == ".pdf" else content
                )
    assert run("pack", "verify", str(whole))[0] == 0
    code, said = run("pack", "verify", str(broken))
    assert (code, "pack.pdf" in said) == (1, True)
    nonsense = tmp_path / "nonsense.zip"
    nonsense.write_bytes(b"PK\x03\x04 not a zip")
    code, said = run("pack", "verify", str(nonsense))
    assert code in (1, 2)
    assert "Traceback" not in said


@pytest.mark.slow
def test_the_command_names_the_event_that_somebody_changed_in_the_database(tmp_path: Path) -> None:
    here = {"CODESIGN_ENV": "demo", "CODESIGN_INSTANCE": str(tmp_path)}
    assert run("db", "upgrade", **here)[0] == 0
    assert run("project", "new", "A hub", "--organisation", "Council", **here)[0] == 0
    assert run("events", "verify", **here)[0] == 0
    with sqlite3.connect(tmp_path / "codesign.db") as connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET actor = 'nobody' WHERE sequence = 1")
    connection.close()
    code, said = run("events", "verify", **here)
    assert code == 1
    assert "Event 1 was changed" in said
