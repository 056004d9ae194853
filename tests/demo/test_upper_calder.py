"""The finished demonstration project counts to the numbers of domain.md h, and its words are safe to show."""

import re
from collections import Counter
from datetime import date
from statistics import median

import pytest

from codesign.core.requirements import RemarkCode, lint
from codesign.core.terms import (
    Consent,
    EvidenceKind,
    MilestoneKind,
    OptionStatus,
    QuestionType,
    ReplyKind,
    Response,
    Stance,
    Standing,
    StepKind,
    SubmissionState,
    ThemeStance,
)
from codesign.demo.codebook import EXPECTED_PEOPLE
from codesign.demo.shapes import Demo, Sending, Workshop
from codesign.demo.upper_calder import build

POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
PHONE = re.compile(r"(?:\+44|\b0)[\d ]{8,13}\d")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


@pytest.fixture(scope="module")
def demo() -> Demo:
    return build()


@pytest.fixture(scope="module")
def valid(demo: Demo) -> list[Sending]:
    return [s for s in demo.sendings if s.state is SubmissionState.ACCEPTED]


def chosen(valid: list[Sending], question: str) -> Counter[str]:
    return Counter(choice for s in valid if (a := s.answer(question)) for choice in a.choices)


def workshop(demo: Demo, ref: str) -> Workshop:
    return next(w for w in demo.workshops if w.ref == ref)


def every_text(demo: Demo) -> list[str]:
    board = demo.boards[0]
    texts = [a.text for s in demo.sendings for a in s.answers] + [a.english for s in demo.sendings for a in s.answers]
    texts += [i.title for i in board.ideas] + [i.words for i in board.ideas] + [r.words for r in board.replies]
    texts += [c.text for w in demo.workshops for step in w.steps for c in step.cards]
    texts += [d.said + d.action + d.reason for d in demo.decisions]
    texts += [r.statement + r.rationale + r.equality_note for r in demo.requirements]
    texts += [p.contact + p.response + p.name for p in demo.project.partners] + [demo.project.help_note]
    return [text for text in texts if text]


def test_421_questionnaires_came_and_406_count(demo: Demo, valid: list[Sending]) -> None:
    assert len(demo.sendings) == 421
    assert Counter(s.reason for s in demo.sendings) == {"": 406, "duplicate": 9, "blank": 4, "withdrawn": 2}
    assert len(valid) == len({s.person for s in valid}) == 406
    assert len({s.key for s in demo.sendings}) == 421


def test_a_duplicate_names_the_one_that_counts(demo: Demo) -> None:
    by_key = {s.key: s for s in demo.sendings}
    for s in demo.sendings:
        if s.reason == "duplicate":
            original = by_key[s.duplicate_of]
            assert (original.state, original.person) == (SubmissionState.ACCEPTED, s.person)
            assert original.sent_at < s.sent_at
            assert not s.equality


def test_blank_and_withdrawn_ones_hold_no_words(demo: Demo) -> None:
    assert not any(s.answers for s in demo.sendings if s.reason in {"blank", "withdrawn"})


def test_ways_of_answering_add_up(valid: list[Sending]) -> None:
    assert Counter(s.mode.value for s in valid) == {
        "phone_web": 214,
        "web": 82,
        "paper": 78,
        "telephone": 14,
        "easy_read": 12,
        "assisted": 6,
    }


def test_ages_add_up(valid: list[Sending]) -> None:
    ages = Counter(s.equality.get("age_band", "") for s in valid)
    assert ages == {
        "16_24": 3,
        "25_34": 17,
        "35_44": 31,
        "45_54": 58,
        "55_64": 88,
        "65_74": 117,
        "75_84": 64,
        "85p": 14,
        "pnts": 8,
        "": 6,
    }
    assert sum(n for age, n in ages.items() if age not in {"pnts", ""}) == 392
    assert ages["16_24"] + ages["25_34"] == 20


@pytest.mark.parametrize(
    ("reference", "band", "index"),
    [
        ("place_16plus", "16_24", 8),
        ("place_16plus", "65_74", 182),
        ("service_target", "65_74", 103),
        ("service_target", "75_84", 107),
        ("service_target", "85p", 66),
    ],
)
def test_who_took_part_against_who_lives_there(
    demo: Demo, valid: list[Sending], reference: str, band: str, index: int
) -> None:
    people = Counter[str]()
    for figure in demo.project.population:
        if figure.reference == reference and figure.variable == "age_band":
            people[figure.category] += figure.count
    here = Counter(s.equality.get("age_band", "") for s in valid)
    base = sum(here[b] for b in people)
    assert round(100 * (here[band] / base) / (people[band] / people.total())) == index


