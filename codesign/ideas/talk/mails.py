"""The words of the mails to people who follow ideas: titles and counts, never what residents said."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from codesign.ideas.talk.news import Digest
from codesign.ideas.talk.shapes import News
from codesign.web.i18n import LANGUAGES


@dataclass(frozen=True, slots=True)
class Mail:
    """Subject and plain text of one message."""

    subject: str
    body: str


def link_address(base_url: str, slug: str, token: str) -> str:
    """Where the link of a mail leads: it confirms the address, and ends it."""
    return f"{base_url}/p/{slug}/ideas/following/by-email/{token}"


def confirm_mail(*, project: str, link: str) -> Mail:
    """Asks whether news may go to this address. It says nothing of what its person follows."""
    return _letter(
        _("News of ideas you follow: is this your address?"),
        _("Somebody asked us to send news to this address. It is about ideas for “%(project)s”.", project=project),
        _("Was it you? Open this link, then press the button on the page:"),
        link,
        _("You get one message a day at most. You can stop at any time."),
        _("If it was not you, you can ignore this. We delete the address after 7 days."),
    )


def digest_mail(digest: Digest, base_url: str) -> Mail:
    """The news of one day, in its reader's language."""
    with force_locale(digest.language if digest.language in LANGUAGES else "en"):
        above = f"{base_url}/p/{digest.slug}/ideas"
        return _letter(
            ngettext("News of %(num)s idea you follow", "News of %(num)s ideas you follow", len(digest.news)),
            _("This is new on ideas you follow for “%(project)s”.", project=digest.project),
            *(
                "\n".join(
                    (each.title or _("An idea you follow"), *news_lines(each), f"{above}/{each.board_ref}/{each.ref}")
                )
                for each in digest.news
            ),
            _("To get no more of these messages, open this link, then press the button on the page:"),
            link_address(base_url, digest.slug, digest.token),
        )


def news_lines(news: News) -> tuple[str, ...]:
    """What happened to one idea, a sentence each."""
    lines = []
    if news.taken_back:
        lines.append(_("Its author took it back."))
    if news.answered:
        lines.append(_("The council answered it."))
    if news.reshaped:
        lines.append(_("It is now part of another idea."))
    if news.changed:
        lines.append(_("Its author changed the words."))
    if news.answers:
        lines.append(ngettext("%(num)s answer from the team.", "%(num)s answers from the team.", news.answers))
    if news.replies:
        lines.append(ngettext("%(num)s new reply.", "%(num)s new replies.", news.replies))
    return tuple(lines)


def _letter(subject: str, *paragraphs: str) -> Mail:
    return Mail(subject, "\n\n".join(paragraphs) + "\n")
