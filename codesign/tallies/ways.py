"""People behind each requirement by way of listening: the table "How strong is this?" of a pack."""

from __future__ import annotations

import uuid
from collections import defaultdict

from sqlalchemy import select

from codesign.core.terms import Stance
from codesign.extensions import db
from codesign.models import EvidenceLink, Requirement
from codesign.tallies.bearing import coded_voices, linked_voices

People = dict[uuid.UUID, dict[str, set[uuid.UUID]]]


def people_by_way(project_id: uuid.UUID) -> dict[uuid.UUID, dict[str, tuple[int, int, int]]]:
    """{requirement: {kind of activity: (people, those who support or qualify, those who oppose)}}."""
    links = db.session.scalars(
        select(EvidenceLink)
        .join(Requirement, Requirement.id == EvidenceLink.requirement_id)
        .where(Requirement.project_id == project_id)
    ).all()
    voices = linked_voices(project_id)
    coded = coded_voices(project_id, {link.theme_id for link in links if link.theme_id})
    supports: People = defaultdict(lambda: defaultdict(set))
    against: People = defaultdict(lambda: defaultdict(set))
    for link in links:
        behind = set(coded.get(link.theme_id, ())) if link.theme_id else set()
        source = link.contribution_id or link.idea_id
        if source is not None and source in voices:
            behind.add(voices[source])
        for participant, way in behind:
            (against if link.stance is Stance.OPPOSES else supports)[link.requirement_id][way].add(participant)
    return {
        requirement: {
            way: (
                len(supports[requirement][way] | against[requirement][way]),
                len(supports[requirement][way]),
                len(against[requirement][way]),
            )
            for way in {*supports[requirement], *against[requirement]}
        }
        for requirement in {*supports, *against}
    }
