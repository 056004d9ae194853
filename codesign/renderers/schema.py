"""The JSON Schema of `pack.json`, drawn from the dataclasses themselves, so that the two cannot part.

`python -m codesign.renderers.schema` writes `pack.schema.json` anew after a change of the pack.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from codesign.core.pack import SCHEMA_VERSION, EvidencePack
from codesign.core.pack.snapshot import DERIVED, LATER
from codesign.core.terms import Standing
from codesign.renderers.canonical_json import SCHEMA

PERCENT = {"type": ["integer", "null"], "minimum": 0, "maximum": 100}
DERIVED_SCHEMAS: dict[str, dict[str, Any]] = {
    "percent": {**PERCENT, "description": "Whole per cent of base; null where the base is under 30."},
    "status": {"enum": [standing.value for standing in Standing]},
    "wilson_low": {
        "type": ["number", "null"],
        "minimum": 0,
        "maximum": 1,
        "description": "Lower 95% bound of agree / (agree + disagree + pass), latest vote of each person.",
    },
}
PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


def drawn() -> dict[str, Any]:
    """The schema, draft 2020-12."""
    definitions: dict[str, Any] = {}
    root = _object(EvidencePack, definitions)
    root["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    root["properties"]["$schema"] = {"const": SCHEMA.name}
    root["required"] += ["schema_version"]
    pack = definitions["PackFacts"]["properties"]
    pack["seal"] = {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "sha256 of the canonical snapshot: the same for every edition and format of one freeze.",
    }
    pack["check"] = {"type": "string", "description": "The public page that shows the seal."}
    pack["edition"] = {"enum": ["commissioner", "public"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Co-design evidence pack",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties = {field.name.rstrip("_"): _of(hints[field.name], definitions) for field in fields(kind)}
    for name in DERIVED.get(kind, ()):
        properties[name] = DERIVED_SCHEMAS[name]
    required = sorted(set(properties) - set(LATER.get(kind, ())))
    made: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    if kind.__doc__:
        made["description"] = " ".join(kind.__doc__.split())
    return {**made, "additionalProperties": False}


def _of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        one = next(kind for kind in get_args(hint) if kind is not NoneType)
        return {"anyOf": [_of(one, definitions), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _of(get_args(hint)[0], definitions)}
    if origin is frozenset:
        return {"type": "array", "uniqueItems": True, "items": _of(get_args(hint)[0], definitions)}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}  # holds the place while its own parts are drawn
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    return dict(PLAIN[hint])


def spelled() -> bytes:
    """The bytes of `pack.schema.json`."""
    return json.dumps(drawn(), indent=1, ensure_ascii=False, sort_keys=True).encode() + b"\n"


if __name__ == "__main__":
    SCHEMA.write_bytes(spelled())
