"""What the form library says by itself, in our words: it speaks few languages, and says what is wrong, not what to do."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext

from codesign.core.words import N_

_FILL_IN = N_("Fill this in.")
_CHOOSE = N_("Select one of the answers on the page.")
_WHOLE = N_("Type a whole number, such as 4.")
_NUMBER = N_("Type a number in figures, such as 4.")
_TOO_OLD = N_("This page was too old to use. Check your words, then send them again.")

WORDS: Final = {
    "This field is required.": _FILL_IN,
    "Not a valid choice.": _CHOOSE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOOSE,
    "'%(value)s' is not a valid choice for this field.": _CHOOSE,
    "'%(value)s' are not valid choices for this field.": _CHOOSE,
    "Invalid value, must be one of: %(values)s.": _CHOOSE,
    "Not a valid integer value.": _WHOLE,
    "Not a valid decimal value.": _NUMBER,
    "Not a valid float value.": _NUMBER,
    "Number must be at least %(min)s.": N_("Type a number that is %(min)s or more."),
    "Number must be at most %(max)s.": N_("Type a number that is %(max)s or less."),
    "Number must be between %(min)s and %(max)s.": N_("Type a number from %(min)s to %(max)s."),
    "Not a valid date value.": N_("Enter a real date, like 27 3 2026."),
    "Not a valid datetime value.": N_("Enter a real date, like 27 3 2026."),
    "Not a valid time value.": N_("Type a time, like 9:30 or 17:00."),
    "Field must be at least %(min)d character long.": N_("Make this %(min)s characters or more."),
    "Field must be at least %(min)d characters long.": N_("Make this %(min)s characters or more."),
    "Field cannot be longer than %(max)d character.": N_("Make this %(max)s characters or fewer."),
    "Field cannot be longer than %(max)d characters.": N_("Make this %(max)s characters or fewer."),
    "Field must be exactly %(max)d character long.": N_("Make this %(max)s characters long."),
    "Field must be exactly %(max)d characters long.": N_("Make this %(max)s characters long."),
    "Field must be between %(min)d and %(max)d characters long.": N_("Make this %(min)s to %(max)s characters long."),
    "Field must be equal to %(other_name)s.": N_("Type the same words in both places."),
    "Invalid email address.": N_("Enter an email address, like name@council.gov.uk."),
    "Invalid input.": N_("Check this, then type it again."),
    "Invalid CSRF Token.": _TOO_OLD,
    "CSRF token missing.": _TOO_OLD,
    "CSRF failed.": _TOO_OLD,
    "CSRF token expired.": _TOO_OLD,
    "File does not have an approved extension: {extensions}": N_("Choose a file that ends in {extensions}."),
    "File does not have an approved extension.": N_("Choose another kind of file."),
}


class BuiltInWords:
    """The translations that a form asks for. What the library never says by itself comes back as it is."""

    def gettext(self, text: str) -> str:
        # Looked up without values, so that the library can put them in: its own percent signs stay.
        return str(gettext(WORDS[text])) if text in WORDS else text

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


BUILT_IN_WORDS = BuiltInWords()
