"""The words of the one mail that tells a follower of a batch of answers."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from codesign.ideas.answers.drafts import Letter
from codesign.ideas.talk.mails import link_address
from codesign.web.i18n import LANGUAGES

SHOWN = 10  # ideas named in one mail


@dataclass(frozen=True, slots=True)
class Mail:
    """Subject and plain text of one message."""

    subject: str
    body: str


def answers_mail(letter: Letter, base_url: str) -> Mail:
    """Word of the answers to ideas that a person took part in, in their language."""
    with force_locale(letter.language if letter.language in LANGUAGES else "en"):
        many = len(letter.ideas)
        named = (_("%(title)s: %(answer)s.", title=title, answer=_(label)) for title, label in letter.ideas[:SHOWN])
        paragraphs = [
            ngettext(
                "%(organisation)s has answered %(num)s idea that you took part in, on “%(board)s”.",
                "%(organisation)s has answered %(num)s ideas that you took part in, on “%(board)s”.",
                many,
                organisation=letter.organisation,
                board=letter.board,
            ),
            "\n".join(named),
        ]
        if many > SHOWN:
            paragraphs.append(ngettext("And %(num)s more.", "And %(num)s more.", many - SHOWN))
        paragraphs += [
            _("Read every answer with its reason here:"),
            f"{base_url}/p/{letter.slug}/ideas/{letter.board_ref}/answers?batch={letter.batch}",
            _("You get this because you asked for news of ideas. We tell you of these answers once."),
            _("To get no more of these messages, open this link, then press the button on the page:"),
            link_address(base_url, letter.slug, letter.token),
        ]
        subject = _("Answers to ideas on “%(board)s”", board=letter.board)
    return Mail(subject, "\n\n".join(paragraphs) + "\n")
