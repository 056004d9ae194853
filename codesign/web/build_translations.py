"""Compiles the catalogues when a checkout is set up and when a wheel is built: a checkout never serves stale ones."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from codesign.config import resource_folder


def compile_catalogues(folder: Path) -> list[Path]:
    """Write a .mo beside each .po. Entries with an empty plural form are left out, so they fall back to English."""
    made = []
    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        for message in list(catalogue):
            if message.id and isinstance(message.string, tuple | list) and not all(message.string):
                message.string = tuple("" for _ in message.string)
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue)
        made.append(target)
    return made


if __name__ == "__main__":
    for path in compile_catalogues(resource_folder("translations")):
        print(f"compiled {path.parent.parent.name}")
