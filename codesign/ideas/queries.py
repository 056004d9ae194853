"""What residents see of a board: the list of ideas, one idea with its replies, their own draft and sendings."""

from __future__ import annotations

from codesign.ideas.listing import board_page, shown_board, support_of
from codesign.ideas.rows import (
    boards_of,
    one_of_them,
)

__all__ = [
    "board_page",
    "boards_of",
    "one_of_them",
    "shown_board",
    "support_of",
]
