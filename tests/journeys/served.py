"""The demo as somebody starts it: `codesign demo` in a process of its own, on a folder and a port of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

COMMAND: Final = (sys.executable, "-m", "codesign.cli")
LIVE: Final = "the-landing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo printed: the site's address and, for the live project, two sign-in links and the join code."""

    site: str
    facilitator: str
    commissioner: str
    join_code: str


def environment(instance: Path) -> dict[str, str]:
    """This process's environment with the demo's own folder, and nothing that points at another database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CODESIGN_", "DATABASE_URL"))}
    return {**kept, "CODESIGN_ENV": "demo", "CODESIGN_INSTANCE": str(instance)}


def codesign(instance: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; its exit code and words are for the caller to judge."""
    return subprocess.run(
        [*COMMAND, *words], env=environment(instance), capture_output=True, text=True, timeout=120, check=False
    )


@contextmanager
def demo(instance: Path) -> Iterator[Demo]:
    """Load and serve the demo until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = instance / "served.log"
    instance.mkdir(parents=True, exist_ok=True)
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*COMMAND, "demo", "--port", str(port)],
            env=environment(instance),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        yield _printed(process, port, log)
    finally:
        process.terminate()
        process.wait(30)
        if process.stdout:
            process.stdout.close()


def _printed(process: subprocess.Popen[str], port: int, log: Path) -> Demo:
    """Read until both projects' addresses stand there, then wait for the door to open."""
    lines: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if "Receipt code" in line:
            break
    printed = "".join(lines)
    _wait_for(process, port, printed, log)
    live = printed.split(f"{LIVE}:", 1)[1].split("\n\n", 1)[0]

    def found(name: str) -> str:
        match = re.search(rf"^\s+{name}\s+([^\s,]+)", live, re.MULTILINE)
        assert match, f"the demo printed no {name}:\n{printed}"
        return match.group(1)

    return Demo(
        site=f"http://127.0.0.1:{port}",
        facilitator=found("Facilitator"),
        commissioner=found("Commissioner"),
        join_code=found("Join code"),
    )


def _wait_for(process: subprocess.Popen[str], port: int, printed: str, log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"the demo did not serve:\n{printed}\n{log.read_text()}")
