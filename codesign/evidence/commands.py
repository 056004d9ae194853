"""What staff do with words: keep the codebook, code words to themes, take a coding back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select

from codesign.core.codes import is_reference
from codesign.core.errors import NotFound, Refused
from codesign.core.heard import COUNTED_SENDINGS, READABLE_STANDINGS
from codesign.core.terms import CodedBy, ThemeStance
from codesign.core.words import N_
from codesign.evidence.codebook import theme_of
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Codebook, Coding, Contribution, Project, Submission, Theme

MOST_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeDraft:
    """A theme as it was typed."""

    title: str
    definition: str = ""
    include_rule: str = ""
    exclude_rule: str = ""
    minority_note: str = ""
    housekeeping: bool = False


def add_theme(project_id: uuid.UUID, draft: ThemeDraft, *, by: uuid.UUID, at: datetime) -> Theme:
    """Add a theme at the end of the codebook, which is made on first need."""
    # The lock makes two themes added at once take two references.
    db.session.execute(select(Project.id).where(Project.id == project_id).with_for_update()).one()
    book = db.session.scalar(select(Codebook).where(Codebook.project_id == project_id))
    if book is None:
        book = Codebook(project_id=project_id, title="What people said", created_at=at)
        db.session.add(book)
        db.session.flush()
    refs = db.session.scalars(select(Theme.ref).where(Theme.codebook_id == book.id)).all()
    last = db.session.scalar(select(func.max(Theme.position)).where(Theme.codebook_id == book.id))
    number = 1 + max((int(ref[1:]) for ref in refs if ref[1:].isdigit()), default=0)
    theme = Theme(codebook_id=book.id, ref=f"T{number:02d}", position=(last or 0) + 1, **_fields(draft))
    db.session.add(theme)
    book.version += 1
    record("theme_added", theme, project_id=project_id, by=actor_person(by), at=at, details={"ref": theme.ref})
    return theme


def change_theme(project_id: uuid.UUID, ref: str, draft: ThemeDraft, *, by: uuid.UUID, at: datetime) -> Theme:
    """Change a theme's words and rules. Raises `NotFound`."""
    theme = theme_of(project_id, ref)
    changed = sorted(name for name, value in _fields(draft).items() if getattr(theme, name) != value)
    if not changed:
        return theme
    for name, value in _fields(draft).items():
        setattr(theme, name, value)
    _new_version(theme)
    record(
        "theme_changed",
        theme,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"ref": ref, "fields": changed},
    )
    return theme


def move_theme(project_id: uuid.UUID, ref: str, *, up: bool, by: uuid.UUID, at: datetime) -> None:
    """Move a theme one place up or down. At the end of the list nothing changes. Raises `NotFound`."""
    theme = theme_of(project_id, ref)
    order = db.session.scalars(
        select(Theme)
        .where(Theme.codebook_id == theme.codebook_id, Theme.housekeeping.is_(theme.housekeeping))
        .order_by(Theme.position, Theme.ref)
    ).all()
    place = order.index(theme)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    moved = list(order)
    moved[place], moved[other] = moved[other], moved[place]
    for position, each in enumerate(moved, 1):
        each.position = position
    _new_version(theme)
    record("themes_ordered", theme, project_id=project_id, by=actor_person(by), at=at, details={"ref": ref})


def code_words(
    project_id: uuid.UUID, codes: Sequence[str], ref: str, stance: ThemeStance, *, by: uuid.UUID, at: datetime
) -> int:
    """Code contributions to a theme with a stance, and say how many are newly so; a coding there is changes its stance.

    Raises `NotFound` when a contribution or the theme is not of this project, `Refused` for none, too many, or words
    that nobody may read.
    """
    wanted = sorted(set(codes))
    if not wanted:
        raise Refused(N_("Tick the words first. Then choose a theme."))
    if len(wanted) > MOST_AT_ONCE:
        raise Refused(N_("Tick 200 or fewer at a time."))
    if not all(is_reference(code) for code in wanted):
        raise NotFound
    theme = theme_of(project_id, ref)
    rows = db.session.scalars(
        select(Contribution)
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(
            Contribution.project_id == project_id,
            Contribution.code.in_(wanted),
            Submission.state.in_(COUNTED_SENDINGS),
        )
    ).all()
    if len(rows) != len(wanted):
        raise NotFound
    if any(row.standing not in READABLE_STANDINGS for row in rows):
        raise Refused(N_("Some of these words are hidden, withdrawn or not yet checked. Untick those."))
    coded = {
        coding.contribution_id: coding
        for coding in db.session.scalars(
            select(Coding).where(Coding.theme_id == theme.id, Coding.contribution_id.in_([row.id for row in rows]))
        )
    }
    changed = []
    for row in sorted(rows, key=lambda each: each.code):
        coding = coded.get(row.id)
        if coding is None:
            coding = Coding(contribution_id=row.id, theme_id=theme.id)
            db.session.add(coding)
        elif coding.stance is stance and coding.coded_by is CodedBy.PERSON:
            continue
        coding.stance, coding.coded_by, coding.coder_id, coding.at = stance, CodedBy.PERSON, by, at
        changed.append(row.code)
    if changed:
        record(
            "words_coded",
            theme,
            project_id=project_id,
            by=actor_person(by),
            at=at,
            details={"theme": ref, "stance": stance.value, "count": len(changed), "codes": changed},
        )
    return len(changed)


def remove_coding(project_id: uuid.UUID, code: str, ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Take one contribution out of a theme. Raises `NotFound`; nothing happens where it is not in the theme."""
    theme = theme_of(project_id, ref)
    if not is_reference(code):
        raise NotFound
    contribution = db.session.scalar(
        select(Contribution.id).where(Contribution.project_id == project_id, Contribution.code == code)
    )
    if contribution is None:
        raise NotFound
    gone = db.session.scalars(
        delete(Coding).where(Coding.theme_id == theme.id, Coding.contribution_id == contribution).returning(Coding.id)
    ).all()
    if gone:
        record(
            "coding_removed",
            theme,
            project_id=project_id,
            by=actor_person(by),
            at=at,
            details={"theme": ref, "count": 1, "codes": [code]},
        )


def _fields(draft: ThemeDraft) -> dict[str, str | bool]:
    return {
        "title": draft.title,
        "definition": draft.definition,
        "include_rule": draft.include_rule,
        "exclude_rule": draft.exclude_rule,
        "minority_note": draft.minority_note,
        "housekeeping": draft.housekeeping,
    }


def _new_version(theme: Theme) -> None:
    book = db.session.get_one(Codebook, theme.codebook_id)
    book.version += 1
