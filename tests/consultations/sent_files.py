"""Files as people send them, good and hostile, made here: photos with places in them, bombs, PDFs with scripts."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image

CANARY = b"CANARY-51.5007-0.1246"


def photo(
    size: tuple[int, int] = (640, 480), kind: str = "JPEG", *, telling: bool = False, turned: bool = False
) -> bytes:
    """A photo. `telling` puts the canary into its EXIF, GPS, XMP, comment and text notes; `turned` says to turn it."""
    picture = Image.effect_noise(size, 30).convert("RGB")
    words = CANARY.decode()
    notes: dict[str, object] = {}
    if telling or turned:
        exif = Image.Exif()
        if turned:
            exif[0x0112] = 6
        if telling:
            exif[0x010F] = words
            exif[0x013B] = words
            gps = exif.get_ifd(0x8825)
            gps[1], gps[2], gps[29] = "N", (51.0, 30.0, 2.5), words
        notes["exif"] = exif
    if telling and kind == "JPEG":
        notes |= {"comment": CANARY, "xmp": b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"}
    if telling and kind == "WEBP":
        notes |= {"xmp": b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"}
    if telling and kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        text = PngInfo()
        text.add_text("Comment", words)
        text.add_itxt("XML:com.adobe.xmp", words)
        notes["pnginfo"] = text
    made = io.BytesIO()
    picture.save(made, kind, **notes)
    return made.getvalue()


def pixel_bomb() -> bytes:
    """Four hundred million dots in fifty thousand bytes."""
    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    return made.getvalue()


def document(pages: int = 1, *, telling: bool = False, password: str = "") -> bytes:
    """A PDF. `telling` puts scripts, an attachment, a form, links, metadata and a photo with a place into it."""
    pdf = pikepdf.new()
    for _page in range(pages):
        pdf.add_blank_page(page_size=(300, 300))
    if telling:
        words = CANARY.decode()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{words}')")
        pdf.docinfo["/Author"] = words
        pdf.Root.OpenAction = script
        pdf.Root.AA = pikepdf.Dictionary(WC=script)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pikepdf.String(words))
        pdf.attachments["plan.txt"] = CANARY
        with pdf.open_metadata() as about:
            about["dc:creator"] = [words]
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=words, T=words, A=script
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.pages[0].obj.PieceInfo = pikepdf.Dictionary(Maker=words)
        inside = pikepdf.Stream(
            pdf,
            photo(telling=True),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=640,
            Height=480,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=inside))
    made = io.BytesIO()
    if password:
        pdf.save(made, encryption=pikepdf.Encryption(owner="owner", user=password))
    else:
        pdf.save(made)
    return made.getvalue()


def unpacked(pdf: bytes) -> bytes:
    """Everything a PDF holds, without packing."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(
            out,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
        )
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
