"""The written rules for words of both demonstration projects: what may not be shown, and what its author is told."""

from codesign.core.terms import ModerationReason

RULES = (
    "We show what you write as you wrote it. We do not correct it, and we do not hide a view because we do not share it.\n\n"
    "We hide words only for one of the reasons below. We tell you which one, and you can ask us to look again. "
    "Someone else then looks."
)

# (code, title for staff and counts, what the author is told, which of the field's reasons it is)
REASONS: tuple[tuple[str, str, str, ModerationReason], ...] = (
    (
        "personal_data",
        "Personal details",
        "Your words had an address, a phone number or other details of a person. We keep those off the page.",
        ModerationReason.PERSONAL_DATA,
    ),
    (
        "named_individual",
        "About a person who can be recognised",
        "Your words were about one person who others could recognise. Tell us about the service instead.",
        ModerationReason.NAMED_INDIVIDUAL,
    ),
    ("abuse", "Insult or threat", "Your words could hurt or threaten someone.", ModerationReason.ABUSE),
    ("spam", "Advert", "Your words looked like an advert.", ModerationReason.SPAM),
    (
        "safeguarding",
        "Someone may be at risk",
        "We worry that someone could be at risk. Our safeguarding lead has your words.",
        ModerationReason.SAFEGUARDING,
    ),
    ("other", "Another reason", "We could not show these words. The note says why.", ModerationReason.OTHER),
)
