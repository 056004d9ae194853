"""The words of the mails that accounts send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_datetime
from flask_babel import gettext as _


@dataclass(frozen=True, slots=True)
class Mail:
    """Subject and plain text of one message."""

    subject: str
    body: str


def invitation_mail(*, place: str, inviter: str, role: str, link: str, expires_at: datetime) -> Mail:
    """An invitation to work on `place`, a project or an organisation. `inviter` is a name, or empty."""
    opening = (
        _("%(inviter)s has invited you to work on “%(place)s”.", inviter=inviter, place=place)
        if inviter
        else _("You have been invited to work on “%(place)s”.", place=place)
    )
    return _letter(
        _("You are invited to work on %(place)s", place=place),
        opening,
        _("Your role will be: %(role)s.", role=role),
        _("Open this link to accept:"),
        link,
        _("The link works once, until %(when)s.", when=format_datetime(expires_at, "d MMMM y, HH:mm")),
        _("If you did not expect this, you can ignore it."),
    )


def sign_in_mail(*, service: str, link: str, code: str) -> Mail:
    """A link to sign in with, and the code that another browser asks for."""
    return _letter(
        _("Your link to sign in to %(service)s", service=service),
        _("Open this link, then press the button on the page:"),
        link,
        _("If the page asks for a code, type this one: %(code)s", code=code),
        _("The link and the code work once, for 10 minutes."),
        _("If you did not ask for this, you can ignore it. Nobody can sign in without this message."),
    )


def changed_mail(*, service: str, what: str) -> Mail:
    """Word that how a person signs in was changed, so that they notice when it was not them. `what` is a message id."""
    return _letter(
        _("A change to your account on %(service)s", service=service),
        _(what),
        _("If this was not you, tell the person who invited you straight away."),
    )


def _letter(subject: str, *paragraphs: str) -> Mail:
    return Mail(subject, "\n\n".join(paragraphs) + "\n")
