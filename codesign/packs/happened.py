"""What happened while consultations were open, from their record: dates that moved, documents shown, outages, campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select

from codesign.core import pack as p
from codesign.core.terms import RecordKind
from codesign.extensions import db
from codesign.models import Consultation, RecordEntry, ShownDocument, Upload
from codesign.packs.sources import printable
from codesign.tallies.campaigns import campaigns, totals
from codesign.tallies.record import OUT, WORDING, changed_after_answers, minutes_out


def dates(consultations: Sequence[Consultation]) -> tuple[p.DateRow, ...]:
    """Mandates, closing dates that moved and each version of a document, with its digest, by day."""
    rows = []
    for each in consultations:
        zone = ZoneInfo(each.zone)
        for entry in _entries(each, RecordKind.MANDATE):
            approved = f"Approved by {entry.who}. " if entry.who else ""
            rows.append(
                p.DateRow(
                    label=f"{each.ref}: mandate, {printable(entry.title)}",
                    actual=entry.at.astimezone(zone).date(),
                    note=f"{approved}{printable(entry.words)}".strip(),
                )
            )
        for entry in _entries(each, RecordKind.EXTENSION):
            if entry.until is not None:
                rows.append(
                    p.DateRow(
                        label=f"{each.ref}: closing date moved",
                        planned=entry.at.astimezone(zone).date(),
                        actual=entry.until.astimezone(zone).date(),
                        note=printable(entry.words) or "No reason is recorded.",
                    )
                )
        documents = db.session.execute(
            select(ShownDocument, Upload.sha256)
            .join(Upload, Upload.id == ShownDocument.upload_id)
            .where(ShownDocument.activity_id == each.id)
            .order_by(ShownDocument.ref, ShownDocument.version)
        )
        for shown, sha256 in documents:
            rows.append(
                p.DateRow(
                    label=f"{each.ref}: {shown.ref} version {shown.version} shown, {shown.title}",
                    actual=shown.shown_from.astimezone(zone).date(),
                    note=f"sha256 {sha256}",
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.actual is None, row.actual, row.label)))


def told(consultation: Consultation, kind: RecordKind) -> str:
    """The entries of one kind in a line: how it was promoted, which formats there were."""
    return "; ".join(
        ", ".join(part for part in (printable(entry.title), printable(entry.who)) if part)
        for entry in _entries(consultation, kind)
    )


def limits(consultations: Sequence[Consultation]) -> tuple[p.Limit, ...]:
    """What the record says against a simple reading: campaigns, petitions, outages, changes without a reason."""
    found = []
    for each in consultations:
        counted = totals(each.id).counted
        for campaign in campaigns(each.id):
            found.append(
                p.Limit(
                    text=f"{each.ref}: {campaign.n} like responses are one campaign. {campaign.counted} of them count.",
                    effect=f"Counted with it: {counted}. Counted without it: {counted - campaign.counted}.",
                )
            )
        for entry in _entries(each, RecordKind.PETITION):
            found.append(
                p.Limit(
                    text=f"{each.ref}: a petition or campaign came in, {printable(entry.title)}.",
                    effect=f"It is reported apart from the answers. {printable(entry.words)}".strip(),
                )
            )
        minutes = sum(minutes_out(entry) for entry in _entries(each, RecordKind.OUTAGE))
        if minutes:
            found.append(
                p.Limit(
                    text=f"{each.ref} could not be reached for {minutes} minutes in all.",
                    effect="Some people may have given up.",
                )
            )
        found += _changes(each)
    return tuple(found)


def _changes(consultation: Consultation) -> list[p.Limit]:
    reasons = {entry.title: printable(entry.words) for entry in _entries(consultation, RecordKind.CHANGE)}
    found = []
    for title in changed_after_answers(consultation.id):
        what, _, ref = title.partition(" ")
        question, _, number = ref.partition(".")
        words = {
            WORDING: f"{consultation.ref}-{question} was asked in new words, wording {number}.",
            OUT: f"{consultation.ref}-{question} was taken out after people had answered it.",
        }[what]
        found.append(p.Limit(text=words, effect=reasons.get(title) or "No reason is recorded."))
    return found


def _entries(consultation: Consultation, kind: RecordKind) -> list[RecordEntry]:
    return list(
        db.session.scalars(
            select(RecordEntry)
            .where(
                RecordEntry.activity_id == consultation.id,
                RecordEntry.kind == kind,
                RecordEntry.withdrawn_at.is_(None),
            )
            .order_by(RecordEntry.at, RecordEntry.id)
        )
    )
