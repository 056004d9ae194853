"""Boards in and out in our own layout: what each edition holds, and that a whole copy comes back equal."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.core.errors import InputError, Refused
from codesign.core.terms import (
    AnswerState,
    BoardAsks,
    BoardPhaseKind,
    Consent,
    ContributionKind,
    ModerationAct,
    ModerationReason,
    ReplyKind,
    ReshapingKind,
    Role,
    ShownAs,
    Standing,
    Totals,
    Vote,
)
from codesign.extensions import db
from codesign.ideas.boards import add_statements, staff_board
from codesign.ideas.exchange.commands import BoardFile, board_file, bring_board, take_board
from codesign.ideas.exchange.layout import Copy, guarded, schema, tables_of, unguarded
from codesign.ledger import said
from codesign.models import (
    AnswerBatch,
    BoardPhase,
    Comment,
    Contribution,
    EventRow,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    IdeaLineage,
    IdeaVersion,
    ModerationAction,
    PairChoice,
    PaperTally,
    Participant,
    Person,
    Project,
    Prompt,
    StatementVote,
    Submission,
    Support,
    WrittenPolicy,
)
from tests.make import NOW, make_board, make_idea, make_participant, make_person, make_project, make_submission

Document = dict[str, Any]


def taken(board: IdeaBoard, copy: Copy, form: BoardFile = BoardFile.JSON) -> bytes:
    with board_file(board, copy, form, at=NOW).file as file:
        return file.read()


def document(board: IdeaBoard, copy: Copy) -> Document:
    found: Document = json.loads(taken(board, copy))
    return found


def cells(content: bytes, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))


def reply(idea: Idea, text: str, *, above: Comment | None = None, **fields: Any) -> Comment:
    board = db.session.get_one(IdeaBoard, idea.board_id)
    words = said(make_submission(board), ContributionKind.COMMENT, text, at=NOW)
    thread = (above.thread_id or above.id) if above else None
    row = Comment(
        idea_id=idea.id, contribution=words, parent_id=above.id if above else None, thread_id=thread, **fields
    )
    db.session.add(row)
    idea.replies += 1
    db.session.flush()
    return row


def support(idea: Idea, person: Participant, **fields: Any) -> None:
    db.session.add(Support(idea_id=idea.id, participant_id=person.id, at=NOW, **fields))
    idea.supports += 1
    db.session.flush()


def words_of(thing: Idea | Comment) -> Contribution:
    return db.session.get_one(Contribution, thing.contribution_id)


@pytest.fixture
def project(app: Flask) -> Project:
    return make_project()


@pytest.fixture
def staff(project: Project) -> Person:
    return make_person(Role.COMMISSIONER, project=project)


@pytest.fixture
def full(project: Project, staff: Person) -> IdeaBoard:
    """A board that has something in every table."""
    board = make_board(
        project,
        title="=Ideas, “all” of them",
        introduction="Line one\nline two",
        totals=Totals.AFTER_OWN,
        asks_place=True,
    )
    board.prompts.append(Prompt(position=1, text="What would help?"))
    board.phases.append(
        BoardPhase(kind=BoardPhaseKind.COLLECTING, starts_on=NOW.date(), starts_at=NOW, words="Then we choose.")
    )
    db.session.flush()
    one = make_idea(
        board,
        "+44 benches",
        "=SUM(A1)\nwith a second line, “quoted”, and a tab\there",
        prompt_id=board.prompts[0].id,
        area_id=project.areas[0].id,
        latitude=Decimal("53.7400"),
        longitude=Decimal("-1.9900"),
        place_words="By the bridge",
        brought_supports=12,
        seen=7,
        extra={"Spalte": "=1+1\r\n"},
    )
    two = make_idea(board, "Hidden idea", "Rude words", standing=Standing.PUBLISHED)
    three = make_idea(board, "Merged idea", "The old words", standing=Standing.MERGED)
    four = make_idea(board, "Count me only", "Not to be quoted", consent=Consent.COUNT_ONLY)
    five = make_idea(board, "For bidders", "Quote me to bidders", consent=Consent.BIDDERS)
    gone = make_idea(board, "", "")
    words_of(gone).standing = Standing.WITHDRAWN
    words_of(one).shown_as, words_of(one).shown_words = ShownAs.FIRST_NAME, "Sam"
    hidden = words_of(two)
    hidden.standing, hidden.moderation_reason, hidden.moderation_code = Standing.HIDDEN, ModerationReason.ABUSE, "rude"
    hidden.moderation_note, hidden.moderated_at = "Your words could hurt.\nWrite again.", NOW
    db.session.add(
        WrittenPolicy(
            project_id=project.id,
            number=1,
            words="Be kind.",
            reasons=[{"code": "rude", "title": "Rude", "told": "That hurts.", "kind": "abuse"}],
            made_at=NOW,
        )
    )
    db.session.add(
        ModerationAction(
            project_id=project.id,
            contribution_id=hidden.id,
            number=1,
            act=ModerationAct.HIDDEN,
            before=Standing.PUBLISHED,
            after=Standing.HIDDEN,
            reason=ModerationReason.ABUSE,
            code="rude",
            policy_number=1,
            at=NOW,
        )
    )
    db.session.add(IdeaLineage(from_id=three.id, into_id=one.id, kind=ReshapingKind.MERGE, at=NOW))
    words_of(three).merged_into_id = one.contribution_id
    first = reply(one, "I like it")
    second = reply(one, "-1 from me", above=first, kind=ReplyKind.ANOTHER_WAY)
    reply(one, "Why?", above=second, kind=ReplyKind.ASKS)
    reply(one, "We look at it.", kind=ReplyKind.ANSWER, by_id=staff.id)
    reply(two, "A reply to hidden words")
    people = [make_participant(project, source_id=f"s{n}", groups={"ward": f"W{n}"}) for n in range(3)]
    for person in people:
        support(one, person)
    support(five, people[0], moved_from_id=four.id, kept_at=NOW)
    for person, vote in zip(people, (Vote.AGREE, Vote.DISAGREE, Vote.PASS), strict=True):
        db.session.add(StatementVote(idea_id=one.id, participant_id=person.id, vote=vote, at=NOW))
    low, high = sorted((one.id, five.id))
    db.session.add(
        PairChoice(
            board_id=board.id, participant_id=people[1].id, first_id=low, second_id=high, chosen_id=one.id, at=NOW
        )
    )
    db.session.add(
        PaperTally(
            idea_id=one.id, place="Library", counted_on=date(2026, 11, 2), ticks=9, keyed_at=NOW, keyed_by_id=staff.id
        )
    )
    batch = AnswerBatch(board_id=board.id, ref="A1", title="First answers", words="", made_at=NOW, published_at=NOW)
    batch.answers.append(IdeaAnswer(idea_id=one.id, state=AnswerState.PARTLY, words="Three benches.", reason="Money."))
    db.session.add(batch)
    from codesign.models import ContributionVersion

    db.session.add(IdeaVersion(idea_id=one.id, number=1, title="Benches", shown=True, at=NOW))
    newest = db.session.scalars(
        select(ContributionVersion).where(ContributionVersion.contribution_id == one.contribution_id)
    ).one()
    newest.number = 2
    db.session.add(
        ContributionVersion(
            contribution_id=one.contribution_id, number=1, text="Old words", salt=b"s", digest="d", at=NOW
        )
    )
    db.session.commit()
    return board


def plain(found: Document) -> Document:
    """A document without what must differ: names drawn for one file, codes drawn anew, when it was made."""
    names: dict[str, str] = {}
    source = {row["person"]: row["source_id"] for row in found["people"]}
    for row in found["ideas"]:
        names[row["person"]] = f"author of {row['idea']}"
    for row in found["replies"]:
        names[row["person"]] = f"author of {row['words']}"
    names |= {person: known for person, known in source.items() if known}
    codes = {row["code"]: row["idea"] for row in found["ideas"]}
    codes |= {row["reply"]: row["words"] for row in found["replies"]}
    policies = {row["policy"]: row["words"] for row in found["policies"]}

    def same(value: Any, column: str) -> Any:
        if column == "person":
            return names.get(value, value)
        if column == "policy":
            return policies.get(value)
        return codes.get(value, value) if column in ("code", "reply", "parent", "thread", "of") else value

    board = {key: value for key, value in found["board"].items() if key not in ("made_at", "ref")}
    rest = {
        name: sorted(({column: same(row[column], column) for column in row} for row in rows), key=repr)
        for name, rows in found.items()
        if name not in ("board", "pairs")
    }
    pairs = [(same(row["person"], "person"), {row["first"], row["second"]}, row["chosen"]) for row in found["pairs"]]
    return {"board": board, **rest, "pairs": pairs}


@pytest.mark.parametrize("form", [BoardFile.CSV, BoardFile.JSON])
def test_a_whole_copy_comes_back_equal(full: IdeaBoard, staff: Person, form: BoardFile) -> None:
    before = document(full, Copy.WHOLE)
    other = make_project()
    other.areas[0].code = full_area(full)
    brought = bring_board(
        other.id, [(f"board.{form}", taken(full, Copy.WHOLE, form))], by="system", by_person=staff.id, at=NOW
    )
    board = staff_board(other.id, brought.ref)
    assert board.state == "closed"
    after = document(board, Copy.WHOLE)
    assert plain(after) == plain(before)
    assert all(before[table] for table in before), "every table has rows here"


def full_area(board: IdeaBoard) -> str:
    return str(db.session.get_one(Project, board.project_id).areas[0].code)


def test_the_same_copy_twice_changes_nothing_and_a_copy_in_its_own_project_is_a_second_board(
    full: IdeaBoard, staff: Person
) -> None:
    copy = [("board.zip", taken(full, Copy.WHOLE, BoardFile.CSV))]
    first = bring_board(full.project_id, copy, by="system", by_person=staff.id, at=NOW)
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Idea, Participant, EventRow)]
    again = bring_board(full.project_id, copy, by="system", by_person=staff.id, at=NOW)
    assert (first.ref, again.ref, again.again) == ("B2", "B2", True)
    assert counts == [
        db.session.scalar(select(func.count()).select_from(table)) for table in (Idea, Participant, EventRow)
    ]
    codes = [row["code"] for row in document(staff_board(full.project_id, "B2"), Copy.WHOLE)["ideas"]]
    assert not set(codes) & {row["code"] for row in document(full, Copy.WHOLE)["ideas"]}, "codes are ours alone"
    policies = db.session.scalars(select(WrittenPolicy).where(WrittenPolicy.project_id == full.project_id)).all()
    assert len(policies) == 1, "an equal policy is the same one"


def test_one_event_says_what_came_in_with_the_digest_of_the_file(full: IdeaBoard, staff: Person) -> None:
    before = db.session.scalar(select(func.count()).select_from(EventRow)) or 0
    bring_board(full.project_id, [("b.json", taken(full, Copy.WHOLE))], by="system", by_person=staff.id, at=NOW)
    events = db.session.scalars(select(EventRow).order_by(EventRow.sequence)).all()[before:]
    assert [(event.kind, event.details["ideas"], len(event.digest)) for event in events] == [("board_imported", 6, 64)]


@pytest.mark.parametrize("copy", list(Copy))
def test_the_document_is_as_its_schema_says(full: IdeaBoard, copy: Copy) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(copy))
    jsonschema.validate(document(full, copy), schema(copy), cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("copy", list(Copy))
def test_csv_and_json_hold_the_same_rows(full: IdeaBoard, copy: Copy) -> None:
    found, zipped = document(full, copy), taken(full, copy, BoardFile.CSV)
    for table, columns in tables_of(copy):
        rows = cells(zipped, f"{table.name}.csv")
        same = [found["board"]] if table.name == "board" else found[table.name]
        assert len(rows) == len(same), table.name
        assert list(rows[0] if rows else {}) in ([], [column.name for column in columns])
    dictionary = {(row["file"], row["column"]) for row in cells(zipped, "dictionary.csv")}
    assert dictionary == {(f"{t.name}.csv", column.name) for t, columns in tables_of(copy) for column in columns}


def test_no_cell_is_a_formula_and_every_cell_comes_back(full: IdeaBoard) -> None:
    zipped = taken(full, Copy.WHOLE, BoardFile.CSV)
    ideas = {row["idea"]: row for row in cells(zipped, "ideas.csv")}
    assert cells(zipped, "board.csv")[0]["title"].startswith("'=")
    assert any(row["title"] == "'+44 benches" and row["words"].startswith("'=SUM") for row in ideas.values())
    assert any(row["words"] == "'-1 from me" for row in cells(zipped, "replies.csv"))
    for text in ("=1", "'=1", "''=1", "'tis", "’", "@x", "", "-", "\t=1", "＝1", "plain"):
        assert unguarded(guarded(text)) == text
        assert guarded(text)[:1] not in tuple("=+-@\t")


def test_the_public_edition_has_only_what_is_published_and_public(full: IdeaBoard) -> None:
    found = document(full, Copy.PUBLIC)
    assert [row["title"] for row in found["ideas"]] == ["+44 benches"]
    assert sorted(row["words"] for row in found["replies"]) == ["-1 from me", "I like it", "We look at it.", "Why?"]
    assert (found["board"]["ideas"], found["board"]["left_out"]) == (6, 6)
    whole = json.dumps(found)
    for gone in ("Rude", "old words", "Not to be quoted", "Quote me", "Sam", "P-", '"s0"', "bridge", "53.74"):
        assert gone not in whole, gone
    assert {len(row["said_at"]) for name in ("ideas", "replies") for row in found[name]} == {10}, "days, not times"
    assert found["ideas"][0]["supports"] is None, "the page shows totals only to who has taken part"
    assert not set(found) & {"people", "supports", "votes", "pairs", "lineage", "moderation", "versions", "policies"}


def test_the_public_edition_has_totals_where_the_page_shows_them_to_everybody(full: IdeaBoard) -> None:
    full.totals = Totals.NOW
    idea = document(full, Copy.PUBLIC)["ideas"][0]
    assert [idea[name] for name in ("supports", "brought_supports", "agree", "disagree", "pass", "paper_ticks")] == [
        3, 12, 1, 1, 1, 9,
    ]  # fmt: skip


def test_the_commissioner_sees_every_standing_but_no_words_that_may_not_be_read(full: IdeaBoard) -> None:
    found = document(full, Copy.COMMISSIONER)
    rows = {row["title"] or row["left_out"]: row for row in found["ideas"]}
    assert set(rows) == {"+44 benches", "Merged idea", "For bidders", "hidden", "count_only", "withdrawn"}
    assert (rows["hidden"]["words"], rows["hidden"]["reason"], rows["hidden"]["reason_code"]) == ("", "abuse", "rude")
    assert rows["hidden"]["policy"] == 1
    text = json.dumps(found)
    for gone in ("Rude words", "Hidden idea", "Not to be quoted", "Count me only", "Sam", "could hurt", '"s0"'):
        assert gone not in text, gone
    days = {row["at"] for table in ("supports", "votes", "pairs") for row in found[table]}
    assert days == {NOW.date().isoformat()}, "when somebody voted, to the second, is a trace"


def test_people_have_the_same_name_in_all_of_a_file_and_another_in_the_next(full: IdeaBoard) -> None:
    one, two = document(full, Copy.COMMISSIONER), document(full, Copy.COMMISSIONER)
    assert {row["person"] for row in one["votes"]} == {row["person"] for row in one["supports"]}
    assert not {row["person"] for row in one["supports"]} & {row["person"] for row in two["supports"]}


def test_words_of_a_safeguarding_case_are_in_no_edition(full: IdeaBoard) -> None:
    idea = make_idea(full, "Someone hurts me", "At home")
    words = words_of(idea)
    words.standing, words.moderation_reason = Standing.HIDDEN, ModerationReason.SAFEGUARDING
    for copy in Copy:
        assert "hurts me" not in json.dumps(document(full, copy))
    row = next(row for row in document(full, Copy.WHOLE)["ideas"] if row["idea"] == idea.ref)
    assert row["left_out"] == "safeguarding"


def test_only_a_whole_copy_comes_in(full: IdeaBoard) -> None:
    for copy in (Copy.PUBLIC, Copy.COMMISSIONER):
        with pytest.raises(InputError, match="Only a whole copy comes back in"):
            bring_board(full.project_id, [("b.json", taken(full, copy))], by="system", at=NOW)


def test_who_took_what_and_why_is_on_the_record(full: IdeaBoard) -> None:
    take_board(
        full.project_id, full.ref, Copy.WHOLE, BoardFile.CSV, why="New server", by="person:x", at=NOW
    ).file.close()
    event = db.session.scalars(select(EventRow).order_by(EventRow.sequence.desc())).first()
    assert event is not None
    assert (event.kind, event.actor) == ("board_taken", "person:x")
    assert event.details == {"board": full.ref, "edition": "whole", "form": "csv", "why": "New server"}
    with pytest.raises(Refused, match="Say what the file is for"):
        take_board(full.project_id, full.ref, Copy.COMMISSIONER, BoardFile.CSV, why=" ", by="system", at=NOW)


def test_statements_written_by_staff_stay_nobodys_answer(project: Project) -> None:
    board = make_board(project, asks=BoardAsks.STATEMENTS)
    add_statements(project.id, board.ref, ("The hub should open on Sundays.",), by="system", at=NOW)
    other = make_project()
    brought = bring_board(other.id, [("b.json", taken(board, Copy.WHOLE))], by="system", at=NOW)
    assert brought.found.people == 0
    sending = db.session.scalars(select(Submission).where(Submission.project_id == other.id)).one()
    assert (sending.state, sending.state_rule) == ("excluded", "staff_statement")
    row = document(staff_board(other.id, brought.ref), Copy.WHOLE)["ideas"][0]
    assert (row["by_staff"], row["words"]) == (True, "The hub should open on Sundays.")


def test_paper_counts_need_somebody_who_answers_for_them(full: IdeaBoard) -> None:
    with pytest.raises(InputError, match="answers by staff"):
        bring_board(make_project().id, [("b.json", taken(full, Copy.WHOLE))], by="system", at=NOW)


def test_a_budget_stays_a_budget(project: Project) -> None:
    board = make_board(project, asks=BoardAsks.BUDGET, budget=2)
    person = make_participant(project)
    for number in range(2):
        support(make_idea(board, f"Idea {number}"), person)
    whole = document(board, Copy.WHOLE)
    brought = bring_board(make_project().id, [("b.json", json.dumps(whole).encode())], by="system", at=NOW)
    assert brought.found.supports == 2
    whole["board"]["budget"] = 1
    with pytest.raises(InputError, match=r"supports, row 2, column person: .* gives more than 1 supports"):
        bring_board(make_project().id, [("b.json", json.dumps(whole).encode())], by="system", at=NOW)


def test_ideas_that_were_brought_in_are_found_by_their_words(full: IdeaBoard, staff: Person) -> None:
    from codesign.ideas.likeness import like

    other = make_project()
    brought = bring_board(other.id, [("b.json", taken(full, Copy.WHOLE))], by="system", by_person=staff.id, at=NOW)
    board = staff_board(other.id, brought.ref)
    refs = {idea.id: idea.title for idea in db.session.scalars(select(Idea).where(Idea.board_id == board.id))}
    assert [refs[key] for key, _score in like(board.id, "old merged words of bidders")] == ["For bidders"]


def test_a_copy_reads_five_queries_or_fewer_a_thousand_rows(full: IdeaBoard) -> None:
    from tests.ideas.test_board import counted_queries

    for copy in Copy:
        with counted_queries() as before:
            taken(full, copy)
        for number in range(30):
            reply(make_idea(full, f"Idea {number}"), "A reply")
        db.session.flush()
        with counted_queries() as after:
            taken(full, copy)
        assert len(after) == len(before) <= 30


def test_words_taken_back_take_what_came_with_them_from_a_file(full: IdeaBoard) -> None:
    from codesign.ledger import withdraw_words

    idea = db.session.scalars(select(Idea).where(Idea.title == "+44 benches")).one()
    comment = db.session.scalars(select(Comment).where(Comment.idea_id == idea.id)).all()[0]
    comment.extra = {"text": "as it came"}
    db.session.flush()
    for thing in (idea, comment):
        withdraw_words(words_of(thing), by="system", at=NOW)
        db.session.refresh(thing)
    assert (idea.extra, comment.extra) == ({}, {})
    assert "as it came" not in json.dumps(document(full, Copy.WHOLE))
