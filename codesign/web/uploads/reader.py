"""A program of its own, run as a child: reads one file on its input, writes it anew on its output, within hard limits.

It imports nothing of ours, so that a file that breaks a decoder breaks only this process (trust.md 7, rule 21). Its
first argument is JSON: {"edge", "dots", "pages", "size", "seconds", "memory"}. Its output is one line of JSON, either
{"refused": code} or {"sort", "media_type", "width", "height"}, then the bytes.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any, NoReturn


class Unfit(Exception):
    """The file cannot be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def main() -> None:
    limits = json.loads(sys.argv[1])
    _limit(limits)
    try:
        header, made = read(sys.stdin.buffer.read(limits["size"] + 1), limits)
    except Unfit as unfit:
        _answer({"refused": unfit.code})
    except MemoryError:
        _answer({"refused": "too_hard"})
    except Exception:
        # Decoders raise whatever they like on a damaged file.
        _answer({"refused": "broken"})
    _answer(header, made)


def _limit(limits: dict[str, int]) -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))


def _answer(header: dict[str, Any], made: bytes = b"") -> NoReturn:
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + made)
    sys.stdout.buffer.flush()
    sys.exit(0)


def read(raw: bytes, limits: dict[str, int]) -> tuple[dict[str, Any], bytes]:
    """What the file is, by its bytes and never by its name, and the file made anew. Raises `Unfit`."""
    if not raw.strip(b"\x00 \r\n\t"):
        raise Unfit("empty")
    if len(raw) > limits["size"]:
        raise Unfit("too_big")
    if raw[4:8] == b"ftyp" and raw[8:12] in (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1"):
        raise Unfit("heic")
    if b"%PDF-" in raw[:1024]:
        return _document(raw, limits)
    if raw[:3] == b"\xff\xd8\xff" or raw[:8] == b"\x89PNG\r\n\x1a\n" or (raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"):
        return _photo(raw, limits)
    raise Unfit("not_known")


def _photo(raw: bytes, limits: dict[str, int]) -> tuple[dict[str, Any], bytes]:
    """Only the dots are taken over, into a new picture: where, when and with what it was made stays behind."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # our own limit, before anything is unpacked
    with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as opened:
        if opened.width * opened.height > limits["dots"]:
            raise Unfit("too_many_dots")
        opened.draft("RGB", (limits["edge"], limits["edge"]))  # a large JPEG is unpacked small
        picture: Image.Image = opened
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            picture = picture.convert("RGBA")
        elif picture.mode != "RGB":
            picture = picture.convert("RGB")
        picture.thumbnail((limits["edge"], limits["edge"]))
        picture = ImageOps.exif_transpose(picture)
    anew = Image.new("RGB", picture.size, "white")
    anew.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    made = io.BytesIO()
    anew.save(made, "JPEG", quality=82, optimize=True, progressive=True)
    header = {"sort": "photo", "media_type": "image/jpeg", "width": anew.width, "height": anew.height}
    return header, made.getvalue()


def _document(raw: bytes, limits: dict[str, int]) -> tuple[dict[str, Any], bytes]:
    """The pages of a PDF without scripts, actions, forms, files inside it, and what says who made it, where and when."""
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(raw), attempt_recovery=True)
    except pikepdf.PasswordError:
        raise Unfit("locked") from None
    except pikepdf.PdfError:
        raise Unfit("broken") from None
    with document:
        if len(document.pages) > limits["pages"]:
            raise Unfit("too_long")
        if not len(document.pages):
            raise Unfit("broken")
        root = document.Root
        for name in (
            "/OpenAction", "/AA", "/AcroForm", "/Names", "/Metadata", "/PieceInfo", "/URI", "/Collection", "/AF",
            "/Perms", "/Legal", "/Threads", "/OCProperties", "/Outlines", "/Dests",
        ):  # fmt: skip
            if name in root:
                del root[name]
        for page in document.pages:
            _clean_page(page.obj)
        for thing in document.objects:
            _clean_object(thing, pikepdf)
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        made = io.BytesIO()
        document.save(
            made,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            fix_metadata_version=False,
        )
    content = made.getvalue()
    if len(content) > limits["size"]:
        raise Unfit("too_big")
    return {"sort": "document", "media_type": "application/pdf", "width": None, "height": None}, content


def _clean_page(page: Any) -> None:
    for name in ("/AA", "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/B"):
        if name in page:
            del page[name]
    # Notes and links may hold scripts, files, films and the names of those who wrote them.
    if "/Annots" in page:
        del page["/Annots"]


def _clean_object(thing: Any, pikepdf: Any) -> None:
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    for name in ("/JS", "/JavaScript", "/AA", "/EF", "/Metadata", "/PieceInfo", "/LastModified", "/OPI"):
        if name in thing:
            del thing[name]
    if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        whole = thing.read_raw_bytes()
        thing.write(without_notes(whole), filter=pikepdf.Name.DCTDecode)


def without_notes(jpeg: bytes) -> bytes:
    """A JPEG without comments and application notes (EXIF, XMP, IPTC); only what says how to draw its colours stays."""
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        mark = jpeg[at + 1]
        if mark == 0xFF:  # filling
            at += 1
            continue
        if mark == 0xDA:
            break
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if not (mark == 0xFE or (0xE1 <= mark <= 0xEF and mark != 0xEE)):
            kept.append(jpeg[at:end])
        at = end
    return b"".join(kept) + jpeg[at:]


if __name__ == "__main__":
    main()
