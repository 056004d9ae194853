"""The press: an edition of a pack in, bytes out. A format is one module and one line of the table below."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from codesign.core.pack import EvidencePack, require_quotable
from codesign.core.terms import Edition
from codesign.renderers import canonical_json, csv_zip, docx, html, manifest, paper, pdf, spreadsheet

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Renderer:
    """One format: its name, its file in a build, its media type, and the function from edition and seal to bytes."""

    name: str
    path: str
    media_type: str
    press: Callable[[EvidencePack, str], bytes]


RENDERERS: dict[str, Renderer] = {
    renderer.name: renderer
    for renderer in (
        Renderer("html", "pack.html", "text/html; charset=utf-8", html.html),
        Renderer("pdf", "pack.pdf", "application/pdf", pdf.pdf),
        Renderer("docx", "pack.docx", f"{OFFICE}.wordprocessingml.document", docx.docx),
        Renderer("xlsx", "pack.xlsx", f"{OFFICE}.spreadsheetml.sheet", spreadsheet.spreadsheet),
        Renderer("csv", "pack-csv.zip", "application/zip", csv_zip.csv_zip),
        Renderer("json", "pack.json", "application/json", canonical_json.canonical_json),
        Renderer("schema", "pack.schema.json", "application/schema+json", canonical_json.schema),
    )
}


@dataclass(frozen=True, slots=True)
class PressedFile:
    """One finished file."""

    name: str
    path: str
    media_type: str
    content: bytes


def build(pack: EvidencePack, seal: str, names: Iterable[str] = tuple(RENDERERS)) -> tuple[PressedFile, ...]:
    """Every file of one edition, its manifest last. `seal` is `seal_of` the snapshot the edition was cut from.

    Raises `NoEdition`, `QuoteBeyondConsent` before anything is made, and `PressFailed` where typst refuses.
    """
    require_quotable(pack)
    files = []
    for name in names:
        one = RENDERERS[name]
        files.append(PressedFile(name, one.path, one.media_type, one.press(pack, seal)))
    facts = pack.pack
    listed = manifest.manifest(
        {file.path: (file.content, file.media_type) for file in files},
        manifest.Provenance(
            pack=facts.ref,
            version=facts.version,
            supersedes=facts.supersedes,
            edition=(facts.edition or Edition.PUBLIC).value,
            frozen_at=facts.frozen_at.isoformat(),
            generator=facts.generator,
            disclosure_profile=facts.disclosure_profile,
            chain_head=facts.chain_head,
            seal=seal,
            check=paper.check_address(pack, seal),
        ),
    )
    return (*files, PressedFile("manifest", manifest.MANIFEST, "application/json", listed))
