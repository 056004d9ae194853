"""The printed form: every question, box and instruction, in each language, tagged, with its number on every page."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pytest
from sqlalchemy import select

from codesign.consultations.paper.sheets import OnPaper, sheet
from codesign.consultations.paper.wording import condition_words, numbers_of, routing_words, runs_of
from codesign.core.questions.answering import Asked, Option
from codesign.core.questions.kinds import KINDS, kind_of
from codesign.core.questions.questionnaires import Place, Questionnaire
from codesign.core.routing import AllOf, AnyOf, Condition, Rule, Test
from codesign.core.terms import ActivityState, QuestionType
from codesign.extensions import db
from codesign.models import PaperForm
from codesign.renderers.press import marks
from tests.browser import Browser
from tests.consultations.asking import address, questionnaire
from tests.consultations.paper.typing import manage, print_copies, typist
from tests.consultations.reading.every_kind import every_kind
from tests.make import commit


def say(message: str, **values: Any) -> str:
    return message % values if values else message


YES_NO = (Option("y", "Yes"), Option("n", "No"))
HARD = (Option("a", "It costs too much"), Option("b", "It is far"), Option("c", "None of these", exclusive=True))


def asked(
    ref: str, kind: QuestionType = QuestionType.ONE_CHOICE, condition: Condition | None = None, **more: Any
) -> Place:
    return Place(Asked(ref=ref, version=1, type=kind, text=f"{ref}?", condition=condition, **more))


def paths() -> Questionnaire:
    yes = Rule("Q1", Test.IS, "y")
    return Questionnaire(
        (
            asked("Q1", options=YES_NO),
            asked("Q2", QuestionType.SEVERAL_CHOICES, yes, options=HARD),
            asked("Q3", QuestionType.NUMBER, yes),
            asked("I1", QuestionType.INFORMATION, Rule("Q1", Test.IS_NOT, "y")),
            asked("Q4", QuestionType.LONG_TEXT, Rule("Q2", Test.INCLUDES, "a")),
            asked("Q5", QuestionType.SHORT_TEXT),
            asked("Q6", QuestionType.SHORT_TEXT, Rule("Q5", Test.ANSWERED)),
        )
    )


def test_routing_is_said_in_words_where_a_run_begins() -> None:
    whole = paths()
    assert numbers_of(whole) == {"Q1": 1, "Q2": 2, "Q3": 3, "Q4": 4, "Q5": 5, "Q6": 6}
    assert {ref: routing_words(whole, run, say) for ref, run in runs_of(whole).items()} == {
        "Q2": "Answer questions 2 and 3 only if you ticked “Yes” in question 1. If not, go to question 4.",
        "I1": "Read this part only if you did not tick “Yes” in question 1.",
        "Q4": "Answer question 4 only if you ticked “It costs too much” in question 2. If not, go to question 5.",
        "Q6": "Answer question 6 only if you answered question 5. If not, go to the end.",
    }


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Rule("Q1", Test.IS_NOT, "n"), "you did not tick “No” in question 1"),
        (Rule("Q2", Test.IS, "c"), "you ticked only “None of these” in question 2"),
        (Rule("Q3", Test.IS, "4"), "you wrote “4” in question 3"),
        (Rule("Q3", Test.NOT_ANSWERED), "you left question 3 empty"),
        (
            AllOf((Rule("Q1", Test.IS, "y"), AnyOf((Rule("Q2", Test.INCLUDES, "a"), Rule("Q2", Test.INCLUDES, "b"))))),
            "you ticked “Yes” in question 1 and"
            " (you ticked “It costs too much” in question 2 or you ticked “It is far” in question 2)",
        ),
        (Rule("Q99", Test.IS, "y"), "never"),
    ],
)
def test_any_condition_reads_as_words(condition: Condition, words: str) -> None:
    assert condition_words(condition, paths(), say) == words


def test_every_kind_prints_its_boxes_rows_and_lines() -> None:
    places = tuple(
        Place(
            Asked(
                ref=f"Q{place}",
                version=1,
                type=kind,
                text=f"{kind.value}?",
                body="A fact to read.",
                options=(*YES_NO, *HARD),
                rows=(Option("r1", "Line one"),),
                offers_not_sure=True,
                unit="points",
                settings={"total": 100, "ways": ["area"]},
            )
        )
        for place, kind in enumerate(KINDS, 1)
    )
    form = OnPaper(
        title="Title", introduction="", organisation="", project="Project", promise="", phone="", phone_hours="",
        returns="", closes="", asks_equality=False, language="en", questionnaire=Questionnaire(places),
        address="https://codesign.example/p/x/c/C1",
    )  # fmt: skip
    values = sheet(form, say)
    drawn = {block["text"]: block for block in values["parts"] if block["kind"] in ("question", "told")}
    for place in places:
        printed, block = kind_of(place.asked).on_paper(place.asked), drawn[place.asked.text]
        if not kind_of(place.asked).asks:
            assert block["body"] == ["A fact to read."]
            continue
        assert [box["label"] for box in block["boxes"]] == list(printed.boxes)
        assert (block["rows"], block["lines"], block["cells"]) == (list(printed.rows), printed.lines, printed.cells)
    placed = {mark["ref"] for mark in marks("consultations/paper/form.typ", values, run_mark="[%(n)s]")}
    assert {place.asked.ref for place in places if kind_of(place.asked).asks} <= placed


def pages_in(content: bytes) -> list[str]:
    """The words of each page, from the text that the tagged file carries."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [page_words(page) for page in pdf.pages]


