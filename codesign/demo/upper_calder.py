"""The finished demonstration project CP-2026-014, put together from its parts; nothing in it is real."""

from functools import cache

from codesign.demo.codebook import THEMES
from codesign.demo.decisions import DECISIONS
from codesign.demo.evidence import links
from codesign.demo.ideas import board
from codesign.demo.place import ORGANISATION, PROJECT, TEAM
from codesign.demo.questions import CONSULTATION, EQUALITY_QUESTIONS
from codesign.demo.record import ATTESTATIONS
from codesign.demo.responses import received
from codesign.demo.shapes import Demo
from codesign.demo.specification import REQUIREMENTS
from codesign.demo.workshops import workshops

SEED = 2026014


@cache
def build(seed: int = SEED) -> Demo:
    """The whole project. The same seed gives the same project, to the last comma."""
    sendings, codings = received(seed)
    b1, idea_codings = board(seed + 1, sendings, codings)
    held, card_codings = workshops(seed + 2, sendings, codings)
    return Demo(
        organisation=ORGANISATION,
        team=TEAM,
        project=PROJECT,
        consultation=CONSULTATION,
        sendings=sendings,
        boards=(b1,),
        workshops=held,
        themes=THEMES,
        codings=codings + idea_codings + card_codings,
        requirements=REQUIREMENTS,
        links=links(sendings, codings),
        decisions=DECISIONS,
        attestations=ATTESTATIONS,
        equality_questions=EQUALITY_QUESTIONS,
    )
