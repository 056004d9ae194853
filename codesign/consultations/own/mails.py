"""The words of the one mail a resident may ask for while answering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from codesign.web.i18n import moment


@dataclass(frozen=True, slots=True)
class Mail:
    """Subject and plain text of one message."""

    subject: str
    body: str


def link_mail(*, title: str, link: str, until: datetime | None, zone: str) -> Mail:
    """The link to carry on with. It says nothing of the answers, nor of who gave them."""
    paragraphs = [
        _("You asked for a link to carry on with “%(title)s”.", title=title),
        _("Open this link, then press “Carry on”:"),
        link,
        _("The link works once. We did not keep your email address."),
    ]
    if until is not None:
        paragraphs.append(_("Send your answers before %(when)s. After that we delete them.", when=moment(until, zone)))
    paragraphs.append(_("If you did not ask for this, you can ignore it."))
    return Mail(_("Carry on with your answers"), "\n\n".join(paragraphs) + "\n")