def page_words(page: pikepdf.Page) -> str:
    letters = {name: glyph_letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: list[str] = []
    font: dict[int, str] = {}
    for one in pikepdf.parse_content_stream(page):
        if not isinstance(one, pikepdf.ContentStreamInstruction):
            continue
        operands, operator = one.operands, one.operator
        if str(operator) == "Tf":
            font = letters[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            for run in operands[0] if str(operator) == "TJ" else operands:
                if isinstance(run, pikepdf.String):
                    raw = bytes(run)
                    found.append(
                        "".join(font.get(int.from_bytes(raw[at : at + 2]), "") for at in range(0, len(raw), 2))
                    )
    return " ".join("".join(found).split())


def glyph_letters(font: Any) -> dict[int, str]:
    """What each glyph of a font stands for, from its ToUnicode map."""
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, letters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, letters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(letters, 16) + step)
    return found


def test_copies_are_tagged_and_wear_their_number_and_page_on_every_page(staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    numbers = print_copies(staff_browser, consultation, 2)
    answer = staff_browser.client.get(manage(consultation, f"paper/{numbers[0]}.pdf"))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.Root.StructTreeRoot is not None
        with pdf.open_metadata() as about:
            assert str(about["{http://www.aiim.org/pdfua/ns/id/}part"]) == "1"
        roles = structure_roles(pdf.Root.StructTreeRoot)
    assert {"H1", "H2", "P"} <= roles
    pages = [words for words in pages_in(answer.data) if words]
    half = len(pages) // 2
    for number, own in zip(numbers, (pages[:half], pages[half:]), strict=True):
        for place, words in enumerate(own, 1):
            assert number in words
            assert f"Page {place} of" in words
    whole = " ".join(pages[:half])
    for words in (
        "1. Have you been to the hub?",
        "Tick all that fit.",
        "Why we ask this: So that we can take away what stops people.",
        "miles",
        "Strongly disagree",
        "How may we use your words?",
        "About you",
        "This sheet is kept apart from your answers.",
        "Call 01632 960114.",
    ):
        assert words in whole, words


def structure_roles(root: Any) -> set[str]:
    found: set[str] = set()
    left = [root]
    while left:
        node = left.pop()
        if isinstance(node, pikepdf.Array):
            left += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.add(str(node.S).lstrip("/"))
            if "/K" in node:
                left.append(node.K)
    return found


def test_each_copy_has_its_row_with_the_wordings_it_was_printed_with(staff_browser: Browser) -> None:
    consultation = questionnaire()
    person = typist(staff_browser, consultation)
    numbers = print_copies(staff_browser, consultation, 3) + print_copies(staff_browser, consultation, 2)
    assert len(set(numbers)) == 5
    forms = db.session.scalars(select(PaperForm).order_by(PaperForm.number)).all()
    assert [form.number.rsplit("-", 1)[0] for form in forms] == [f"C1-000{place}" for place in range(1, 6)]
    assert forms[0].versions == {f"Q{place}": 1 for place in range(1, 7)}
    assert {form.printed_by_id for form in forms} == {person.id}


@pytest.mark.parametrize("copies", ["0", "-1", "201", "many", ""])
def test_a_number_of_copies_that_cannot_be_printed_is_refused_and_kept(staff_browser: Browser, copies: str) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    page = staff_browser.submit(staff_browser.get(manage(consultation, "paper")), "#print-copies", copies=copies)
    assert page.status == 422
    assert page.one("#copies")["value"] == copies
    assert page.soup.select("#print .govuk-error-message")


def test_a_resident_prints_the_questions_at_home_in_their_language(browser: Browser) -> None:
    consultation = every_kind(languages=["en", "ur"])
    commit()
    start = browser.get(address(consultation))
    assert "Print it and answer with a pen" in start.words
    for language, there in (("en", "Form number"), ("ur", "A question: one_choice?")):
        answer = browser.client.get(address(consultation, f"/paper?in={language}"))
        assert answer.status_code == 200
        with pikepdf.open(io.BytesIO(answer.data)) as pdf:
            assert str(pdf.Root.Lang).startswith(language)
        assert there in " ".join(pages_in(answer.data))
    assert db.session.scalars(select(PaperForm)).all() == []


def test_questions_that_are_not_open_cannot_be_printed_at_home(browser: Browser, staff_browser: Browser) -> None:
    consultation = questionnaire(state=ActivityState.DRAFT)
    assert browser.get(address(consultation, "/paper")).status == 404
    typist(staff_browser, consultation)
    assert staff_browser.client.get(manage(consultation, "paper/look.pdf")).status_code == 200
