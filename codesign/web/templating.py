"""What every template may use: words, dates, assets, who is signed in, what they may do."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import format_decimal, get_locale
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from codesign.config import Config, resource_folder
from codesign.web import i18n
from codesign.web.assets import asset
from codesign.web.components import make_strict
from codesign.web.field_errors import form_errors
from codesign.web.fragments import here
from codesign.web.identity import staff
from codesign.web.policy import Action, may

HTMX_CONFIG = (
    '{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"historyCacheSize":0,'
    '"refreshOnHistoryMiss":true,"timeout":15000,"responseHandling":[{"code":"204","swap":false},'
    '{"code":"[23]..","swap":true},{"code":"422","swap":true},{"code":"409","swap":true},{"code":"[45]..","swap":false,"error":true}]}'
)


def setup_templates(app: Flask, settings: Config) -> None:
    env = app.jinja_env
    make_strict(env)
    env.trim_blocks = env.lstrip_blocks = True
    env.autoescape = True  # every suffix: a plain-text mail or an SVG escapes too
    env.add_extension("jinja2.ext.do")
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(resource_folder("templates")),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    env.filters.update(
        day=i18n.day,
        short_day=i18n.short_day,
        month=i18n.month,
        clock_time=i18n.clock_time,
        moment=i18n.moment,
        spoken=i18n.spoken,
        language_name=i18n.language_name,
        number=lambda value: format_decimal(value),
    )
    env.globals.update(
        asset=asset,
        here=here,
        form_errors=form_errors,
        may=may,
        tongue=i18n.tongue,
        Action=Action,
        service_name=settings.service_name,
        htmx_config=HTMX_CONFIG,
    )

    @app.context_processor
    def _shell() -> dict[str, Any]:
        locale = get_locale()
        in_request = has_request_context() and request.endpoint is not None
        return {
            "locale": str(locale).split("_")[0] if locale else "en",
            "text_dir": locale.text_direction if locale else "ltr",
            "languages": i18n.language_links() if has_request_context() else [],
            "project": g.get("project") if in_request else None,
            "account": staff() if has_request_context() else None,
        }
