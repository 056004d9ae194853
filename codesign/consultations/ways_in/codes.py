"""The code of one invited person: twelve symbols, 58 bits, easy to read out; only its digest is kept."""

from __future__ import annotations

import uuid

from codesign.core.codes import digest, read_receipt, receipt_code


def invitation_code() -> str:
    """A random code such as "7K3-QXW-9H4-TRM": in threes, so that nobody takes it for a receipt."""
    return _in_threes(receipt_code())


def read_invitation_code(typed: str) -> str | None:
    """The code someone meant, whatever the case, spaces and dashes; None when it cannot be one."""
    symbols = read_receipt(typed[:80])
    return _in_threes(symbols) if symbols is not None else None


def code_digest(consultation_id: uuid.UUID, code: str) -> str:
    """What the roll keeps, bound to its consultation: the same code elsewhere opens nothing."""
    return digest(f"{consultation_id.hex}:{code}")


def _in_threes(symbols: str) -> str:
    plain = symbols.replace("-", "")
    return "-".join(plain[place : place + 3] for place in range(0, 12, 3))