def test_population_of_the_four_wards(demo: Demo) -> None:
    people = Counter[tuple[str, str, str]]()
    for f in demo.project.population:
        people[f.reference, f.variable, f.category] += f.count
    ages = {
        category: n
        for (ref, variable, category), n in people.items()
        if (ref, variable) == ("place_16plus", "age_band")
    }
    assert ages == {
        "16_24": 2610,
        "25_34": 2980,
        "35_44": 3720,
        "45_54": 4560,
        "55_64": 5150,
        "65_74": 4330,
        "75_84": 2260,
        "85p": 810,
    }
    assert sum(n for (ref, _, _), n in people.items() if ref == "service_target") == 7400
    for variable in ("age_band", "sex", "carer", "disabled", "ethnic_group"):
        assert sum(n for (ref, v, _), n in people.items() if (ref, v) == ("place_16plus", variable)) == 26_420
    assert {a.code: a.name for a in demo.project.areas} == {
        "E05999901": "Mytholm Clough",
        "E05999902": "Hebble Bridge",
        "E05999903": "Toddbrook",
        "E05999904": "Moor Edge",
    }
    assert demo.organisation.area_code == "E08999999"


def test_money_adds_up(demo: Demo) -> None:
    project = demo.project
    years = (project.term_months + project.extension_months) // 12
    assert [lot.annual_net_gbp for lot in project.lots] == [132_000, 84_000, 48_000]
    assert sum(lot.annual_net_gbp for lot in project.lots) == project.annual_net_gbp == 264_000
    assert project.annual_net_gbp * years == project.whole_life_net_gbp == 1_320_000
    gross = 100 + project.vat_percent
    assert project.whole_life_net_gbp * gross // 100 == 1_584_000
    assert [lot.annual_net_gbp * years * gross // 100 for lot in project.lots] == [792_000, 504_000, 288_000]
    assert all(lot.annual_net_gbp <= project.max_lot_annual_gbp == 150_000 for lot in project.lots)


def test_dates_are_those_of_the_project(demo: Demo) -> None:
    on = {m.kind: m.on for m in demo.project.milestones if m.kind is not MilestoneKind.WORKSHOP}
    assert (on[MilestoneKind.CLOSES] - on[MilestoneKind.OPENS]).days + 1 == 63
    assert (on[MilestoneKind.PACK_FROZEN] - on[MilestoneKind.CLOSES]).days == 61
    assert (on[MilestoneKind.RESPONSE_PUBLISHED] - on[MilestoneKind.CLOSES]).days == 96
    assert (on[MilestoneKind.TENDERS_DUE] - on[MilestoneKind.UK4]).days == 53
    assert (on[MilestoneKind.CONTRACT_END] - on[MilestoneKind.PROVIDER_NOTICE]).days == 106
    assert on[MilestoneKind.SVA_RECORD] < on[MilestoneKind.UK2] < on[MilestoneKind.MANDATE] < on[MilestoneKind.OPENS]
    assert [w.on for w in demo.workshops] == [date(2026, 2, 10), date(2026, 3, 10)]
    assert [w.on.strftime("%a") for w in demo.workshops] == ["Tue", "Tue"]
    window = (date(2026, 1, 19), date(2026, 3, 22))
    assert (demo.consultation.opens_on, demo.consultation.closes_on) == window


def test_options_are_shown_with_the_discarded_one(demo: Demo) -> None:
    status = {o.label: o.status for o in demo.project.options}
    assert set(status) == set("ABCD")
    assert status["D"] is OptionStatus.DISCARDED
    assert all(o.reason for o in demo.project.options)


def test_twelve_questions_were_asked(demo: Demo) -> None:
    questions = demo.consultation.questions
    assert [q.ref for q in questions] == [f"C1-Q{n:02}" for n in range(1, 13)]
    assert all(q.why for q in questions)
    assert [len(q.choices) for q in questions if q.ref in {"C1-Q04", "C1-Q05", "C1-Q10"}] == [8, 7, 8]
    assert [q.most for q in questions if q.ref in {"C1-Q04", "C1-Q05", "C1-Q10"}] == [3, 3, 3]


def test_every_answer_fits_its_question(demo: Demo) -> None:
    questions = {q.ref: q for q in demo.consultation.questions}
    free = {QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT}
    for s in demo.sendings:
        for a in s.answers:
            q = questions[a.question]
            assert bool(a.text) == (q.type in free)
            assert set(a.choices) <= {c.code for c in q.choices}
            assert len(set(a.choices)) == len(a.choices) <= (q.most or len(q.choices))


def test_views_on_proposal_a(valid: list[Sending]) -> None:
    assert chosen(valid, "C1-Q07") == {"support": 231, "oppose": 118, "neither": 49, "dont_know": 8}


def test_the_phone_and_small_grants_come_first(valid: list[Sending]) -> None:
    assert chosen(valid, "C1-Q11").most_common(1)[0][0] == "phone"
    assert chosen(valid, "C1-Q10").most_common(1)[0][0] == "small_grants"


def test_372_people_wrote_and_nearly_all_wrote_something_of_their_own(valid: list[Sending]) -> None:
    texts = [s.words for s in valid if s.words]
    assert len(texts) == 372
    assert len(set(texts)) >= 360


@pytest.mark.parametrize(("theme", "people"), EXPECTED_PEOPLE.items())
def test_people_who_raised_a_theme(demo: Demo, valid: list[Sending], theme: str, people: int) -> None:
    codings = [c for c in demo.codings if c.theme == theme]
    assert len({c.person for c in codings}) == people
    said_in_answers = {c.person for c in codings if "/" in c.item}
    assert len(said_in_answers) == people <= 372
    assert any(c.stance is ThemeStance.AGAINST for c in codings), "each theme has someone who sees it another way"


def test_the_theme_counts_are_those_of_the_brief() -> None:
    assert list(EXPECTED_PEOPLE.values()) == [141, 128, 97, 84, 79, 71, 66, 49, 23, 11]


def test_54_of_those_who_would_keep_the_clubs_oppose_proposal_a(demo: Demo, valid: list[Sending]) -> None:
    keepers = {c.person for c in demo.codings if c.theme == "T06"}
    opposed = {s.person for s in valid if (a := s.answer("C1-Q07")) and a.choices == ("oppose",)}
    assert (len(keepers), len(keepers & opposed)) == (71, 54)


def test_coded_words_are_words_that_were_said(demo: Demo) -> None:
    said = {f"{s.key}/{a.question}": (s.person, a.text) for s in demo.sendings for a in s.answers if a.text}
    said |= {i.ref: (i.person, i.words) for i in demo.boards[0].ideas}
    for held in demo.workshops:
        people = {a.key: a.person for a in held.attendees}
        said |= {c.key: (people[c.attendee], c.text) for step in held.steps for c in step.cards if c.attendee}
    for coding in demo.codings:
        person, text = said[coding.item]
        assert person == coding.person
        assert coding.excerpt in text
    assert len({(c.item, c.theme) for c in demo.codings}) == len(demo.codings)


def test_everyone_who_is_coded_wrote_in_the_questionnaire(demo: Demo, valid: list[Sending]) -> None:
    assert {c.person for c in demo.codings} <= {s.person for s in valid if s.words}


def test_words_were_said_in_urdu_too(valid: list[Sending]) -> None:
    urdu = [a for s in valid for a in s.answers if a.language == "ur"]
    assert len(urdu) == 4
    assert all(re.search("[\u0600-\u06ff]", a.text) and a.english for a in urdu)


def test_the_board_holds_37_ideas_and_512_supports(demo: Demo) -> None:
    ideas = demo.boards[0].ideas
    assert [i.ref for i in ideas] == [f"I-{n:04}" for n in range(1, 38)]
    assert sum(len(i.supporters) for i in ideas) == 512
    assert all(len(set(i.supporters)) == len(i.supporters) and i.person not in i.supporters for i in ideas)
    assert [len(p.text) > 0 for p in demo.boards[0].prompts] == [True] * 3


@pytest.mark.parametrize(
    ("ref", "words", "supports", "outcome", "leads_to"),
    [
        ("I-0003", "shared minibus on market day", 61, Response.ACCEPTED, "REQ-009"),
        ("I-0007", "one printed what's on in surgeries", 58, Response.ACCEPTED, "REQ-004"),
        ("I-0011", "buddy for the first visit", 47, Response.ACCEPTED, "REQ-003"),
        ("I-0014", "shed or repair bench", 33, Response.PARTLY, "REQ-012"),
        ("I-0019", "weekend sessions", 41, Response.DEFERRED, "year 2 review"),
        ("I-0022", "free parking", 29, Response.OUT_OF_SCOPE, "highways"),
        ("I-0028", "urdu-speaking volunteer hours", 12, Response.ACCEPTED, "REQ-006"),
        ("I-0033", "keep st aidan's lunch club", 38, Response.PARTLY, "REQ-011"),
    ],
)
def test_what_came_of_the_ideas_people_backed(
    demo: Demo, ref: str, words: str, supports: int, outcome: Response, leads_to: str
) -> None:
    idea = next(i for i in demo.boards[0].ideas if i.ref == ref)
    assert words in idea.title.lower()
    assert (len(idea.supporters), idea.outcome, idea.leads_to) == (supports, outcome, leads_to)


def test_two_ideas_are_hidden_and_their_authors_are_told_why(demo: Demo) -> None:
    hidden = [i for i in demo.boards[0].ideas if i.standing is Standing.HIDDEN]
    assert len(hidden) == 2
    assert all(i.moderation and i.moderation_note and not i.outcome for i in hidden)
    assert all(i.outcome and i.outcome_reason for i in demo.boards[0].ideas if i not in hidden)


def test_people_reply_and_some_see_it_another_way(demo: Demo) -> None:
    replies = demo.boards[0].replies
    assert len(replies) >= 25
    assert sum(r.kind is ReplyKind.ANOTHER_WAY for r in replies) >= 5
    assert {r.idea for r in replies} <= {i.ref for i in demo.boards[0].ideas if i.standing is Standing.PUBLISHED}


def test_the_first_workshop(demo: Demo) -> None:
    w1 = workshop(demo, "W1")
    assert (w1.place, w1.booked, w1.tables, w1.minutes) == ("Hebble Bridge Methodist Hall", 24, 4, 150)
    assert Counter(a.role for a in w1.attendees) == {"resident": 15, "carer": 3, "vcse": 1}
    assert Counter(a.photo_consent for a in w1.attendees) == {True: 13, False: 6}
    assert len({a.table for a in w1.attendees}) == 4
    feelings = next(s for s in w1.steps if s.ref == "W1-A4")
    curve = {
        g.title: [c.score for c in feelings.cards if c.group == g.key and c.score is not None] for g in feelings.groups
    }
    lowest = min(curve, key=lambda stage: median(curve[stage]))
    assert (lowest, median(curve[lowest]), len(curve[lowest])) == ("First week home", -2, 17)
    vote = next(s for s in w1.steps if s.ref == "W1-A7")
    dots = Counter[str]()
    for d in vote.dots:
        dots[d.group] += d.dots
    assert (dots.total(), dots.most_common(1)) == (57, [("h-meet", 14)])


def test_the_second_workshop(demo: Demo) -> None:
    w2 = workshop(demo, "W2")
    assert w2.place == "Toddbrook Community Shop"
    assert Counter(a.role for a in w2.attendees) == {
        "resident": 13,
        "carer": 3,
        "provider": 2,
        "nhs": 1,
        "commissioner": 1,
    }
    statements = next(s for s in w2.steps if s.ref == "W2-A6")
    assert Counter(c.group for c in statements.cards) == {"keep": 11, "reword": 3, "drop": 2}
    assert len(next(s for s in w2.steps if s.ref == "W2-A7").cards) == 3
    assert (round(sum(w2.heard_scores) / len(w2.heard_scores), 1), len(w2.heard_scores)) == (4.4, 18)
    assert w2.minutes == sum(s.minutes for s in w2.steps) == 180


def test_cards_and_dots_belong_to_their_step(demo: Demo) -> None:
    for held in demo.workshops:
        keys = {a.key for a in held.attendees}
        groups = {s.ref: {g.key for g in s.groups} for s in held.steps}
        for step in held.steps:
            assert all(c.group in groups[step.ref] and len(c.text) <= 140 for c in step.cards)
            assert all(c.attendee in keys | {""} for c in step.cards)
            assert all(d.group in groups[step.votes_on] and d.attendee in keys for d in step.dots)
            given = Counter[str]()
            for d in step.dots:
                given[d.attendee] += d.dots
            assert all(n <= step.dots_each for n in given.values())
            assert (step.kind is StepKind.VOTE) == bool(step.votes_on)


def test_ten_themes_have_rules(demo: Demo) -> None:
    assert [t.ref for t in demo.themes] == list(EXPECTED_PEOPLE)
    assert all(t.definition and t.include and t.exclude for t in demo.themes)
    assert [t.ref for t in demo.themes if t.minority] == ["T09", "T10"]


def test_fourteen_requirements_read_well(demo: Demo) -> None:
    assert [r.ref for r in demo.requirements] == [f"REQ-{n:03}" for n in range(1, 15)]
    for r in demo.requirements:
        remarks = lint(
            r.statement, moscow=r.moscow, measure=r.measure, kpi=r.kpi.target, evidence_people=9, evidence_methods=2
        )
        assert {m.code for m in remarks} <= {RemarkCode.THIN_EVIDENCE}, r.ref
        assert r.statement.startswith(f"The provider {r.moscow} ")


EVIDENCE = {
    "REQ-001": {"T01", "T07", "C1-Q11"},
    "REQ-002": {"T01", "W1-A3"},
    "REQ-003": {"I-0011", "W1-A7", "T05"},
    "REQ-004": {"I-0007", "T01"},
    "REQ-005": {"T07", "W2-A7"},
    "REQ-006": {"T10", "I-0028"},
    "REQ-007": {"T04", "W1-A4"},
    "REQ-008": {"T04"},
    "REQ-009": {"T02", "I-0003"},
    "REQ-010": {"T02"},
    "REQ-011": {"T06", "I-0033"},
    "REQ-012": {"T09", "I-0014"},
    "REQ-013": {"C1-Q10"},
    "REQ-014": {"T08", "W2-A7"},
}


@pytest.mark.parametrize(("requirement", "evidence"), EVIDENCE.items())
def test_a_requirement_rests_on_the_evidence_that_the_brief_names(
    demo: Demo, requirement: str, evidence: set[str]
) -> None:
    mine = [link for link in demo.links if link.requirement == requirement and link.stance is Stance.SUPPORTS]
    assert evidence <= {link.target.split("/")[0] for link in mine}
    quoted = [link for link in mine if link.kind is EvidenceKind.CONTRIBUTION]
    assert len(quoted) >= 2
    coded = {c.item: c.theme for c in demo.codings if c.theme in evidence}
    if requirement != "REQ-013":
        assert all(link.target in coded for link in quoted)
    consent = {s.key: s.consent for s in demo.sendings}
    assert all(consent[link.target.split("/")[0]] is Consent.PUBLIC for link in quoted)


def test_links_lead_somewhere(demo: Demo) -> None:
    known = (
        {t.ref for t in demo.themes}
        | {i.ref for i in demo.boards[0].ideas}
        | {q.ref for q in demo.consultation.questions}
    )
    known |= {f"{s.key}/{a.question}" for s in demo.sendings for a in s.answers if a.text}
    for held in demo.workshops:
        groups = {s.ref: [g.key for g in s.groups] for s in held.steps}
        known |= {f"{s.ref}/{key}" for s in held.steps for key in groups[s.votes_on or s.ref]}
    assert {link.target for link in demo.links} <= known
    assert len({(link.requirement, link.target) for link in demo.links}) == len(demo.links)
    assert all(link.reply for link in demo.links if link.stance is Stance.OPPOSES)
    assert sum(link.stance is Stance.OPPOSES for link in demo.links) >= 6


def test_every_theme_and_every_published_idea_has_a_decision(demo: Demo) -> None:
    assert {t for d in demo.decisions for t in d.themes} == set(EXPECTED_PEOPLE)
    decided = Counter(i for d in demo.decisions for i in d.ideas)
    published = [i.ref for i in demo.boards[0].ideas if i.standing is Standing.PUBLISHED]
    assert decided == Counter(published)
    assert all(d.reason for d in demo.decisions if d.response is not Response.ACCEPTED)
    assert len(demo.decisions) >= 12


def test_numbers_in_decisions_are_counted(demo: Demo) -> None:
    supports = {i.ref: len(i.supporters) for i in demo.boards[0].ideas}
    for d in demo.decisions:
        if match := re.search(r"(\d+) ideas?, (\d+) supports", d.who_said):
            assert (int(match[1]), int(match[2])) == (len(d.ideas), sum(supports[i] for i in d.ideas)), d.ref
        if match := re.search(r"(\d+) of 372", d.who_said):
            assert int(match[1]) == EXPECTED_PEOPLE[d.themes[0]]


def test_what_we_say_people_said_was_said(demo: Demo, valid: list[Sending]) -> None:
    quotable = [s.words for s in valid if s.consent is Consent.PUBLIC]
    for said in demo.project.said_did:
        assert any(said.quote in words for words in quotable)


def test_words_hold_no_postcode_no_real_phone_and_no_address(demo: Demo) -> None:
    for text in every_text(demo):
        assert not POSTCODE.search(text), text
        assert not EMAIL.search(text), text
        assert all(re.sub(r"\D", "", n).startswith("01632960") for n in PHONE.findall(text)), text
    assert all(m.email.endswith(".example") for m in demo.team)


def test_checks_that_need_a_persons_word_have_one_or_say_that_they_have_not(demo: Demo) -> None:
    checks = {a.check: a for a in demo.attestations}
    assert {"P1.3", "P2.5", "P4.6", "P5.8"} <= set(checks)
    assert all((a.status == "not_assessed") == (not a.by) for a in checks.values())


def test_the_same_seed_gives_the_same_project() -> None:
    build.cache_clear()
    first = build()
    build.cache_clear()
    assert build() == first
