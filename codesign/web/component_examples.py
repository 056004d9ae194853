"""Example values for every macro, shown on `/components` in development. Every place, person and number is made up."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

_IDEA = {
    "id": 1,
    "title": "A warm room with free tea, open until 8pm",
    "href": "#",
    "theme": "Opening times",
    "tint": "butter",
    "text": "Somewhere to sit after work that is not a café. My flat is cold and I would meet my neighbours.",
    "who": "Parent, Alderbrook East",
    "when": "2 days ago",
    "picture": None,
    "picture_alt": None,
    "tag": None,
    "replies": 9,
    "replies_href": "#",
    "support": {
        "id": 1,
        "title": "A warm room with free tea, open until 8pm",
        "count": 64,
        "mine": False,
        "action": "#",
        "open": True,
        "htmx": False,
    },
}
_SECOND_IDEA = {
    **_IDEA,
    "id": 2,
    "title": "Let local people run the front desk",
    "theme": "Local jobs",
    "tint": "mint",
    "text": "Train and pay people who live here. They know who is who and which bus to get.",
    "who": "Lives near the Green",
    "when": "5 days ago",
    "replies": 1,
    "support": {
        "id": 2,
        "title": "Let local people run the front desk",
        "count": 51,
        "mine": True,
        "action": "#",
        "open": True,
        "htmx": False,
    },
}


def _row(group: str, here: int | None, census: int | None, gap: str, low: bool = False) -> dict[str, Any]:
    return {"group": group, "here": here, "census": census, "gap": gap, "low": low}


def _cards(first: int, *texts: tuple[str, int]) -> list[dict[str, Any]]:
    return [
        {"id": first + step, "text": text, "votes": votes, "new": text.startswith("Someone"), "hidden": False}
        for step, (text, votes) in enumerate(texts)
    ]


EXAMPLES: dict[str, Any] = {
    "languages": [
        {"code": "en", "name": "English", "dir": "ltr", "url": "?lang=en", "current": True},
        {"code": "cy", "name": "Cymraeg", "dir": "ltr", "url": "?lang=cy", "current": False},
        {"code": "ur", "name": "اردو", "dir": "rtl", "url": "?lang=ur", "current": False},
    ],
    "account": {"name": "Priya Anand", "initials": "PA"},
    "project": {
        "slug": "hub",
        "name": "Alderbrook family hub",
        "organisation": "Alderbrook Council",
        "partners": "Alderbrook Together, a local charity",
        "phone": "01632 960 114",
        "phone_hours": "Monday to Friday, 9am to 5pm",
    },
    "help_links": [
        {"text": "Get help to take part", "href": "#"},
        {"text": "Easy read", "href": "#"},
        {"text": "BSL video", "href": "#"},
        {"text": "Your privacy", "href": "#"},
        {"text": "Accessibility", "href": "#"},
    ],
    "navigation": [
        {"text": text, "href": "#", "current": text == "Overview"}
        for text in ("Overview", "Questions", "Ideas", "Workshops", "Themes", "Specification", "Evidence pack")
    ],
    "rows": [
        {
            "href": "#",
            "icon": "bulb",
            "tint": "butter",
            "title": "Share or back an idea",
            "line": "86 ideas from people here",
        },
        {
            "href": "#",
            "icon": "calendar",
            "tint": "mint",
            "title": "Come to a workshop",
            "line": "Thursday 27 November, 6pm, Alderbrook Library. Free food and childcare.",
        },
        {
            "href": "#",
            "icon": "phone",
            "tint": "sky",
            "title": "Tell us by phone or text",
            "line": "01632 960 114. We can phone you back.",
        },
        {
            "href": "#",
            "icon": "page",
            "tint": "lilac",
            "title": "Print a paper form",
            "line": "Hand it in at the library or the GP",
        },
    ],
    "steps": [
        {"title": "We listened", "line": "September. 3 pop-ups, 140 chats.", "state": "done"},
        {"title": "Design it together", "line": "Now, until 14 December", "state": "now"},
        {"title": "Choose who runs it", "line": "February. 2 residents help choose.", "state": "later"},
        {"title": "We show you what changed", "line": "March, here and by text", "state": "later"},
    ],
    "said": {
        "quote": "The group stops at 3. I am still at work at 3.",
        "who": "A dad, pop-up at the Green, September",
        "change": "the hub must open until 7pm on 2 days a week.",
        "label": "Now on the list:",
    },
    "answer": {
        "opening": "We will do part of this.",
        "tone": "partly",
        "words": "The room opens until 7pm on Tuesdays and Thursdays.",
        "reason": "There is money for two evenings, not five.",
        "requirement": {"ref": "REQ-009", "title": "Open after work", "public": True},
        "decision": {"ref": "D-004", "title": "You want the hub open after work.", "public": True},
    },
    "ideas": [_IDEA, _SECOND_IDEA],
    "chips": [
        {"text": "All 86", "href": "#", "current": True},
        {"text": "Opening times 21", "href": "#", "current": False},
        {"text": "Welcome for everyone 14", "href": "#", "current": False},
        {"text": "Local jobs 9", "href": "#", "current": False},
    ],
    "stages": [
        {"name": "Plan", "when": "Done 3 September", "state": "done"},
        {"name": "Listen", "when": "Done 30 September", "state": "done"},
        {"name": "Design together", "when": "Now, until 14 December", "state": "now"},
        {"name": "Write and check", "when": "January", "state": "later"},
        {"name": "Choose and report back", "when": "February to March", "state": "later"},
    ],
    "tiles": [
        {"number": "412", "label": "people took part", "change": "+38 this week", "href": "#"},
        {"number": "86", "label": "ideas, 1,204 supports", "change": None, "href": "#"},
        {"number": "3", "label": "workshops, 61 people", "change": None, "href": "#"},
        {"number": "14 of 22", "label": "draft requirements have strong evidence", "change": None, "href": "#"},
    ],
    "compare": [
        _row("Aged 16 to 24", 4, 17, "13 points low", True),
        _row("Aged 25 to 44", 41, 29, "12 points high"),
        _row("Aged 45 to 64", 33, 31, "About right"),
        _row("Aged 65 and over", 22, 23, "About right"),
        _row("Disabled people", 19, 21, "About right"),
        _row("Bangladeshi", 5, 12, "7 points low", True),
        _row("Polish", 6, 7, "About right"),
        _row("Men", 27, 49, "22 points low", True),
        _row("Aged 15 or under", None, 18, "Hidden, too few people"),
    ],
    "themes": [
        {
            "title": "Open at times people can come",
            "href": "#",
            "line": "Strongest with working parents",
            "count": 361,
            "share": 100,
        },
        {
            "title": "A face I know on the desk",
            "href": "#",
            "line": "Raised in all 3 workshops",
            "count": 318,
            "share": 88,
        },
        {
            "title": "Easy to get to and get in",
            "href": "#",
            "line": "14 bus, steps, buggy space",
            "count": 264,
            "share": 73,
        },
    ],
    "todo": [
        {
            "icon": "people",
            "title": "3 groups are under-heard",
            "href": "#",
            "line": "Young people, Bangladeshi families, men",
        },
        {
            "icon": "link",
            "title": "8 requirements need evidence",
            "href": "#",
            "line": "2 have none at all: R9 and R17",
        },
        {"icon": "comment", "title": "27 replies wait to be checked", "href": "#", "line": "Oldest has waited 2 days"},
        {"icon": "flag", "title": "Nobody is named for R12", "href": "#", "line": None},
    ],
    "checks": [
        {"ok": True, "text": "Names and phone numbers removed", "href": None, "link": None},
        {"ok": True, "text": "Groups of fewer than 5 hidden", "href": None, "link": None},
        {"ok": False, "text": "2 quotes could point to a person.", "href": "#", "link": "Read and fix"},
    ],
    "strengths": [
        {"n": 4, "word": "Strong", "count": "31 sources", "low": False},
        {"n": 2, "word": "Mixed", "count": "11 sources", "low": True},
        {"n": 0, "word": "No evidence yet", "count": None, "low": True},
    ],
    "requirements": [
        {
            "ref": "R1",
            "name": "Run by people from here",
            "n": 4,
            "word": "Strong",
            "count": "19 sources",
            "low": False,
            "here": False,
        },
        {
            "ref": "R2",
            "name": "Paid local roles",
            "n": 2,
            "word": "Mixed",
            "count": "11 sources",
            "low": True,
            "here": False,
        },
        {
            "ref": "R4",
            "name": "Opening times",
            "n": 4,
            "word": "Strong",
            "count": "31 sources",
            "low": False,
            "here": True,
        },
        {
            "ref": "R9",
            "name": "Data and privacy",
            "n": 0,
            "word": "No evidence yet",
            "count": None,
            "low": True,
            "here": False,
        },
    ],
    "evidence": [
        {
            "id": "a",
            "stance": "supports",
            "source": "Question 3, answer 118",
            "marked": None,
            "words": "The group stops at 3. I am still at work at 3.",
            "who": "Dad, 25 to 44, Alderbrook East",
        },
        {
            "id": "b",
            "stance": "opposes",
            "source": "Idea 41, 8 supports",
            "marked": None,
            "words": "Late nights mean staff leave. Keep it to one.",
            "who": "Works in childcare",
        },
        {"id": "c", "stance": "qualifies", "source": "Workshop 2, card 7", "marked": None, "words": None, "who": None},
    ],
    "found": [
        {
            "id": "d",
            "stance": "supports",
            "source": "Question 3, answer 204",
            "who": "Aged 16 to 24",
            "words": "I do college till 5. Evening is the only time I could come.",
            "marked": Markup("I do college till 5. <mark>Evening</mark> is the only time I could come."),
        },
        {
            "id": "e",
            "stance": "supports",
            "source": "Text message",
            "who": "Man, 25 to 44",
            "marked": None,
            "words": "Evening for dads? There is nothing for us now.",
        },
    ],
    "chart": [
        {"label": "Agree", "n": 210, "percent": 66},
        {"label": "Disagree", "n": 86, "percent": 27},
        {"label": "I am not sure", "n": 22, "percent": 7},
        {"label": "Something else", "n": None, "percent": None},
    ],
    "votes": [
        {"id": 1, "name": "Open when we are free", "colour": 1, "dots": 2},
        {"id": 2, "name": "A face I know", "colour": 2, "dots": 1},
        {"id": 3, "name": "Easy to get in", "colour": 3, "dots": 0},
        {"id": 4, "name": "Calm and kind", "colour": 4, "dots": 0},
    ],
    "groups": [
        {
            "id": 1,
            "name": "Open when we are free",
            "colour": 1,
            "votes": 11,
            "more": 0,
            "cards": _cards(
                1,
                ("Open after work, not just till 3", 6),
                ("Saturday mornings", 3),
                ("Same times in the school holidays", 2),
            ),
        },
        {
            "id": 2,
            "name": "A face I know",
            "colour": 2,
            "votes": 9,
            "more": 0,
            "cards": _cards(
                4,
                ("Someone I know on the front desk", 5),
                ("Staff who speak Polish or Bangla", 3),
                ("Text me back the same day", 1),
            ),
        },
        {
            "id": 3,
            "name": "Easy to get in",
            "colour": 3,
            "votes": 7,
            "more": 0,
            "cards": _cards(
                7, ("Buggy space by the door", 3), ("On the 14 bus route", 3), ("Toilet I can use in my wheelchair", 1)
            ),
        },
        {
            "id": 4,
            "name": "Calm and kind",
            "colour": 4,
            "votes": 4,
            "more": 0,
            "cards": _cards(10, ("A quiet hour with the lights low", 3), ("No forms on the first visit", 1)),
        },
    ],
    "tray": _cards(13, ("Somewhere warm to sit", 0), ("Ask us again in a year", 0)),
    "wall_steps": [
        {"title": title, "current": title == "Group and vote"}
        for title in ("Write", "Group and vote", "Talk", "Choose", "Next steps")
    ],
    "pieces": [{"text": "The only time is the ", "found": False}, {"text": "evening", "found": True}],
    "saved_states": ["saving", "saved", "offline", "sent", "problem", "conflict"],
}
