"""The architecture holds: packages listed, every route with a rule, every template compiles, no half-translated plural."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from codesign.config import Config, ConfigError, resource_folder
from codesign.web import policy

ROOT = Path(__file__).parents[2]


def test_every_package_is_in_the_wheel() -> None:
    listed = configparser.ConfigParser()
    listed.read(ROOT / "setup.cfg")
    packages = set(listed["options"]["packages"].split())
    found = {str(p.parent.relative_to(ROOT)).replace("/", ".") for p in (ROOT / "codesign").rglob("__init__.py")}
    assert found <= packages


def test_every_route_wears_a_rule(session_app: Flask) -> None:
    policy.check_every_route(session_app)


def test_a_route_without_a_rule_stops_the_app(session_app: Flask) -> None:
    app = Flask("bare")
    app.add_url_rule("/open", "open", lambda: "x")
    with pytest.raises(policy.MissingRule, match="open"):
        policy.check_every_route(app)


def test_only_routes_that_change_things_commit(session_app: Flask) -> None:
    for rule in session_app.url_map.iter_rules():
        view = session_app.view_functions[rule.endpoint]
        if getattr(view, "commits", False):
            assert "POST" in (rule.methods or ()), f"{rule.endpoint} commits on a GET"


def test_every_template_compiles(session_app: Flask) -> None:
    for path in resource_folder("templates").rglob("*.html"):
        session_app.jinja_env.get_template(str(path.relative_to(resource_folder("templates"))))


def test_no_template_marks_text_safe_or_leans_on_inline_code() -> None:
    for path in resource_folder("templates").rglob("*.html"):
        found = re.findall(r"\|\s*safe\b|\sstyle=\"|\son[a-z]+=\"|hx-on|js:", path.read_text())
        assert not found, f"{path}: {found}"


def test_no_plural_is_half_translated() -> None:
    for path in resource_folder("translations").glob("*/LC_MESSAGES/messages.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id and isinstance(message.string, tuple | list):
                    filled = [bool(part) for part in message.string]
                    assert all(filled) or not any(filled), f"{path}: {message.id}"


def test_translations_keep_their_placeholders() -> None:
    for path in resource_folder("translations").glob("*/LC_MESSAGES/messages.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                if not message.id or not message.string:
                    continue
                singular = message.id if isinstance(message.id, str) else message.id[-1]
                strings = [message.string] if isinstance(message.string, str) else [s for s in message.string if s]
                wanted = set(re.findall(r"%\((\w+)\)", singular))
                for string in strings:
                    assert set(re.findall(r"%\((\w+)\)", string)) <= wanted, f"{path}: {message.id}"


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"secret_key": "short"}, "CODESIGN_SECRET_KEY"),
        ({"trusted_hosts": ("localhost",)}, "CODESIGN_TRUSTED_HOSTS"),
        ({"base_url": "http://codesign.example"}, "CODESIGN_BASE_URL"),
        ({"mail_server": ""}, "CODESIGN_MAIL_SERVER"),
    ],
)
def test_production_refuses_unsafe_defaults(changed: dict[str, object], word: str) -> None:
    good = Config(
        env="production",
        secret_key="x" * 40,
        trusted_hosts=("codesign.example",),
        base_url="https://codesign.example",
        mail_server="mail.example",
    )
    assert good.checked() is good
    from dataclasses import replace

    with pytest.raises(ConfigError, match=word):
        replace(good, **changed).checked()  # type: ignore[arg-type]
