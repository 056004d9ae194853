"""The staff navigation: which pages a project has, and which one this is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, has_request_context, request, url_for
from flask_babel import gettext as _

from codesign.web.identity import staff


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the staff bar."""

    text: str
    href: str
    current: bool


def _places() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return (
        (_("Overview"), "projects_manage.overview", ("projects_manage",)),
        (_("Questions"), "consultations_manage.index", ("consultations_",)),
        (_("Ideas"), "ideas_manage.index", ("ideas_", "moderation_manage")),
        (_("Workshops"), "workshops_manage.index", ("workshops_manage",)),
        (_("Themes"), "evidence_manage.index", ("evidence_manage",)),
        (_("Specification"), "specification_manage.index", ("specification_manage",)),
        (_("Evidence pack"), "packs_manage.index", ("packs_manage",)),
    )


@dataclass(frozen=True, slots=True)
class HelpLink:
    """One line of the footer."""

    text: str
    href: str


def shell() -> dict[str, Any]:
    """What the page shells show around a page: the staff bar where a project is named, the footer's links."""
    if not has_request_context():
        return {"navigation": [], "help_links": []}
    scope = g.get("project")
    help_links = [
        HelpLink(_("Get help to take part"), url_for("projects.help_page", project=scope.slug if scope else None)),
        HelpLink(_("Your privacy"), url_for("projects.privacy", project=scope.slug if scope else None)),
        HelpLink(_("Accessibility"), url_for("projects.accessibility", project=scope.slug if scope else None)),
    ]
    around = {
        "help_links": help_links,
        "account_url": url_for("accounts.account"),
        "sign_out_url": url_for("accounts.sign_out"),
    }
    if scope is None or request.endpoint is None or staff() is None:
        return {"navigation": [], "project_url": "", **around}
    slug = scope.slug
    return {
        "navigation": [
            NavigationItem(text, url_for(endpoint, project=slug), str(request.blueprint).startswith(blueprints))
            for text, endpoint, blueprints in _places()
        ],
        "project_url": url_for("projects_manage.overview", project=slug),
        **around,
    }
