"""The pieces of a printed page: every paper format lays out the same blocks, so their words and counts are equal."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from codesign.core.disclosure import WITHHELD
from codesign.core.numbers import Share
from codesign.renderers import words

RIGHT_TO_LEFT = frozenset({"ar", "arc", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"})

# Not XML, not printable, or half of a pair: a visible mark stands in their place. JSON keeps the exact text.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def inert(text: str) -> str:
    """The text with line ends made `\\n` and each unprintable code point shown as the replacement character."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of a person, in their own language and direction."""

    text: str
    language: str = "en"

    @property
    def tag(self) -> str:
        """A safe language code; `und` where the stored one is not a code."""
        code = self.language.split("-")[0].split("_")[0].lower()
        return code if re.fullmatch(r"[a-z]{2,3}", code) else "und"

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`: by the first strong letter, and by the language where there is none."""
        for letter in self.text:
            strength = unicodedata.bidirectional(letter)
            if strength in ("R", "AL"):
                return "rtl"
            if strength == "L":
                return "ltr"
        return "rtl" if self.tag in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True)
class Refs:
    """References of this pack; links where the format has links."""

    refs: tuple[str, ...]

    @property
    def text(self) -> str:
        """As printed: `[T01] [W1-A3]`."""
        return " ".join(f"[{ref}]" for ref in self.refs)


Cell = str | Spoken | Refs


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; `anchor` is the reference that leads here, `kicker` the quiet line above it."""

    level: int
    text: str
    anchor: str = ""
    kicker: str = ""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph of ours."""

    text: str
    refs: Refs = Refs(())
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list with bullets."""

    items: tuple[Para, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a provider has to do, in its tinted box: one sentence in three parts, the modal verb printed bold."""

    before: str
    modal: str
    after: str


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """A person's words with a bar at the side: pine, or clay where they point the other way."""

    words: Spoken
    caption: str
    refs: Refs
    against: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, two columns."""

    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title; `share` is its part of the width (12 is a whole page)."""

    title: str
    numeric: bool = False
    share: int = 2


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a caption, repeated header cells, and row headers in its first column.

    `anchored`: references lead to its rows. `under_own_name`: the heading above says the caption already.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    anchored: bool = False
    under_own_name: bool = False

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"A row of “{self.caption}” has {len(row)} cells for {len(self.columns)} columns.")


@dataclass(frozen=True, slots=True)
class Cover:
    """The front of the pack."""

    kicker: str
    title: str
    promise: str
    edition: str
    lines: tuple[str, ...]


Block = Cover | Heading | Para | Items | Duty | QuoteBlock | Facts | Grid


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole pack ready for paper: what runs at the head and foot of every page, and the blocks."""

    title: str
    language: str
    head_left: str
    head_right: str
    check_line: str
    seal_line: str
    page_words: tuple[str, str]
    blocks: tuple[Block, ...]


def anchors(blocks: Iterable[Block]) -> frozenset[str]:
    """Every reference that leads somewhere in these blocks."""
    found: set[str] = set()
    for block in blocks:
        if isinstance(block, Heading) and block.anchor:
            found.add(block.anchor)
        elif isinstance(block, Grid) and block.anchored:
            found.update(row[0] for row in block.rows if isinstance(row[0], str))
    return frozenset(found)


def count_and_share(share: Share) -> str:
    """`231 (57%)`; only `231` under a base of 30. There is no way to print a percentage without its base."""
    return f"{share.n:,}" if share.percent is None else f"{share.n:,} ({share.percent}%)"


def of_base(share: Share, who: str) -> str:
    """`231 (57%) of 406 who answered Q7`: a figure with its base, for a sentence."""
    return words.OF_BASE % {"share": count_and_share(share), "base": f"{share.base:,}", "who": who}


def shown(n: int | None) -> str:
    """A count, or the mark for a withheld one."""
    return WITHHELD if n is None else f"{n:,}"


def duty(statement: str) -> Duty:
    """The sentence cut at its first modal verb, so that it can be printed bold."""
    match = re.search(r"\b(must not|must|should not|should|could|will not|will)\b", statement)
    if match is None:
        return Duty(statement, "", "")
    return Duty(statement[: match.start()], match.group(), statement[match.end() :])


def items(texts: Iterable[str]) -> Items:
    """Plain bullets."""
    return Items(tuple(Para(text) for text in texts))


def filled(rows: Iterable[tuple[str, Cell | None]]) -> Facts:
    """Facts without the rows that say nothing."""
    kept = []
    for name, value in rows:
        if value is None or value == "" or (isinstance(value, Refs) and not value.refs):
            continue
        kept.append((name, value))
    return Facts(tuple(kept))
