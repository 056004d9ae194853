"""One edition laid out for paper: every section of domain.md d1 in order, none left out."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from codesign.core.pack import EvidencePack, require_quotable
from codesign.core.terms import Edition
from codesign.renderers import annexes, front, heard, made, words
from codesign.renderers.blocks import Block, Cover, Grid, Heading, Sheet


def check_address(pack: EvidencePack, seal: str) -> str:
    """Where anyone can look up this seal; nothing for a draft, which has none."""
    return f"{pack.pack.base_url}/check/{seal[:12]}" if seal else ""


def sheet(pack: EvidencePack, seal: str, *, typeface: bool = True) -> Sheet:
    """The whole pack as blocks. Raises `NoEdition` and `QuoteBeyondConsent`: the last door before paper.

    `typeface` False prints that the pack's own typeface was missing.
    """
    require_quotable(pack)
    facts = pack.pack
    state = {"status": facts.status, "version": facts.version, "date": front.long_date(facts.frozen_at)}
    address = check_address(pack, seal)
    return Sheet(
        title=words.HEAD % {"title": facts.title},
        language=facts.language,
        head_left=words.HEAD % {"title": facts.title},
        head_right=words.STATE % state,
        check_line=words.CHECK_AT % {"address": address},
        seal_line=words.SEAL % {"seal": seal},
        page_words=words.PAGE_OF,
        blocks=(_cover(pack), *_named_once(_sections(pack, seal, address, typeface))),
    )


def _named_once(blocks: Iterator[Block]) -> Iterator[Block]:
    heading = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = block.text
            if not any(unicodedata.category(letter)[0] in "LNPS" for letter in heading):
                block = replace(block, text=words.NO_TITLE)
        if isinstance(block, Grid) and block.caption == heading:
            yield replace(block, under_own_name=True)
        else:
            yield block


def _cover(pack: EvidencePack) -> Cover:
    facts = pack.pack
    edition = words.EDITIONS[facts.edition or Edition.PUBLIC]
    state = {"status": facts.status, "version": facts.version, "date": front.long_date(facts.frozen_at)}
    lines = (facts.organisation, facts.ref, words.STATE % state)
    return Cover(words.COVER_KICKER, facts.title, pack.project.promise, edition, tuple(line for line in lines if line))


def _sections(pack: EvidencePack, seal: str, address: str, typeface: bool) -> Iterator[Block]:
    bodies = {
        "control": front.control(pack, seal, address, typeface),
        "summary": front.summary(pack),
        "context": front.context(pack),
        "timeline": front.timeline(pack),
        "involved": front.involved(pack),
        "comparison": front.comparison(pack),
        "methods": front.methods(pack),
        "volumes": front.volumes(pack),
        "limits": front.limits(pack),
        "results": heard.results(pack),
        "themes": heard.themes(pack),
        "dissent": heard.dissent(pack),
        "ideas": heard.ideas(pack),
        "workshops": heard.workshops(pack),
        "equality": made.equality(pack),
        "requirements": made.requirements(pack),
        "decisions": made.decisions(pack),
        "local": made.keep_it_local(pack),
        "duties": made.duties(pack),
        "social": made.social_value(pack),
        "annexes": annexes.annexes(pack),
    }
    for number, (name, title) in enumerate(words.SECTIONS.items()):
        heading = title if number == 0 else f"{number}. {title}"
        yield Heading(1, heading, anchor=f"section-{name}", new_page=name in words.ON_NEW_PAGE)
        yield from bodies[name]
