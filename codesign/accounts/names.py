"""What roles are called on pages and in mails, and what each may do."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from codesign.core.terms import Role

ROLE_NAMES: Final[dict[Role, Any]] = {
    Role.ORGANISATION_ADMIN: _l("Organisation admin"),
    Role.COMMISSIONER: _l("Commissioner"),
    Role.FACILITATOR: _l("Facilitator"),
    Role.ANALYST: _l("Analyst"),
    Role.OBSERVER: _l("Observer"),
}

ROLE_HINTS: Final[dict[Role, Any]] = {
    Role.ORGANISATION_ADMIN: _l("Can do everything in every project, and choose who else can."),
    Role.COMMISSIONER: _l("Runs the project: can change everything, decide, freeze the pack and invite people."),
    Role.FACILITATOR: _l("Sets up questions, boards and workshops, runs workshops and reads what people said."),
    Role.ANALYST: _l("Reads what people said, finds themes and writes the specification."),
    Role.OBSERVER: _l("Can look and download packs, but not change anything or read personal details."),
}


def role_name(role: Role) -> str:
    """The name of a role in the reader's language."""
    return str(ROLE_NAMES[role])
