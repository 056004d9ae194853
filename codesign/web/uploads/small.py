"""A photo as small as a card in a list needs it, made from the one that was made anew when it was sent."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Final

from PIL import Image, ImageOps

from codesign.core.files import Shown

CARD: Final = (720, 200)
"""Dots of the picture on a card (`screens.md` 5: 3.6 to 1, and sharp on a phone)."""


def on_card(photo: Shown) -> Shown:
    """The middle of a photo at the size of a card, as JPEG: a few kilobytes where the whole has hundreds.

    Made each time: a copy kept in memory would outlive a photo that its owner takes back.
    """
    with Image.open(io.BytesIO(photo.content)) as whole:
        whole.draft("RGB", (2 * CARD[0], 2 * CARD[1]))  # a JPEG is read no larger than needed
        made = io.BytesIO()
        ImageOps.fit(whole.convert("RGB"), CARD).save(made, "JPEG", quality=60, optimize=True)
    return replace(photo, content=made.getvalue(), media_type="image/jpeg", etag=f"{photo.etag}-card")


__all__ = ["CARD", "on_card"]
