"""Recorded voices: which sound file a browser can play this is, told from its first bytes. Pure."""

from __future__ import annotations

LARGEST = 2 * 1024 * 1024
"""About ten minutes of a voice at 24 kbit/s; a question takes ten seconds."""

_M4A_BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso5", b"iso6", b"dash")


def media_type(content: bytes) -> str | None:
    """audio/webm, audio/ogg, audio/mpeg or audio/mp4; None for anything else, whatever its name says."""
    if content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]:
        return "audio/webm"
    if content.startswith(b"OggS\x00"):
        return "audio/ogg"
    if content.startswith(b"ID3") or _is_mpeg_frame(content[:4]):
        return "audio/mpeg"
    if content[4:8] == b"ftyp" and content[8:12] in _M4A_BRANDS:
        return "audio/mp4"
    return None


def _is_mpeg_frame(head: bytes) -> bool:
    """Eleven bits set, then layer III, a known rate of bits and of samples."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer == 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3
