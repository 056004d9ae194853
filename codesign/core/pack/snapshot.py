"""A pack as canonical JSON and back: how a freeze is stored, sealed and rebuilt."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from codesign.core.pack.figures import ComparisonRow, Result
from codesign.core.pack.voices import Idea
from codesign.core.pack.whole import EvidencePack

SCHEMA_VERSION = "1.0"
DERIVED: dict[type, tuple[str, ...]] = {
    Result: ("percent",),
    ComparisonRow: ("percent",),
    Idea: ("status", "wilson_low"),
}
LATER: dict[type, tuple[str, ...]] = {
    Idea: ("came_from", "became", "paper_ticks", "brought_supports"),
}
"""Fields that came after the first packs were frozen: left out where they say nothing, so that those keep their seal."""


def to_json(pack: EvidencePack) -> dict[str, Any]:
    """The pack as plain JSON values: dates as ISO 8601, sets sorted, what is derived written out."""
    return {**_plain(pack), "schema_version": SCHEMA_VERSION}


def from_json(plain: dict[str, Any]) -> EvidencePack:
    """The pack that `to_json` wrote; `to_json(from_json(plain)) == plain` for every stored freeze."""
    pack = _value(plain, EvidencePack)
    if not isinstance(pack, EvidencePack):  # for the type checker: the hint above decides
        raise TypeError("not an evidence pack")
    return pack


def canonical(plain: object) -> bytes:
    """The one spelling of a JSON value: sorted keys, no spaces, UTF-8, a newline at the end."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone surrogate cannot enter through a form; should one be stored, it must not stop a freeze.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode() + b"\n"


def seal_of(snapshot: EvidencePack) -> str:
    """The sha256 of the canonical snapshot: the same for every edition and format of one freeze."""
    return hashlib.sha256(canonical(to_json(snapshot))).hexdigest()


def _key(name: str) -> str:
    return name.rstrip("_")


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        later = LATER.get(type(value), ())
        names = [
            field.name
            for field in fields(value)
            if field.name not in later or getattr(value, field.name) != field.default
        ] + list(DERIVED.get(type(value), ()))
        return {_key(name): _plain(getattr(value, name)) for name in names}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(plain: Any, hint: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        if plain is None:
            return None
        return _value(plain, next(kind for kind in get_args(hint) if kind is not NoneType))
    if origin is tuple:
        return tuple(_value(item, get_args(hint)[0]) for item in plain)
    if origin is frozenset:
        return frozenset(_value(item, get_args(hint)[0]) for item in plain)
    if is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        known = {field.name: _key(field.name) for field in fields(hint)}
        return hint(**{name: _value(plain[key], hints[name]) for name, key in known.items() if key in plain})
    if hint is datetime or hint is date:
        return hint.fromisoformat(plain)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(plain)
    return plain
