"""Words that people wrote reach a page through `_()` too (a written policy's reasons): they are words there, never HTML."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string

HOSTILE = ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "100% sure", "50 %(nobody)s", "%", "a & b"]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_given_to_gettext_are_escaped_and_never_break_the_page(app: Flask, words: str) -> None:
    with app.test_request_context("/"):
        drawn = render_template_string("{{ _(words) }}|{{ ngettext(words, words, 2) }}", words=words)
    assert "<" not in drawn
    assert drawn.count("|") == 1


def test_values_are_escaped_once(app: Flask) -> None:
    with app.test_request_context("/"):
        drawn = render_template_string('{{ _("Board %(ref)s is saved.", ref=words) }}', words="<b>&</b>")
    assert drawn == "Board &lt;b&gt;&amp;&lt;/b&gt; is saved."
