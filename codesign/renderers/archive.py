"""Zip files whose bytes depend on nothing but what is in them: fixed order, and the time of the freeze."""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

EARLIEST_YEAR = 1980


def zipped(files: Iterable[tuple[str, bytes]], at: datetime) -> bytes:
    """A zip of the files in the order given, each stamped with `at` in UTC."""
    stamp = at.astimezone(UTC)
    when = (max(stamp.year, EARLIEST_YEAR), stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in files:
            member = zipfile.ZipInfo(path, when)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # the same on every machine
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
    return out.getvalue()


def restamped(content: bytes, at: datetime) -> bytes:
    """The same zip with every member stamped `at`: office writers stamp the moment of writing."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped([(member.filename, archive.read(member)) for member in archive.infolist()], at)
