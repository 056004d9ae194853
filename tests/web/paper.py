"""A small app with our templates and none of our database: components are tested on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from flask import Flask, render_template_string
from flask_babel import Babel, get_locale
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from codesign.config import resource_folder
from codesign.web.assets import asset
from codesign.web.component_examples import EXAMPLES
from codesign.web.components import make_strict
from codesign.web.field_errors import form_errors

PARTS = ("govuk_frontend_jinja", "govuk_frontend_wtf")


def paper_app() -> Flask:
    app = Flask("paper", static_folder=None)
    app.config.update(SECRET_KEY="only for tests", WTF_CSRF_ENABLED=False)
    Babel(app, default_locale="en")
    make_strict(app.jinja_env)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.autoescape = True
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(resource_folder("templates")),
            PrefixLoader({name: PackageLoader(name) for name in PARTS}),
        ]
    )
    app.jinja_env.globals.update(
        asset=asset,
        service_name="Shape it Local",
        form_errors=form_errors,
        csrf_token=lambda: "token",
        htmx_config="{}",
    )

    @app.context_processor
    def _shell() -> dict[str, Any]:
        locale = get_locale()
        assert locale is not None
        return {
            "locale": str(locale),
            "text_dir": locale.text_direction,
            "languages": EXAMPLES["languages"],
            "project": EXAMPLES["project"],
        }

    return app


@contextmanager
def page_of(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def draw(app: Flask, imports: str, source: str, **values: Any) -> str:
    """One macro drawn: `draw(app, "shape_icon.html import shapeIcon", "{{ shapeIcon('clock') }}")`."""
    name, names = imports.split(" import ")
    with page_of(app):
        return render_template_string(f'{{% from "components/{name}" import {names} %}}{source}', **values)


class Tags(HTMLParser):
    """Every tag of a page with its attributes, in order, and the words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]

    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _tag, attributes in self.found if attributes.get("id")]
