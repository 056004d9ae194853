"""Staff write questions, order them, open and close, and read results with their bases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from codesign.consultations import building, queries
from codesign.consultations.drafts import QuestionDraft
from codesign.consultations.results import results, texts
from codesign.core.errors import NotFound
from codesign.core.questions.kinds import KINDS
from codesign.core.terms import ActivityState, QuestionType, Role, SubmissionState, UploadPurpose
from codesign.extensions import db
from codesign.models import Answer, Consultation, EventRow, Project, Question, QuestionVersion, Upload
from tests.browser import Browser, Page
from tests.consultations.asking import address, answer_all, begin, count, go_on, questionnaire, send
from tests.make import NOW, commit, make_answer, make_consultation, make_person, make_project, make_question, sign_in


@pytest.fixture
def project(app: object, staff_browser: Browser) -> Project:
    """A project with a facilitator signed in on the staff browser."""
    made = make_project()
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=made))
    return made


def home(project: Project, rest: str = "") -> str:
    return f"/manage/{project.slug}/questions{rest}"


def add(staff_browser: Browser, project: Project, kind: str, text: str, **fields: Any) -> Page:
    page = staff_browser.get(home(project, f"/C1/add/{kind}"))
    return staff_browser.submit(page, "#question", text=text, **fields)


def test_staff_write_a_consultation_with_every_kind_of_question(project: Project, staff_browser: Browser) -> None:
    empty = staff_browser.get(home(project))
    assert "No questions yet" in empty.words
    page = staff_browser.get(home(project, "/new"))
    made = staff_browser.submit(
        page,
        "#consultation",
        title="The new hub",
        introduction="We plan a hub.",
        influence="partly_open",
        influence_reason="The building stays.",
        closes_on=["14", "12", str(NOW.year + 1)],
        closes_time="5pm",
    )
    assert made.status == 303
    types = staff_browser.get(home(project, "/C1/add"))
    assert types.links(".shape-rows__link") == [home(project, f"/C1/add/{kind.value}") for kind in KINDS]
    add(staff_browser, project, "one_choice", "Have you been?", choices="Yes\nNo", offers_not_sure="y")
    add(staff_browser, project, "several_choices", "What stops you?", choices="Cost\nElse ...\nor\nNothing", most="2")
    add(staff_browser, project, "agree_scale", "It should open late.", offers_not_sure="y")
    add(staff_browser, project, "short_text", "One thing to keep?", required="y", hint="One word is fine.")
    add(staff_browser, project, "long_text", "What should it be like?", why="To write the plan.")
    last = add(staff_browser, project, "number", "How far?", low="0", high="99.5", unit="miles")
    assert last.status == 303
    page = staff_browser.get(home(project, "/C1"))
    assert len(page.soup.select(".shape-built__item")) == 6
    consultation = db.session.scalars(select(Consultation)).one()
    assert consultation.state is ActivityState.DRAFT
    assert consultation.closes_at == datetime(NOW.year + 1, 12, 14, 17, tzinfo=UTC)
    stops = consultation.questions[1].current
    assert [(c.label, c.takes_text, c.exclusive) for c in stops.choices] == [
        ("Cost", False, False),
        ("Else", True, False),
        ("Nothing", False, True),
    ]
    assert (stops.most, consultation.questions[3].current.required) == (2, True)
    assert len(consultation.questions[2].current.choices) == 5
    assert (str(consultation.questions[5].current.high), consultation.questions[5].current.unit) == ("99.5000", "miles")
    kinds = list(db.session.scalars(select(EventRow.kind)))
    assert kinds == ["consultation_created", *["question_added"] * 6]


def test_questions_move_up_and_down_and_out(project: Project, staff_browser: Browser) -> None:
    consultation = questionnaire(project=project)
    show = home(project, "/C1")
    staff_browser.submit(staff_browser.get(show), "#move-Q3", button=("go", "up"))
    staff_browser.submit(staff_browser.get(show), "#move-Q1", button=("go", "down"))
    staff_browser.submit(staff_browser.get(show), "#move-Q1", button=("go", "down"))
    staff_browser.submit(staff_browser.get(show), "#remove-Q6")
    db.session.expire_all()
    assert [item["id"] for item in staff_browser.get(show).soup.select(".shape-built__item")] == [
        "Q3",
        "Q2",
        "Q1",
        "Q4",
        "Q5",
    ]
    assert len(consultation.questions) == 5


def test_a_question_with_answers_that_is_taken_out_stays_in_the_results(
    project: Project, browser: Browser, staff_browser: Browser
) -> None:
    consultation = questionnaire(project=project)
    send(browser, answer_all(browser, consultation))
    page = staff_browser.get(home(project, "/C1/record/questions/Q1/out"))
    staff_browser.submit(page, "#why", reason="It was asked twice.")
    assert "Taken out" in staff_browser.get(home(project, "/C1")).words
    first = results(project.id, "C1").questions[0]
    assert (first.withdrawn, first.current.base) == (True, 1)
    other = Browser(browser.client.application)
    assert begin(other, consultation).text(".shape-progress__words span")[0] == "Question 1 of 5"


def test_a_question_changed_before_the_first_answer_stays_one_wording(project: Project, staff_browser: Browser) -> None:
    questionnaire(project=project)
    page = staff_browser.get(home(project, "/C1/Q2/edit"))
    assert page.one("#choices").get_text().strip().splitlines() == [
        "It costs too much",
        "Something else ...",
        "or",
        "Nothing makes it hard",
    ]
    staff_browser.submit(page, "#question", text="What stops you?", choices="It costs too much\nThe bus\nor\nNothing")
    versions = db.session.scalars(select(QuestionVersion).join(Question).where(Question.ref == "Q2")).all()
    assert [(v.number, v.text) for v in versions] == [(1, "What stops you?")]
    assert versions[0].choices[0].code == "c1"


def test_a_question_changed_after_the_first_answer_is_a_new_wording_and_answers_stay_with_theirs(
    project: Project, browser: Browser, staff_browser: Browser
) -> None:
    consultation = questionnaire(project=project)
    under_way = Browser(browser.client.application)
    shown = go_on(under_way, begin(under_way, consultation), answer="c1")
    send(browser, answer_all(browser, consultation))
    page = staff_browser.get(home(project, "/C1/Q2/edit"))
    assert "1 person has answered this. A change becomes a new wording." in page.words
    changed: dict[str, Any] = {"text": "What stops you?", "choices": "It costs too much\nThe bus"}
    staff_browser.submit(page, "#question", reason="People did not know what was meant.", **changed)
    go_on(under_way, shown, answer="c3")
    assert "Nothing makes it hard" in under_way.get(address(consultation, "/check")).words
    send(under_way, under_way.get(address(consultation, "/check")))
    third = Browser(browser.client.application)
    begin(third, consultation)
    new = third.get(address(consultation, "/q/Q2"))
    assert new.text("h1") == ["What stops you?"]
    go_on(third, new, answer="c1")
    send(third, third.get(address(consultation, "/check")))
    wordings = results(project.id, "C1").questions[1].wordings
    assert [(w.number, w.base) for w in wordings] == [(2, 1), (1, 2)]
    assert [(r.label, r.n) for r in wordings[1].rows] == [
        ("It costs too much", 1),
        ("Something else", 1),
        ("Nothing makes it hard", 1),
    ]
    shown_apart = staff_browser.get(home(project, "/C1/results")).text("#Q2 h3")
    assert len(shown_apart) == 2


def test_saving_a_question_unchanged_makes_no_new_wording(
    project: Project, browser: Browser, staff_browser: Browser
) -> None:
    send(browser, answer_all(browser, questionnaire(project=project)))
    before = count(EventRow)
    for ref in ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6"):
        staff_browser.submit(staff_browser.get(home(project, f"/C1/{ref}/edit")), "#question")
    assert (count(QuestionVersion), count(EventRow)) == (6, before)


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("one_choice", {"text": ""}, "Write the question."),
        ("one_choice", {"choices": "Only one"}, "Write at least two choices, one on each line."),
        ("several_choices", {"choices": "A\nB", "most": "3"}, "Type a number from 1 to 2, or leave it empty."),
        ("number", {"low": "5", "high": "1"}, "The highest number must be more than the lowest."),
        ("number", {"low": "few"}, "Type a number in figures, or leave it empty."),
        ("short_text", {"text": "x" * 301}, "Make this 300 characters or fewer."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_with_what_was_typed(
    project: Project, staff_browser: Browser, kind: str, fields: dict[str, str], words: str
) -> None:
    make_consultation(project)
    commit()
    refused = add(staff_browser, project, kind, **{"text": "Why <b>?", **fields})
    assert refused.status == 422
    assert words in refused.text(".govuk-error-summary li")
    assert refused.soup.title is not None
    assert refused.soup.title.get_text().startswith("Error: ")
    for name, value in fields.items():
        field = refused.one(f"#question [name={name}]")
        assert (field.get("value") if field.name == "input" else field.get_text().strip()) == value


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": " "}, "Give it a title."),
        ({"influence": "decided"}, "Say what is fixed and why."),
        ({"closes_on": ["31", "2", "2027"]}, "Enter a real date, like 27 3 2026."),
        ({"closes_time": "late"}, "Type a time, like 9am or 11:59pm."),
        ({"opens_on": ["2", "1", "2027"], "closes_on": ["1", "1", "2027"]},
         "It must close after it opens. Choose a later closing date."),
        ({"zone": "Mars/Base"}, "Select one of the answers on the page."),
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(
    project: Project, staff_browser: Browser, fields: dict[str, Any], words: str
) -> None:
    page = staff_browser.get(home(project, "/new"))
    refused = staff_browser.submit(page, "#consultation", **{"title": "The hub", **fields})
    assert refused.status == 422
    assert words in refused.text(".govuk-error-summary li")
    assert count(Consultation) == 0


@pytest.mark.parametrize(
    ("day", "clock", "zone", "utc"),
    [
        (["14", "12", "2026"], "11:59pm", "Europe/London", "2026-12-14T23:59:00+00:00"),
        (["14", "6", "2026"], "5pm", "Europe/London", "2026-06-14T16:00:00+00:00"),
        (["25", "10", "2026"], "1:30am", "Europe/London", "2026-10-25T01:30:00+00:00"),
        (["14", "6", "2026"], "5pm", "UTC", "2026-06-14T17:00:00+00:00"),
    ],
)
def test_closing_is_a_local_date_and_time(
    project: Project, staff_browser: Browser, day: list[str], clock: str, zone: str, utc: str
) -> None:
    page = staff_browser.get(home(project, "/new"))
    staff_browser.submit(page, "#consultation", title="The hub", closes_on=day, closes_time=clock, zone=zone)
    made = db.session.scalars(select(Consultation)).one()
    assert made.closes_at is not None
    assert made.closes_at.isoformat() == utc
    again = staff_browser.get(home(project, "/C1/edit"))
    assert [tag["value"] for tag in again.soup.select("[name=closes_on]")] == day
    assert again.one("[name=closes_time]")["value"] == clock


def test_a_consultation_opens_when_it_has_questions_and_a_closing_date(
    project: Project, staff_browser: Browser
) -> None:
    consultation = make_consultation(project, state=ActivityState.DRAFT, opens_at=None, closes_at=None)
    commit()
    show = home(project, "/C1")
    refused = staff_browser.submit(staff_browser.get(show), "#change-state", button=("go", "open"))
    assert refused.status == 422
    assert "Add a question first. Then you can open it." in refused.words
    make_question(consultation, QuestionType.SHORT_TEXT, "Why?")
    commit()
    refused = staff_browser.submit(staff_browser.get(show), "#change-state", button=("go", "open"))
    assert "Set a closing date that is still ahead. Then you can open it." in refused.words
    consultation.closes_at = NOW + timedelta(days=3)
    commit()
    check = staff_browser.submit(staff_browser.get(show), "#change-state", button=("go", "open"), follow=True)
    assert db.session.scalar(select(Consultation.state)) is ActivityState.DRAFT
    accepted = staff_browser.submit(check, "#accept-all", reason="The council meets that week.", follow=True)
    assert staff_browser.submit(accepted, "#change-state", button=("go", "open")).status == 303
    db.session.refresh(consultation)
    assert consultation.state is ActivityState.OPEN
    assert consultation.opens_at is not None


def test_closing_by_hand_still_lets_those_who_began_finish(
    project: Project, browser: Browser, staff_browser: Browser
) -> None:
    consultation = questionnaire(project=project)
    page = answer_all(browser, consultation)
    staff_browser.submit(staff_browser.get(home(project, "/C1")), "#change-state", button=("go", "close"))
    assert Browser(browser.client.application).get(address(consultation)).status == 410
    assert send(browser, page).status == 303
    assert db.session.scalars(select(EventRow.kind).where(EventRow.kind == "consultation_closed")).one()


def test_the_preview_shows_the_residents_pages_and_saves_nothing(project: Project, staff_browser: Browser) -> None:
    questionnaire(project=project, state=ActivityState.DRAFT)
    page = staff_browser.get(home(project, "/C1/preview"))
    seen = []
    while page.soup.select("a.govuk-button"):
        assert "This is a preview. Nothing is saved." in page.words
        assert not page.soup.select("main form")
        seen.append(page.text("h1")[0])
        page = staff_browser.get(page.links("main a.govuk-button")[0])
        if page.url.endswith("/C1"):
            break
    assert len(seen) == 7


def test_percentages_need_thirty_people_and_name_their_base(project: Project, staff_browser: Browser) -> None:
    consultation = make_consultation(project, questions=((QuestionType.ONE_CHOICE, "Been?", ("Yes", "No")),))
    question = consultation.questions[0]
    for n in range(29):
        make_answer(question, choice="Yes" if n % 2 else "No")
    commit()
    page = staff_browser.get(home(project, "/C1/results"))
    assert "%" not in page.text("#Q1")[0]
    assert "Fewer than 30 people answered" in page.words
    make_answer(question, choice="Yes")
    commit()
    page = staff_browser.get(home(project, "/C1/results"))
    assert page.text("#Q1 caption") == ["Base: 30 people who answered"]
    assert page.text("#Q1 tbody tr") == ["Yes 15 50%", "No 15 50%"]


def test_only_accepted_and_flagged_sendings_count_and_both_totals_are_shown(
    project: Project, staff_browser: Browser
) -> None:
    consultation = make_consultation(project, questions=((QuestionType.ONE_CHOICE, "Been?", ("Yes", "No")),))
    states = (SubmissionState.ACCEPTED, SubmissionState.FLAGGED, SubmissionState.QUARANTINED, SubmissionState.WITHDRAWN)
    for state in states:
        answer = make_answer(consultation.questions[0], choice="Yes")
        answer.submission.state = state
    commit()
    view = results(project.id, "C1")
    assert (view.received, view.counted, view.questions[0].current.rows[0].n) == (4, 2, 2)
    assert "4 responses received. 2 are counted here." in staff_browser.get(home(project, "/C1/results")).words


def test_skipped_and_not_sure_are_told_apart(project: Project, browser: Browser) -> None:
    consultation = questionnaire(project=project)
    begin(browser, consultation)
    send(browser, go_on(browser, browser.get(address(consultation, "/q/Q6")), not_sure="not_sure"))
    view = results(project.id, "C1")
    assert [(q.not_answered, q.current.base, q.current.not_sure) for q in view.questions][-2:] == [(1, 0, 0), (0, 1, 1)]


def test_free_words_come_in_pages_and_not_in_the_order_of_sending(project: Project, staff_browser: Browser) -> None:
    consultation = make_consultation(project, questions=((QuestionType.LONG_TEXT, "Why?"),))
    for n in range(30):
        make_answer(consultation.questions[0], text=f"words {n} <i>")
    commit()
    first = staff_browser.get(home(project, "/C1/Q1/words"))
    assert (len(first.soup.select(".shape-evidence")), "Page 1 of 2" in first.words) == (25, True)
    second = staff_browser.get(first.links(".shape-pager a")[0])
    seen = first.text(".shape-evidence .shape-words") + second.text(".shape-evidence .shape-words")
    assert sorted(seen) == sorted(f"words {n} <i>" for n in range(30))
    assert seen != [f"words {n} <i>" for n in range(30)]
    assert staff_browser.get(home(project, "/C1/Q1/words?page=9")).status == 404
    assert [s.code for s in texts(project.id, "C1", "Q1").said] == sorted(
        s.code for s in texts(project.id, "C1", "Q1").said
    )


def test_an_observer_reads_counts_but_no_words_and_changes_nothing(project: Project, staff_browser: Browser) -> None:
    consultation = make_consultation(project, questions=((QuestionType.LONG_TEXT, "Why?"),))
    make_answer(consultation.questions[0], text="Mine")
    observer = Browser(staff_browser.client.application)
    sign_in(observer, make_person(Role.OBSERVER, project=project))
    page = observer.get(home(project, "/C1/results"))
    assert "Base: 1 person who answered" in page.words
    assert not page.links('a[href$="/words"]')
    assert observer.get(home(project, "/C1/Q1/words")).status == 403
    assert not observer.get(home(project, "/C1")).soup.select("main form")
    assert observer.get(home(project, "/new")).status == 403


def test_staff_of_another_project_find_nothing(project: Project, staff_browser: Browser) -> None:
    other = make_project()
    questionnaire(project=other)
    assert staff_browser.get(home(other)).status == 404
    assert staff_browser.get(home(project, "/C1")).status == 404
    with pytest.raises(NotFound):
        results(project.id, "C1")
    with pytest.raises(NotFound):
        queries.start_page(project.id, "C1", None, at=NOW)


def test_two_people_adding_questions_get_two_references(project: Project) -> None:
    make_consultation(project)
    commit()
    draft = QuestionDraft(type=QuestionType.SHORT_TEXT, text="Why?")
    refs = [building.ask(project.id, "C1", draft, by=None, at=NOW) for _ in range(3)]
    building.remove_question(project.id, "C1", refs[1], by=None, at=NOW)
    assert [*refs, building.ask(project.id, "C1", draft, by=None, at=NOW)] == ["Q1", "Q2", "Q3", "Q4"]


def test_an_answer_in_a_database_belongs_to_the_wording_that_was_shown(project: Project, browser: Browser) -> None:
    consultation = questionnaire(project=project)
    send(browser, answer_all(browser, consultation))
    for answer in db.session.scalars(select(Answer)):
        version = db.session.get_one(QuestionVersion, answer.question_version_id)
        assert version.question_id == answer.question_id


@pytest.mark.parametrize(
    ("kind", "fields", "kept"),
    [
        ("date", {"earliest": ["1", "1", "2026"], "latest": ["", "", ""]}, {"earliest": "2026-01-01"}),
        ("ranking", {"choices": "Bus\nCar\nOn foot", "most": "2"}, {}),
        ("allocation", {"choices": "Bus\nCar", "total": "100", "unit": "points"}, {"total": 100}),
        ("picture_choice", {"choices": "Bus\nCar\nor\nNeither", "several": "y", "most": "2"}, {"several": True}),
        ("matrix", {"rows": "Hours\nStaff", "choices": "Good\nPoor"}, {}),
        ("information", {"body": "Facts.\n- one"}, {}),
        ("place", {"ways": ["area", "point"]}, {"ways": ["area", "point"]}),
        ("file", {"accepts": ["photo", "document"]}, {"accepts": ["photo", "document"]}),
        ("contact", {}, {}),
    ],
)
def test_what_a_kind_of_question_needs_is_set_kept_and_shown_again(
    project: Project, staff_browser: Browser, kind: str, fields: dict[str, Any], kept: dict[str, Any]
) -> None:
    make_consultation(project, state=ActivityState.DRAFT)
    commit()
    assert add(staff_browser, project, kind, "What do you think?", **fields).status == 303
    made = db.session.scalars(select(QuestionVersion)).one()
    assert (made.type.value, made.settings) == (kind, kept)
    page = staff_browser.get(home(project, "/C1/Q1/edit"))
    assert staff_browser.submit(page, "#question").status == 303
    db.session.rollback()
    again = db.session.scalars(select(QuestionVersion)).one()
    assert (again.id, again.settings) == (made.id, kept), "nothing was changed, so the wording is the same"


def test_the_rows_of_a_matrix_keep_their_codes_when_words_around_them_change(
    project: Project, staff_browser: Browser
) -> None:
    make_consultation(project, state=ActivityState.DRAFT)
    commit()
    add(staff_browser, project, "matrix", "How good is each?", rows="Hours\nStaff", choices="Good\nPoor")
    page = staff_browser.get(home(project, "/C1/Q1/edit"))
    staff_browser.submit(page, "#question", rows="Parking\nStaff\nHours")
    db.session.rollback()
    made = db.session.scalars(select(QuestionVersion)).one()
    assert [(c.code, c.label) for c in made.choices if c.is_row] == [
        ("r3", "Parking"),
        ("r2", "Staff"),
        ("r1", "Hours"),
    ]
    assert [(c.code, c.label) for c in made.choices if not c.is_row] == [("c1", "Good"), ("c2", "Poor")]


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("date", {"earliest": ["2", "1", "2026"], "latest": ["1", "1", "2026"]}, "The latest date must be on or after"),
        ("ranking", {"choices": "Bus\nCar ..."}, "Take out the three dots."),
        ("ranking", {"choices": "Bus\nCar\nor\nNone"}, "Take out “or”."),
        ("ranking", {"choices": "Bus\nCar", "most": "3"}, "Type a number from 1 to 2, or leave it empty."),
        ("allocation", {"choices": "Bus\nCar", "unit": "points"}, "Type the total to share out, such as 100."),
        ("allocation", {"choices": "Bus\nCar", "unit": "points", "total": "0"}, "Type a number above 0 in figures"),
        ("allocation", {"choices": "Bus\nCar", "unit": "£", "total": "2.5"}, "Type a whole number, such as 100."),
        ("allocation", {"choices": "Bus\nCar", "total": "9", "unit": ""}, "Say what is shared out: points, or £."),
        (
            "picture_choice",
            {"choices": "Bus\nCar", "most": "2"},
            "Leave this empty, or tick “People may choose several”.",
        ),
        ("matrix", {"rows": "", "choices": "Good\nPoor"}, "Write at least one line."),
        ("matrix", {"rows": "Hours\nhours", "choices": "Good\nPoor"}, "Two choices have the same words."),
        ("information", {"body": ""}, "Write what people should know."),
        ("place", {"ways": []}, "Select at least one way to say where."),
        ("file", {"accepts": []}, "Select what people can send."),
    ],
)
def test_a_question_that_cannot_be_set_like_this_says_what_to_do_and_keeps_what_was_typed(
    project: Project, staff_browser: Browser, kind: str, fields: dict[str, Any], words: str
) -> None:
    make_consultation(project, state=ActivityState.DRAFT)
    commit()
    page = add(staff_browser, project, kind, "What do you think?", **fields)
    assert page.status == 422
    assert words in page.words
    assert "What do you think?" in str(page.soup.select_one("#text"))
    assert count(Question) == 0


def test_changing_the_words_of_a_question_leaves_its_condition_and_its_pictures_alone(
    project: Project, staff_browser: Browser
) -> None:
    consultation = make_consultation(project, state=ActivityState.DRAFT)
    make_question(consultation, QuestionType.ONE_CHOICE, "Have you been?", labels=("Yes", "No"))
    condition = {"question": "Q1", "test": "is", "value": "c1"}
    make_question(
        consultation, QuestionType.PICTURE_CHOICE, "Which room?", labels=("Sofas", "Tables"), condition=condition
    )
    picture = Upload(
        project_id=project.id,
        activity_id=consultation.id,
        purpose=UploadPurpose.CHOICE,
        media_type="image/webp",
        content=b"x",
        size=1,
        sha256="0" * 64,
        created_at=NOW,
    )
    db.session.add(picture)
    db.session.flush()
    consultation.questions[1].current.choices[0].picture_id = picture.id
    consultation.questions[1].current.choices[0].picture_alt = "Two sofas"
    commit()
    page = staff_browser.get(home(project, "/C1/Q2/edit"))
    assert staff_browser.submit(page, "#question", text="Which room is best?").status == 303
    db.session.rollback()
    changed = db.session.scalars(select(QuestionVersion).where(QuestionVersion.text == "Which room is best?")).one()
    assert changed.condition == condition
    assert [(c.picture_id is not None, c.picture_alt) for c in changed.choices] == [(True, "Two sofas"), (False, "")]
