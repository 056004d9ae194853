"""How to reach a person who asks for it: kept apart from what they answered, and never exported."""

from __future__ import annotations

import re
from collections.abc import Mapping

from email_validator import EmailNotValidError, validate_email

from codesign.core.questions.answering import Asked, Given, Sent
from codesign.core.questions.kinds.base import Column, Kept, Kind, Printed, too_long
from codesign.core.routing import Said
from codesign.core.text import one_line
from codesign.core.words import N_, Sentence

NAME, EMAIL, PHONE = "name", "email", "phone"
_TYPED = 300  # what comes back to the page when it is too long to keep
NAME_LIMIT, EMAIL_LIMIT, PHONE_LIMIT = 76, 150, 20  # together, with what stands between, what the column holds
_PHONE = re.compile(r"\+?[\d ().-]+")


def is_phone(typed: str) -> bool:
    """Whether it can be rung: 7 to 15 digits (ITU E.164), with the marks that people put between them."""
    digits = sum(mark.isdigit() for mark in typed)
    return bool(_PHONE.fullmatch(typed)) and 7 <= digits <= 15 and len(typed) <= PHONE_LIMIT


def is_email(typed: str) -> bool:
    """Whether it has the form of an address; nothing is asked of the network."""
    if len(typed) > EMAIL_LIMIT:
        return False
    try:
        validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


class ContactDetails(Kind):
    """A name, and an e-mail address or a phone number."""

    code = "contact"
    icon = "mail"
    name = N_("Contact details")
    line = N_("People tell you how to reach them. It is kept apart from their answers and is in no results.")
    template = "contact"
    seconds = 45
    in_results = False

    def says_not_sure(self, asked: Asked) -> bool:
        return False

    def read(self, asked: Asked, sent: Sent) -> Given:
        parts = {name: one_line(sent.text(name))[:_TYPED] for name in (NAME, EMAIL, PHONE)}
        return Given((), "", {name: part for name, part in parts.items() if part})

    def nothing(self, asked: Asked) -> Sentence:
        return Sentence(N_("Type an email address or a phone number."))

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        email, phone = given.parts.get(EMAIL, ""), given.parts.get(PHONE, "")
        if not email and not phone:
            return self.nothing(asked)
        if email and not is_email(email):
            return Sentence(N_("Type an email address in the right form, such as name@example.com."))
        if phone and not is_phone(phone):
            return Sentence(N_("Type a phone number in figures, such as 01632 960 001."))
        return too_long(given.parts.get(NAME, ""), NAME_LIMIT)

    def wrong_parts(self, given: Given) -> tuple[str, ...]:
        """The parts to put right first."""
        email, phone = given.parts.get(EMAIL, ""), given.parts.get(PHONE, "")
        if not email and not phone:
            return (EMAIL, PHONE)
        if email and not is_email(email):
            return (EMAIL,)
        return (PHONE,) if phone and not is_phone(phone) else (NAME,)

    def in_words(self, asked: Asked, given: Given) -> tuple[str, ...]:
        return tuple(given.parts[name] for name in (NAME, EMAIL, PHONE) if name in given.parts)

    def said(self, asked: Asked, given: Given) -> Said:
        return Said(not given.empty, frozenset())

    def kept(self, asked: Asked, given: Given) -> Kept:
        """One line, as on an envelope: Ann Lee <ann@example.com>, 01632 960 001."""
        name, email, phone = (given.parts.get(part, "") for part in (NAME, EMAIL, PHONE))
        first = f"{name} <{email}>" if name and email else name or email
        return Kept(contact=", ".join(part for part in (first, phone) if part))

    def given(self, asked: Asked, kept: Kept) -> Given:
        """Nothing: an answer never leads to a contact."""
        return Given()

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        return ()

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        return {}

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        return Given()

    def on_paper(self, asked: Asked) -> Printed:
        note = N_("Leave this empty if you do not want to hear from us. We keep it apart from your answers.")
        return Printed(
            rows=(N_("Email address"), N_("Phone number"), N_("Your name, if you like")),
            ours=True,
            lines=1,
            note=Sentence(note),
        )
