"""Languages: which one this request speaks, how the page is laid out for it, and how dates and numbers read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from flask import Flask, Response, g, has_request_context, request, url_for
from flask_babel import format_date, format_datetime, get_locale, gettext

from codesign.config import Config, resource_folder
from codesign.extensions import babel
from codesign.web.identity import config

# Languages with a catalogue; a project offers some of them. Names are each language's own.
LANGUAGES = {"en": "English", "cy": "Cymraeg", "ur": "اردو", "ar": "العربية"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One line of the language switch."""

    code: str
    name: str
    dir: str
    url: str
    current: bool


def choose_language() -> str:
    """The language in the address, else the one chosen before, else the browser's, else English."""
    if not has_request_context():
        return "en"
    chosen = request.args.get("lang") or request.cookies.get(config().cookie_name("language"))
    language = chosen if chosen in LANGUAGES else request.accept_languages.best_match(["en", "cy"], "en")
    language = str(language or "en")
    g.language = language
    return language


def language_links() -> list[LanguageLink]:
    """The languages on offer here, each with this same page and query."""
    scope = g.get("project")
    offered = [code for code in (scope.languages if scope else ("en", "cy")) if code in LANGUAGES]
    current = str(get_locale() or "en").split("_")[0]
    if current not in offered:
        offered.append(current)
    links = []
    for code in offered:
        if request.endpoint:
            values = {**request.args.to_dict(), **(request.view_args or {}), "lang": code}
            url = url_for(request.endpoint, **values) if "GET" in _methods() else url_for("projects.home", lang=code)
        else:
            url = url_for("projects.home", lang=code)
        links.append(LanguageLink(code, LANGUAGES[code], Locale.parse(code).text_direction, url, code == current))
    return links


def _methods() -> set[str]:
    rule = request.url_rule
    return set(rule.methods or ()) if rule else set()


def keep_language(response: Response) -> Response:
    """Remember a language chosen in the address."""
    chosen = request.args.get("lang")
    if chosen in LANGUAGES and response.status_code < 400:
        response.set_cookie(
            config().cookie_name("language"),
            str(chosen),
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
    app.after_request(keep_language)
