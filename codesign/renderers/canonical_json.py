"""The pack as canonical JSON: what machines read, with the seal and the check address in it."""

from pathlib import Path

from codesign.core.pack import EvidencePack, canonical, require_quotable, to_json
from codesign.renderers.paper import check_address

SCHEMA = Path(__file__).with_name("pack.schema.json")


def canonical_json(pack: EvidencePack, seal: str) -> bytes:
    """The JSON bytes: sorted keys, exact text, the same however often they are made."""
    require_quotable(pack)
    plain = to_json(pack)
    plain["pack"] = {**plain["pack"], "seal": seal, "check": check_address(pack, seal)}
    return canonical({**plain, "$schema": SCHEMA.name})


def schema(pack: EvidencePack, seal: str) -> bytes:
    """The JSON Schema (draft 2020-12) that every `pack.json` keeps to; the same for every pack."""
    return SCHEMA.read_bytes()
