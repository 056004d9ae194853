"""Languages by their tags (BCP 47): which there are, what each calls itself, which way it is written."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

LONGEST_TAG = 12
"""What a column for a language holds; "zh-Hant-HK" is 10."""

COMMUNITY = (
    *("en", "cy", "gd", "ga", "pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it", "ta", "fr", "lt", "zh-Hans"),
    *("zh-Hant", "tr", "bg", "ru", "uk", "fa", "hu", "el", "de", "so", "ckb", "ps", "ti", "am", "vi", "yo", "sk", "cs"),
    *("sq", "hi", "ne", "ml", "te", "sw", "lv", "nl", "fil"),
)
"""What people in the United Kingdom speak most at home, after the censuses of 2021 and 2022."""


def read_language(typed: str) -> str | None:
    """The tag as it is written ("zh-hant" is zh-Hant); None for one that nobody has described."""
    tag = typed.strip().replace("_", "-")
    if not 2 <= len(tag) <= LONGEST_TAG or not tag.isascii() or not tag.replace("-", "").isalnum():
        return None
    found = _locale(tag)
    # "und" and "tl" are read as another language: only what is what it says.
    if found is None or found.language.casefold() != tag.split("-")[0].casefold() or not found.language_name:
        return None
    written = str(found).replace("_", "-")
    return written if len(written) <= LONGEST_TAG else None


def own_name(tag: str) -> str:
    """What the language calls itself: "Polski", "اردو"."""
    found = _locale(tag)
    name = found.get_display_name(found) if found else None
    return name[:1].upper() + name[1:] if name else tag


def name_in(tag: str, reader: str) -> str:
    """What a reader of another language calls it: "Polish"; its own name where nobody has said."""
    found = _locale(tag)
    return str((found and found.get_display_name(_locale(reader) or "en")) or own_name(tag))


def direction(tag: str) -> str:
    """ "rtl" for Arabic, Urdu and their kin, else "ltr"."""
    found = _locale(tag)
    return found.text_direction if found else "ltr"


def for_typesetter(tag: str) -> tuple[str, str | None]:
    """The language and the region (ISO 639 and 3166) of a tag: "zh-Hant-HK" is ("zh", "HK"), no more is understood."""
    language, *more = tag.replace("_", "-").split("-")
    return language, next((part.upper() for part in more if len(part) == 2 and part.isalpha()), None)


@lru_cache(maxsize=256)
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
