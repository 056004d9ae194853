"""Which words count as heard, and under what number of people nothing is told of a group."""

from __future__ import annotations

from typing import Final

from codesign.core.terms import ModerationReason, Standing, SubmissionState

COUNTED_SENDINGS: Final = (SubmissionState.ACCEPTED, SubmissionState.FLAGGED)
"""Sendings that count; the others stay, with their reason."""

COUNTED_STANDINGS: Final = (Standing.PUBLISHED, Standing.WAITING, Standing.MERGED)
"""Words that count: hidden ones are kept and counted apart, withdrawn ones are gone."""

READABLE_STANDINGS: Final = (Standing.PUBLISHED, Standing.MERGED)
"""Words that staff read beside others: neither waiting for a reader, nor hidden, nor withdrawn."""

SMALLEST_GROUP: Final = 10
"""Fewer people of a group than this are never listed or told apart, so that nobody is singled out."""


def set_apart(standing: Standing, reason: ModerationReason | None) -> bool:
    """Words hidden because someone may be at risk: staff pages and files leave them out, the named officer reads them."""
    return standing is Standing.HIDDEN and reason is ModerationReason.SAFEGUARDING
