"""The ten themes of Upper Calder Valley: what each means and what to leave out."""

from codesign.demo.shapes import Theme

EXPECTED_PEOPLE = {
    "T01": 141,
    "T02": 128,
    "T03": 97,
    "T04": 84,
    "T05": 79,
    "T06": 71,
    "T07": 66,
    "T08": 49,
    "T09": 23,
    "T10": 11,
}
OPPOSE_A_AND_KEEP_CLUBS = 54


def _theme(ref: str, title: str, definition: str, include: str, exclude: str, note: str = "") -> Theme:
    return Theme(
        ref=ref,
        title=title,
        definition=definition,
        include=include,
        exclude=exclude,
        minority=ref in {"T09", "T10"},
        note=note,
    )


THEMES = (
    _theme(
        "T01",
        "Know who to ring",
        "People want one person, with a name and a number, who knows what there is and can tell them.",
        "Not knowing where to start, being passed round, wanting a list of what is on, wanting a proper first talk.",
        "How to book once they know (T07). Whether they trust the person (T05).",
    ),
    _theme(
        "T02",
        "Getting there and back",
        "Getting to a place, and safely home again, decides whether people go at all.",
        "Buses, lifts, taxis, bus passes, hills, steps, pavements, dark and ice on the way.",
        "Being driven home from hospital (T04).",
    ),
    _theme(
        "T03",
        "Company, not classes",
        "People want time with other people more than they want a planned activity.",
        "Loneliness, someone to talk to, sitting together, long evenings and weekends.",
        "The lunch clubs by name (T06). Men staying away (T09).",
    ),
    _theme(
        "T04",
        "Help straight after hospital",
        "The first days and weeks at home after hospital are the hardest, and often nobody comes.",
        "Discharge, the first week, food in the house, a call or visit, losing nerve after an illness.",
        "Care on the ward. Long-term care at home.",
    ),
    _theme(
        "T05",
        "Trusted local faces",
        "People open the door to someone they know, who comes from here and keeps coming.",
        "The same worker, local staff and volunteers, being met and taken in the first time.",
        "One number to ring (T01).",
    ),
    _theme(
        "T06",
        "Keep the lunch clubs",
        "The three lunch clubs should carry on, or not stop before something better is running.",
        "St Aidan's, the Tuesday Table and the chapel lunch by name; a gap between old and new.",
        "Other views of Proposal A that do not speak of the clubs.",
        "54 of the 71 people also opposed Proposal A.",
    ),
    _theme(
        "T07",
        "Phone, not app",
        "People must be able to book, join and ask without the internet.",
        "No internet, apps, passwords, e-mail, links in texts, wanting a phone call or a letter.",
        "Not knowing which number to ring (T01).",
    ),
    _theme(
        "T08",
        "Carers' breaks",
        "People who look after someone need time off, and need to be seen in their own right.",
        "Sitting services, tiredness, giving up work, carers not being counted or asked.",
        "Paid care workers.",
    ),
    _theme(
        "T09",
        "Men rarely come",
        "What is on now does not draw men, who would come for something useful to do.",
        "Men staying at home, sheds, mending, sport, being asked.",
        "General loneliness (T03).",
        "Few people said this. It is kept because it is about one sex, and men took part less than women.",
    ),
    _theme(
        "T10",
        "Urdu and Punjabi speakers miss out",
        "Older people who speak Urdu or Punjabi do not hear about, or feel at home in, what is on.",
        "Language, halal food, a woman worker who speaks Urdu, not being asked.",
        "General trouble finding out what is on (T01).",
        "Few people said this. It is kept because it is about a protected group. See the equality impact assessment.",
    ),
)
