"""Cards of ideas as they were drawn, kept in this process for some minutes: most visitors of a board are shown the same."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from flask_babel import get_locale
from markupsafe import Markup

from codesign.ideas.shapes import BoardFacts, IdeaCard

SECONDS: Final = 600.0
MOST: Final = 2_000
_TOKEN: Final = secrets.token_hex(16)
"""Stands in a kept card where the token of a visit goes, which is each visit's own."""

_kept: OrderedDict[Any, tuple[float, Markup]] = OrderedDict()
_lock = threading.Lock()


def kept_cards() -> Callable[..., Markup]:
    """`kept_card` in the language of this request, which is asked for once a page."""
    return partial(kept_card, str(get_locale()))


def kept_card(
    language: str,
    draw: Callable[..., Markup],
    board: BoardFacts,
    idea: IdeaCard,
    base: str,
    opened: bool,
    token: str,
    focus: bool,
    answered: Any,
) -> Markup:
    """The card that `draw` makes of these, or made before. Everything that is on a card is in its name here.

    So a card is never shown of words that changed: the name would be another. Rows say which ideas there are.
    """
    told = answered and (answered.label, answered.tone)
    name = (language, base, opened, board.supported, board.shows_totals, focus, told, idea)
    now = time.monotonic()
    with _lock:
        found = _kept.get(name)
        if found is not None:
            _kept.move_to_end(name)
    if found is None or now - found[0] > SECONDS:
        found = (now, draw(board, idea, base, opened, _TOKEN, focus=focus, answered=answered))
        with _lock:
            _kept[name] = found
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return Markup(str.replace(found[1], _TOKEN, token))  # nosec B704 # noqa: S704  our own template's words, escaped by it
