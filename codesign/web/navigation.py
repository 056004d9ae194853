"""The staff navigation: which pages a project has, and which one this is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, has_request_context, request, url_for
from flask_babel import gettext as _


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the staff bar."""

    text: str
    href: str
    current: bool


def _places() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return (
        (_("Overview"), "projects_manage.overview", ("projects_manage",)),
        (_("Questions"), "consultations_manage.index", ("consultations_manage",)),
        (_("Ideas"), "ideas_manage.index", ("ideas_manage", "moderation_manage")),
        (_("Workshops"), "workshops_manage.index", ("workshops_manage",)),
        (_("Themes"), "evidence_manage.index", ("evidence_manage",)),
        (_("Specification"), "specification_manage.index", ("specification_manage",)),
        (_("Evidence pack"), "packs_manage.index", ("packs_manage",)),
    )


def shell() -> dict[str, Any]:
    """The `navigation` of the staff shell: empty where no project is named."""
    if not has_request_context() or g.get("project") is None or request.endpoint is None:
        return {"navigation": []}
    slug = g.project.slug
    return {
        "navigation": [
            NavigationItem(text, url_for(endpoint, project=slug), request.blueprint in blueprints)
            for text, endpoint, blueprints in _places()
        ]
    }
