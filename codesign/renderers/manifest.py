"""The list of every file of a build with its sha256, and the check that nothing was changed. Standard library only.

`python manifest.py FOLDER_OR_ZIP` checks a pack with this one file and nothing else: no database, no network.
"""

import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
FORMAT = "codesign-pack-manifest/1"
SAME_NAME_TWICE = "twice in the zip"
# What the zip reader may raise for a member that was tampered with.
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a build comes from: what the manifest says beside its files."""

    pack: str
    version: int
    supersedes: str | None
    edition: str
    frozen_at: str
    generator: str
    disclosure_profile: str
    chain_head: str
    seal: str
    check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a check found. `ok` when no file is changed, missing or extra and the manifest is its own."""

    ok: bool
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    seal: str = ""
    digest: str = ""


def manifest(files: Mapping[str, tuple[bytes, str]], provenance: Provenance) -> bytes:
    """The manifest of `files` (path to bytes and media type), with its own seal over all that it says.

    `pack_digest` is the sha256 of its canonical facts without the two digests; `manifest_sha256` adds that digest.
    """
    facts: dict[str, Any] = {
        "format": FORMAT,
        "pack": provenance.pack,
        "version": provenance.version,
        "supersedes": provenance.supersedes,
        "edition": provenance.edition,
        "frozen_at": provenance.frozen_at,
        "generator": provenance.generator,
        "disclosure_profile": provenance.disclosure_profile,
        "chain_head": provenance.chain_head,
        "seal": provenance.seal,
        "check": provenance.check,
        "files": [
            {"path": path, "bytes": len(content), "sha256": _sha256(content), "media_type": media_type}
            for path, (content, media_type) in sorted(files.items())
        ],
    }
    facts["pack_digest"] = _sha256(_canonical(facts))
    facts["manifest_sha256"] = _sha256(_canonical(facts))
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, indent=1).encode() + b"\n"


def verify(place: Path) -> Verification:
    """Compare a folder or zip with its manifest. Never raises for what it finds; `sentences` say it in plain words."""
    try:
        found = _folder(place) if place.is_dir() else _zip(place)
    except (OSError, ValueError, *BROKEN_ZIP) as wrong:
        return _refused(f"{place.name} could not be read: {wrong}.")
    written = found.pop(MANIFEST, None)
    if written is None:
        return _refused(f"There is no {MANIFEST} in {place.name}, so nothing can be compared.", missing=(MANIFEST,))
    try:
        facts = json.loads(written)
        listed = {str(entry["path"]): (int(entry["bytes"]), str(entry["sha256"])) for entry in facts["files"]}
        own, digest, seal = str(facts.pop("manifest_sha256")), str(facts.get("pack_digest", "")), str(facts["seal"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return _refused(f"{MANIFEST} is not a manifest of a pack.", changed=(MANIFEST,))
    changed = [path for path in sorted(listed) if path in found and found[path] != listed[path]]
    missing = tuple(path for path in sorted(listed) if path not in found)
    extra = tuple(sorted(path for path in found if path not in listed))
    # The bytes too, not only what they mean: a space added to the manifest is a change.
    spelling = json.dumps({**facts, "manifest_sha256": own}, sort_keys=True, ensure_ascii=False, indent=1).encode()
    if _sha256(_canonical(facts)) != own or spelling + b"\n" != written:
        changed.insert(0, MANIFEST)
    sentences = [f"{path} was changed after the pack was made." for path in changed]
    sentences += [f"{path} is missing." for path in missing]
    sentences += [f"{path} is not part of this pack." for path in extra]
    ok = not sentences
    if ok:
        sentences = [f"All {len(listed)} files are as they were made. The seal of the freeze is {seal}."]
    return Verification(
        ok=ok,
        changed=tuple(changed),
        missing=missing,
        extra=extra,
        sentences=tuple(sentences),
        seal=seal,
        digest=digest,
    )


def _refused(sentence: str, *, changed: tuple[str, ...] = (), missing: tuple[str, ...] = ()) -> Verification:
    return Verification(ok=False, changed=changed, missing=missing, sentences=(sentence,))


def _folder(place: Path) -> dict[str, Any]:
    paths = [path for path in sorted(place.rglob("*")) if not path.is_dir()]
    return _measured((path.relative_to(place).as_posix(), path.read_bytes()) for path in paths)


def _zip(place: Path) -> dict[str, Any]:
    with zipfile.ZipFile(place) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        names = [member.filename for member in members]
        if len(set(names)) != len(names):
            raise zipfile.BadZipFile(f"a file is {SAME_NAME_TWICE}")
        return _measured((member.filename, _read(archive, member)) for member in members)


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a member; None where they cannot be unpacked, which is a change too."""
    try:
        return archive.read(member)
    except (OSError, ValueError, *BROKEN_ZIP):
        return None


def _measured(files: Iterable[tuple[str, bytes | None]]) -> dict[str, Any]:
    """Path to size and sha256; the manifest itself stays bytes."""
    found: dict[str, Any] = {}
    for path, content in files:
        if path == MANIFEST:
            found[path] = content or b""
        else:
            found[path] = None if content is None else (len(content), _sha256(content))
    return found


def _canonical(facts: Mapping[str, Any]) -> bytes:
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print("Say which folder or zip to check.")
        sys.exit(2)
    answer = verify(Path(sys.argv[1]))
    print("\n".join(answer.sentences))
    sys.exit(0 if answer.ok else 1)
