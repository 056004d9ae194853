"""Bringing in responses that were collected elsewhere: a CSV file, described by a map in TOML.

A map says what the columns mean. Column names are those of the file's first row.

    shape = "wide"                       # a row a person, a column a question; or "long": a row an answer

    [consultation]
    title = "Bus survey 2025"            # the consultation to make, or to add to when it was imported before
    introduction = ""                    # may be left out, as all that follows but the questions

    [person]
    column = "id"                        # who answered; needed in a long file. Without it every row is a person
    prefix = "bus25"                     # keeps the ids of two surveys apart within one project

    [date]
    column = "date"
    formats = ["%d/%m/%Y", "%Y-%m-%d"]   # tried in this order; times are local (Europe/London)
    if_wrong = "stop"                    # or "skip" the row, or "blank": go on without a date

    [language]
    column = "lang"
    default = "en"

    [consent]                            # how the words may be used: count_only (the default), bidders or public
    default = "count_only"
    column = "quote me"
    codes = { yes = "public", no = "count_only" }

    [[question]]                         # one for each question, in the order to show them
    column = "q1"
    type = "one_choice"                  # several_choices, agree_scale, number, short_text, long_text
    text = "How often do you use the bus?"
    codes = { 1 = "Every day", 2 = "Every week" }   # cell = label; without it the cell is the label
    not_sure = ["9"]                     # cells that mean "I am not sure"
    blank = ["-1"]                       # cells that mean no answer
    if_wrong = "stop"                    # a cell that is none of these: "stop", "skip" the row, or "blank"

    [[question]]                         # several choices in one cell …
    column = "q2"
    type = "several_choices"
    text = "What stops you?"
    separator = ";"

    [[question]]                         # … or as 0/1 columns
    type = "several_choices"
    text = "Who do you travel with?"
    columns = { with_child = "A child", with_carer = "A carer" }

    [open]                               # long files only, in place of text questions
    question = "question"                # the column with the question's text
    answer = "answer"                    # the column with the words
    type = "long_text"
    same = { "What stopped you" = "What stops you?" }   # spellings of one question
    blank = []                           # words that mean no answer

    [row]
    column = "comment id"                # long files: each answer's own id

    [[group]]                            # kept with the person: to compare groups
    column = "service"
    name = "Service"
    codes = { A = "Ambulance" }

    [themes]                             # 0/1 columns of codes that people gave
    first = "Staff"                      # from this column …
    last = "Parking"                     # … to this one; or columns = ["Staff", "Parking"]
    question = "q7"                      # wide files: the text column that was coded
    title = "Codes of the survey team"
    housekeeping = ["Not assigned"]      # kept, never shown as a finding
    titles = { Staff = "How staff treat people" }
    if_wrong = "stop"

    [sentiment]
    column = "sentiment"
    codes = { 1 = "very positive" }

"None" and "N/A" are answers; a cell of white space is not one. A row whose words are blank but which carries codes
keeps its codes on a contribution without words: it counts in its themes and can never be quoted. Words that look as if
they held personal details wait for a reader. In a long file a [[question]] column belongs to the person: the first
answer counts. Rows are known by their ids, so the same file twice changes nothing, and a longer one adds what is new.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from codesign.consultations.response_map import ResponseMap, read_map
from codesign.consultations.response_rows import ResponsesInFile, read_responses
from codesign.consultations.response_writing import Writing
from codesign.core.errors import InputError, NotFound
from codesign.core.imports import ImportReport
from codesign.extensions import db
from codesign.ledger import record
from codesign.models import (
    Project,
)
from codesign.tallies.steps import take_step


def import_responses(path: Path, map_path: Path, project_id: uuid.UUID, *, by: str, at: datetime) -> ImportReport:
    """Bring the responses of a file into a project, as the map says; the module's first page describes maps.

    `by` is the actor's name on the chain. The caller's transaction makes it whole or nothing. Raises `InputError` with
    a sentence that names file, row and column, and `NotFound` without the project.
    """
    project = db.session.scalar(select(Project).where(Project.id == project_id).with_for_update())
    if project is None:
        raise NotFound("There is no such project.")
    plan = read_map(map_path)
    found = read_responses(path, plan)
    writing = Writing(project, plan, found, at)
    writing.all()
    if not writing.taken and writing.is_new:
        first = f" Row {found.skipped[0].row}: {found.skipped[0].reason}." if found.skipped else ""
        raise InputError(f"{path.name} holds no response that can be taken.{first}")
    if writing.taken:
        writing.consultation.source_digest = found.digest
        take_step(writing.consultation.id, at=at)
        record(
            "responses_imported",
            writing.consultation,
            project_id=project.id,
            by=by,
            at=at,
            digest=found.digest,
            details={
                "activity": writing.consultation.ref,
                "map": plan.digest,
                "read": found.read,
                "taken": len(writing.taken),
                "people": len(found.people),
            },
        )
    return ImportReport(
        read=found.read,
        taken=len(writing.taken),
        skipped=tuple(sorted([*found.skipped, *writing.unchanged()], key=lambda skipped: skipped.row)),
        notes=tuple(_notes(plan, found, writing)),
    )


def _notes(plan: ResponseMap, found: ResponsesInFile, writing: Writing) -> Iterable[str]:
    ref = writing.consultation.ref
    if not writing.taken:
        yield f"Everything is already here as consultation {ref}. Nothing was changed."
        return
    yield f"Consultation {ref}: {len(found.people)} people, {len(found.questions)} questions."
    if plan.themes is not None:
        kept = len(plan.themes.housekeeping)
        yield f"Codebook: {len(found.themes)} codes ({kept} of them housekeeping), {len(writing.codings)} codings."
    if found.blank:
        yield f"{found.blank} rows have no words; a blank is not an answer."
    if writing.held:
        yield f"{writing.held} answers may hold personal details. They wait to be checked."
    if found.changed:
        yield f"{found.changed} cells gave another answer than the same person's first. The first counts."
    if found.unused:
        yield f"Columns not used: {', '.join(found.unused)}."
