"""Languages: which one this request speaks, how the page is laid out for it, and how dates and numbers read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, has_request_context, request, url_for
from flask_babel import format_date, format_datetime, get_locale, get_translations, gettext, refresh
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from codesign.config import Config, resource_folder
from codesign.core.languages import direction, name_in, own_name
from codesign.extensions import babel
from codesign.web.identity import config

# Languages with a catalogue; a project offers some of them. Names are each language's own.
LANGUAGES = {"en": "English", "cy": "Cymraeg", "pl": "Polski", "ur": "اردو", "ar": "العربية"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One line of the language switch."""

    code: str
    name: str
    dir: str
    url: str
    current: bool


def offer_languages(languages: tuple[str, ...]) -> None:
    """Say that this page has texts in these languages (a questionnaire's), also in those without a catalogue of ours."""
    g.asked_languages = languages
    refresh()


def spoken_language() -> str:
    """The language this request wants to read and answer in: the one in the address, else the one chosen before, else
    the browser's, else English. Our own words may have no catalogue in it."""
    asked = _asked_languages()
    for chosen in (request.args.get("lang"), request.cookies.get(config().cookie_name("language"))):
        if chosen and (chosen in LANGUAGES or chosen in asked):
            return chosen
    known = ["en", "cy", *(tag for tag in asked if tag not in ("en", "cy"))]
    return str(request.accept_languages.best_match(known, "en") or "en")


def choose_language() -> str:
    """The language of our own words: what is spoken here, or English where we have no words in it."""
    if not has_request_context():
        return "en"
    spoken = spoken_language()
    language = spoken if spoken in LANGUAGES else "en"
    g.language = language
    return language


def language_links() -> list[LanguageLink]:
    """The languages on offer here, the project's and the questionnaire's, each with this same page and query."""
    scope = g.get("project")
    offered = [code for code in (scope.languages if scope else ("en", "cy")) if code in LANGUAGES]
    current = spoken_language()
    offered = list(dict.fromkeys([*offered, *_asked_languages(), current]))
    return [
        LanguageLink(code, LANGUAGES.get(code) or own_name(code), direction(code), _this_page(code), code == current)
        for code in offered
    ]


def tongue(language: str) -> Markup:
    """The attributes of an element whose words are in that language; none where it is the page's (WCAG 3.1.2)."""
    page = str(get_locale() or "en").replace("_", "-")
    if not language or language == page:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(language, direction(language))


def spoken(words: str, language: str) -> Markup:
    """Words in an element that says their language, where that is not the page's; else just the words."""
    attributes = tongue(language) if words else ""
    return Markup("<span{}>{}</span>").format(attributes, words) if attributes else escape(words)


def language_name(tag: str) -> str:
    """What this page's reader calls a language: "Polish"."""
    return name_in(tag, str(get_locale() or "en").replace("_", "-"))


def _asked_languages() -> tuple[str, ...]:
    languages: tuple[str, ...] = g.get("asked_languages", ())
    return languages


def _this_page(language: str) -> str:
    """This page in another language; for an answer to a form, the page that has the form."""
    rule, endpoint = request.url_rule, request.endpoint
    values: Mapping[str, Any] = request.view_args or {}
    if rule is not None and "GET" not in (rule.methods or ()):
        adapter = current_app.create_url_adapter(request)
        try:
            endpoint, values = adapter.match(request.path, method="GET") if adapter else (None, {})
        except (HTTPException, RequestRedirect):
            endpoint = None
    if not endpoint:
        return url_for("projects.home", lang=language)
    return url_for(endpoint, **{**request.args.to_dict(), **values, "lang": language})


def keep_language(response: Response) -> Response:
    """Remember a language chosen in the address."""
    chosen = request.args.get("lang")
    if chosen and (chosen in LANGUAGES or chosen in _asked_languages()) and response.status_code < 400:
        response.set_cookie(
            config().cookie_name("language"),
            chosen,
            max_age=365 * 86400,
            secure=config().https,
            httponly=True,
            samesite="Lax",
            path="/",
        )
    return response


def local(moment: datetime, zone: str = "Europe/London") -> datetime:
    """A stored UTC time as people at the place read it."""
    return moment.astimezone(ZoneInfo(zone))


def day(value: date | datetime, zone: str = "Europe/London") -> str:
    """ "Sunday 14 December": a day as people say it; the year only when it is not this one."""
    on = local(value, zone).date() if isinstance(value, datetime) else value
    this_year = datetime.now(ZoneInfo(zone)).year
    return str(format_date(on, "EEEE d MMMM" if on.year == this_year else "EEEE d MMMM y"))


def short_day(value: date | datetime, zone: str = "Europe/London") -> str:
    """ "14 December 2026"."""
    on = local(value, zone).date() if isinstance(value, datetime) else value
    return str(format_date(on, "d MMMM y"))


def month(value: date) -> str:
    """ "March", with the year when it is not this one."""
    this_year = datetime.now(ZoneInfo("Europe/London")).year
    return str(format_date(value, "MMMM" if value.year == this_year else "MMMM y"))


def clock_time(value: datetime, zone: str = "Europe/London") -> str:
    """ "11:06am", as the style guide writes times; 24-hour in other languages."""
    moment = local(value, zone)
    if str(get_locale() or "en").startswith("en"):
        text = moment.strftime("%I:%M%p").lstrip("0").lower()
        return text.replace(":00", "")
    return str(format_datetime(moment, "HH:mm", rebase=False))


def moment(value: datetime, zone: str = "Europe/London") -> str:
    """ "14 December 2026 at 11:06am"."""
    return str(gettext("%(day)s at %(time)s", day=short_day(value, zone), time=clock_time(value, zone)))


def setup_languages(app: Flask, settings: Config) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_DEFAULT_TIMEZONE"] = settings.time_zone
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(resource_folder("translations"))
    babel.init_app(app, locale_selector=choose_language, timezone_selector=lambda: settings.time_zone)
    app.jinja_env.globals.update(_=_said, gettext=_said, ngettext=_counted)
    app.after_request(keep_language)


def _said(message: str, /, **values: Any) -> Markup:
    """`_()` of templates: as the extension's own, which asks several times for what a request settles once; escaped."""
    return _filled(_words().ugettext(message), values)


def _counted(one: str, many: str, num: int, /, **values: Any) -> Markup:
    """`ngettext()` of templates; `num` is a value of its words too."""
    return _filled(_words().ungettext(one, many, num), {"num": num, **values})


def _filled(words: str, values: dict[str, Any]) -> Markup:
    """Words as HTML with their values in them. Staff's own words come this way too (the reasons of a written policy):
    they are escaped like the rest, and a stray % in them is a % and no fault.
    """
    safe = escape(words)
    if not values and "%" not in words:
        return safe
    try:
        return safe % values
    except (KeyError, TypeError, ValueError):
        return safe


def _words() -> Any:
    """The catalogue of this moment's language, looked up again only when the language changed."""
    kept = g.get("_flask_babel") if g else None
    held = getattr(kept, "codesign_words", None)
    if held is None or held[0] is not getattr(kept, "babel_locale", None):
        found = get_translations()
        kept = g.get("_flask_babel") if g else None
        held = (getattr(kept, "babel_locale", None), found)
        if kept is not None:
            kept.codesign_words = held
    return held[1]
