"""A pack with realistic values, and the seal of its freeze, for tests of the press."""

from dataclasses import replace
from datetime import UTC, date, datetime

from codesign.core import pack as p
from codesign.core.terms import (
    BoardAsks,
    CodedBy,
    Consent,
    ContributionKind,
    Edition,
    EvidenceKind,
    Influence,
    Moscow,
    OptionStatus,
    RequirementType,
    Response,
    Stance,
    Standing,
    StepKind,
    ThemeStance,
)

FROZEN_AT = datetime(2026, 5, 22, 9, 0, tzinfo=UTC)
HIDDEN_WORDS = "Words that a moderator has hidden"
WAITING_WORDS = "Words that wait for a moderator"
COUNTED_ONLY_WORDS = "Words that may only be counted"
BIDDERS_WORDS = "Words that bidders may read"
URDU = "ہمیں ہفتے میں دو بار اردو بولنے والا چاہیے"


def quote(ref: str, text: str, attribution: str = "", **other: object) -> p.Quote:
    """Published words that may be quoted in public, unless told otherwise."""
    made = p.Quote(ref=ref, text=text, consent=Consent.PUBLIC, standing=Standing.PUBLISHED, attribution=attribution)
    return replace(made, **other)  # type: ignore[arg-type]


def idea(ref: str, title: str, text: str, support: int, **other: object) -> p.Idea:
    """A published idea that may be quoted in public, unless told otherwise."""
    made = p.Idea(ref=ref, title=title, text=text, support=support, consent=Consent.PUBLIC, standing=Standing.PUBLISHED)
    return replace(made, **other)  # type: ignore[arg-type]


def _project() -> p.ProjectFacts:
    return p.ProjectFacts(
        ref="CP-2026-014",
        slug="upper-calder",
        name="Community-based support for older people in Upper Calder Valley",
        promise="Your words will shape what we buy from April 2027.",
        service="Community connectors, practical help and transport",
        service_for="People aged 65 and over, and those who care for them",
        stage="Write and check",
        regime="Light touch, above the threshold",
        why_now="The contracts for three lunch clubs end in March 2027.",
        current_contract="Three lunch clubs, each with its own contract, to 31 March 2027.",
        areas=(
            p.Area(code="E05999901", name="Mytholm Clough"),
            p.Area(code="E05999902", name="Hebble Bridge"),
            p.Area(code="E05999903", name="Toddbrook"),
            p.Area(code="E05999904", name="Moor Edge"),
        ),
        money=p.Money(
            annual_net=264_000,
            whole_life_net=1_320_000,
            whole_life_gross=1_584_000,
            vat_percent=20,
            term_months=36,
            extension_months=24,
            max_lot_annual=150_000,
        ),
        lots=(
            p.Lot(
                ref="L1", title="Neighbourhood connectors and social life", annual_net=132_000, scope="All four wards"
            ),
            p.Lot(ref="L2", title="Practical help and home from hospital", annual_net=84_000, scope="Whole valley"),
            p.Lot(
                ref="L3",
                title="Getting out and about",
                annual_net=48_000,
                scope="Toddbrook, Moor Edge",
                suitable="VCSE",
            ),
        ),
        openness=(
            p.Openness(point="How people book", influence=Influence.OPEN),
            p.Openness(
                point="Which towns have a hub", influence=Influence.PARTLY_OPEN, reason="Two leases are signed."
            ),
            p.Openness(
                point="The yearly budget", influence=Influence.DECIDED, reason="Full council set it in February."
            ),
        ),
        options=(
            p.OptionConsidered(label="A: one hub per town", status=OptionStatus.PREFERRED, reason="Most support."),
            p.OptionConsidered(label="B: keep three contracts", status=OptionStatus.OPEN),
            p.OptionConsidered(
                label="D: one countywide contract",
                status=OptionStatus.DISCARDED,
                reason="Fails the cap and local access.",
            ),
        ),
    )


def _participation() -> p.Participation:
    ages = (
        ("16 to 34", 20, 21, 25),
        ("35 to 64", 175, 51, 88),
        ("65 to 74", 115, 16, 182),
        ("75 and over", 80, 12, 170),
    )
    return p.Participation(
        volumes=p.Volumes(received=421, duplicates=9, blank=4, withdrawn=2, valid=406),
        by_mode=(
            p.Count(label="Phone web", n=214),
            p.Count(label="Other web", n=82),
            p.Count(label="Paper", n=78),
            p.Count(label="Telephone", n=14),
            p.Count(label="Easy Read", n=12),
            p.Count(label="Helped by a link worker", n=None),
        ),
        comparisons=(
            p.Comparison(
                characteristic="Age",
                reference_population="people aged 16 and over in the four wards",
                source="Census 2021, table TS007A.",
                answered=392,
                preferred_not_to_say=8,
                not_answered=6,
                rows=(
                    *(
                        p.ComparisonRow(
                            label=label,
                            n=n,
                            base=390,
                            population_percent=population,
                            difference=round(100 * n / 390 - population, 1),
                            index=index,
                            flag="Fewer than the place" if index < 80 else "More than the place" if index > 120 else "",
                            exact=n + 1,
                        )
                        for label, n, population, index in ages
                    ),
                    p.ComparisonRow(label="Under 16", n=None, base=390),
                ),
            ),
        ),
        not_heard=("People aged 16 to 34", "People aged 85 and over"),
        payments_total=1_240,
        hours=96.5,
    )


def _questions() -> tuple[p.Question, ...]:
    return (
        p.Question(
            ref="C1-Q07",
            text="Replace three separate lunch-club contracts with one hub per town. What do you think?",
            type="one_choice",
            base=406,
            why="We ask because the contracts end in March.",
            results=(
                p.Result(label="Support", n=231, base=406),
                p.Result(label="Oppose", n=118, base=406),
                p.Result(label="Neither", n=49, base=406),
                p.Result(label="I am not sure", n=8, base=406),
            ),
        ),
        p.Question(
            ref="C1-Q11",
            text="How should people book?",
            type="several_choices",
            base=24,
            several=True,
            not_answered=382,
            results=(p.Result(label="By phone", n=20, base=24), p.Result(label="In person", n=11, base=24)),
        ),
        p.Question(ref="C1-Q03", text="What helps you live well here?", type="long_text", base=331, texts=331),
    )


def _boards() -> tuple[p.Board, ...]:
    return (
        p.Board(
            ref="B1",
            title="Small things that would help",
            prompts=("One small thing that would help you get out more",),
            people=148,
            ideas=(
                idea(
                    "I-0003",
                    "Shared minibus",
                    "A minibus on market day.",
                    61,
                    outcome="accepted",
                    requirements=("REQ-009",),
                ),
                idea("I-0007", "What's On", "One printed list in every surgery.", 58),
                idea("I-0041", "Hidden", HIDDEN_WORDS, 4, standing=Standing.HIDDEN),
                idea("I-0042", "Waiting", WAITING_WORDS, 0, standing=Standing.WAITING),
                idea("I-0043", "Counted", COUNTED_ONLY_WORDS, 7, consent=Consent.COUNT_ONLY),
                idea("I-0044", "Bidders", BIDDERS_WORDS, 6, consent=Consent.BIDDERS),
                idea("I-0045", "Bus", "A bus to the market.", 3, standing=Standing.MERGED, merged_into="I-0003"),
            ),
        ),
        p.Board(
            ref="B2",
            title="Statements",
            asks=BoardAsks.STATEMENTS,
            people=91,
            ideas=(idea("I-0104", "", "Keep the lunch clubs open.", 0, source_id="4", agree=86, disagree=3, pass_=2),),
        ),
    )


def _workshops() -> tuple[p.Workshop, ...]:
    def card(ref: str, text: str, dots: int = 0, standing: Standing = Standing.PUBLISHED) -> p.Card:
        return p.Card(ref=ref, text=text, dots=dots, consent=Consent.PUBLIC, standing=standing)

    return (
        p.Workshop(
            ref="W1",
            title="Understand",
            held_on=date(2026, 2, 10),
            place="Hebble Bridge Methodist Hall",
            times="10:00 to 12:30",
            booked=24,
            came=19,
            roles=(p.Count(label="Residents", n=15), p.Count(label="Carers", n=None)),
            steps=(
                p.Step(
                    ref="W1-A3",
                    title="How might we",
                    kind=StepKind.VOTE,
                    prompt="How might we make the first visit easy?",
                    minutes=20,
                    people=19,
                    dots_each=3,
                    groups=(
                        p.CardGroup(
                            ref="W1-G1",
                            title="Meet a friendly person first",
                            dots=14,
                            voters=11,
                            cards=(card("K-W3NQ8", "Someone walks in with me.", 9), card("K-7TTR2", "A buddy.", 5)),
                        ),
                    ),
                    ungrouped=(card("K-9HH3P", HIDDEN_WORDS, standing=Standing.HIDDEN),),
                ),
            ),
            harvest=("Meet a friendly person before the first visit: 14 of 57 dots.",),
        ),
    )


def _themes() -> tuple[p.Theme, ...]:
    return (
        p.Theme(
            ref="T01",
            title="Know who to ring",
            definition="People want one number and one name.",
            people=141,
            contributions=160,
            base=372,
            by_source=(p.Count(label="Answers", n=131), p.Count(label="Cards", n=10)),
            stances=(p.Count(label="Supports", n=139), p.Count(label="Points the other way", n=2)),
            quotes=(
                quote("K-4TTP9", "I rang six places. Nobody knew.", "Carer, 55 to 64"),
                quote("K-7WQ2M", URDU, "Resident", language="ur"),
                quote("K-2DDX8", "I like to look it up myself.", "Resident, 65 to 74", stance=ThemeStance.AGAINST),
                quote("K-3ZZ77", COUNTED_ONLY_WORDS, "Resident", consent=Consent.COUNT_ONLY),
            ),
        ),
        p.Theme(
            ref="T10",
            title="Urdu- and Punjabi-speaking elders miss out",
            people=11,
            contributions=11,
            base=372,
            minority=True,
        ),
    )


def _requirements() -> tuple[p.Requirement, ...]:
    return (
        p.Requirement(
            ref="REQ-001",
            title="A named connector",
            statement="The provider must give every town a named connector who answers the phone, five days a week.",
            moscow=Moscow.MUST,
            type=RequirementType.ACCESS,
            lots=("L1",),
            measure="Answered in 3 rings or called back in 1 working day, at least 90%",
            strength=p.Strength(
                word="strong",
                people=141,
                pieces=163,
                methods=3,
                opposing=1,
                rows=(
                    p.StrengthRow(method="Questions", people=131, supports=130, against=1),
                    p.StrengthRow(method="Ideas", people=6, supports=5, against=1),
                    p.StrengthRow(method="Workshops", people=10, supports=10, against=0),
                ),
            ),
            quotes=(
                quote("K-4TTP9", "I rang six places. Nobody knew.", "Carer, 55 to 64"),
                quote("K-7WQ2M", URDU, "Resident", language="ur"),
            ),
            opposing=(quote("K-2DDX8", "I like to look it up myself.", "Resident, 65 to 74"),),
            reply="The list stays online and in print (see REQ-004).",
            not_heard=("people aged 16 to 34", "men"),
        ),
        p.Requirement(
            ref="REQ-013",
            title="Money for small groups",
            statement="The provider should pass on at least 5% of the lot value to small local groups where possible.",
            moscow=Moscow.SHOULD,
            type=RequirementType.COMMUNITY_CAPACITY,
            lots=("L1", "L2", "L3"),
            origin_reason="Council policy on grants, May 2025.",
            lint=(p.LintRemark(code="weasel", text="“Where possible” says nothing that can be checked."),),
        ),
    )


def _checks() -> tuple[p.Check, ...]:
    return (
        p.Check(ref="P1.1", group="keep_it_local", title="Places by ONS code", status="met", value="4 wards"),
        p.Check(
            ref="P4.1", group="keep_it_local", title="A cap for a lot is set", status="met", value="£150,000 a year"
        ),
        p.Check(
            ref="P5.6",
            group="keep_it_local",
            title="Answer published within 84 days",
            status="partly_met",
            value="96 days",
            by="A. Officer",
            override_reason="The pre-election period came between.",
        ),
        p.Check(ref="G1", group="gunning", title="Formative stage", status="met", evidence=("D-001",)),
        p.Check(ref="SVA", group="duties", title="Social Value Act record", status="not_assessed"),
        p.Check(ref="B3", group="dates", title="Opens before it closes", status="ok", value="63 days"),
    )


def make_snapshot() -> p.EvidencePack:
    """The whole freeze: hidden words, words beyond consent and exact counts included."""
    requirement, supports = "REQ-001", Stance.SUPPORTS
    return p.EvidencePack(
        pack=p.PackFacts(
            ref="EP-CP-2026-014-v2",
            version=2,
            supersedes="EP-CP-2026-014-v1",
            frozen_at=FROZEN_AT,
            organisation="Upper Calder Metropolitan Borough Council",
            title="Upper Calder Valley",
            base_url="https://codesign.example",
            chain_head="3f" * 32,
            generator="codesign 0.1.0",
            owner="Commissioning team",
            contact="commissioning@council.example",
            other_formats="Easy Read and large print on request",
        ),
        project=_project(),
        participation=_participation(),
        findings=(
            p.Finding(text="People want one name and one number.", refs=("T01",)),
            p.Finding(text="More people support hubs than oppose them.", refs=("C1-Q07",)),
        ),
        changes_made=("No lunch club closes before its replacement has run for 8 weeks.",),
        dates=(
            p.DateRow(label="Consultation opened", planned=date(2026, 1, 19), actual=date(2026, 1, 19)),
            p.DateRow(label="Decision", planned=date(2026, 6, 22), note="Cabinet"),
        ),
        methods=(
            p.Method(
                ref="C1",
                title="Consultation on older people's support",
                kind="Consultation",
                opened=date(2026, 1, 19),
                closed=date(2026, 3, 22),
                promotion="Surgeries, libraries, link workers, social media",
                formats="Web, paper, telephone, Easy Read",
            ),
        ),
        coded_by="Two officers read every answer. A third read one in ten again.",
        questions=_questions(),
        boards=_boards(),
        workshops=_workshops(),
        themes=_themes(),
        dissent=(
            p.Dissent(title="Keep the lunch clubs", text="54 people opposed hubs.", refs=("T01",), reply="See D-001."),
        ),
        equality=p.Equality(
            rows=(
                p.EqualityRow(
                    characteristic="Race", effect="Positive", evidence=("T10",), mitigation="Outreach in Urdu"
                ),
            )
        ),
        requirements=_requirements(),
        trace=(
            p.TraceLink(
                requirement=requirement,
                evidence="T01",
                kind=EvidenceKind.THEME,
                stance=supports,
                title="Know who to ring",
                people=141,
                by="analyst",
                linked_on=date(2026, 4, 24),
            ),
            p.TraceLink(
                requirement=requirement, evidence="C1-Q11", kind=EvidenceKind.QUESTION, stance=supports, people=20
            ),
            p.TraceLink(
                requirement=requirement, evidence="K-2DDX8", kind=EvidenceKind.CONTRIBUTION, stance=Stance.OPPOSES
            ),
        ),
        decisions=(
            p.Decision(
                ref="D-001",
                about="C1-Q07",
                said="Keep all three lunch clubs as separate contracts.",
                who_said="118 (29%) of 406 who answered C1-Q07",
                response=Response.REJECTED,
                action="One hub per town, with a promise on the change-over.",
                reason="Three contracts would cost £61,000 more a year.",
                decided_by="Cabinet",
                decided_on=date(2026, 6, 22),
                resulting=("REQ-001",),
            ),
        ),
        checks=_checks(),
        social_value=p.SocialValue(
            economic="Local jobs",
            priorities_question="Choose three",
            priorities=(p.Result(label="Local jobs", n=188, base=360),),
        ),
        limits=(
            p.Limit(text="Few people under 35 took part.", effect="Do not read results as theirs."),
            p.Limit(text="The answer was published 96 days after closing."),
        ),
        codebook=(p.CodebookEntry(ref="T01", title="Know who to ring", definition="One number and one name."),),
        contributions=(
            contribution("K-4TTP9", "I rang six places. Nobody knew."),
            contribution("K-2DDX8", "I like to look it up myself."),
            contribution("K-1HID3", HIDDEN_WORDS, standing=Standing.HIDDEN),
            contribution("K-3ZZ77", COUNTED_ONLY_WORDS, consent=Consent.COUNT_ONLY),
            contribution("K-8BBB2", BIDDERS_WORDS, consent=Consent.BIDDERS),
            contribution("K-7WQ2M", URDU, language="ur"),
        ),
        codings=(
            p.Coding(contribution="K-4TTP9", theme="T01", coded_by=CodedBy.PERSON, stance=ThemeStance.SUPPORTS),
            p.Coding(contribution="K-1HID3", theme="T01", coded_by=CodedBy.PERSON),
        ),
        responses=(
            p.ClosedAnswer(response="R-9HT4W", question="C1-Q07", answer="Support", mode="Paper"),
            p.ClosedAnswer(response="R-2XX7K", question="C1-Q07", answer="Oppose", mode="Easy Read"),
        ),
        moderation=(p.Count(label="Personal data", n=3),),
        change_log=(p.Change(version=1, ref="EP-CP-2026-014-v1", on=date(2026, 5, 15), text="First version."),),
    )


def contribution(ref: str, text: str, **other: object) -> p.Contribution:
    """A published answer that may be quoted in public, unless told otherwise."""
    made = p.Contribution(
        ref=ref,
        text=text,
        kind=ContributionKind.ANSWER,
        source="C1-Q03",
        voice=7,
        themes=frozenset({"T01"}),
        consent=Consent.PUBLIC,
        standing=Standing.PUBLISHED,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def make_pack(edition: Edition = Edition.COMMISSIONER) -> p.EvidencePack:
    """One edition of the freeze above."""
    return p.edition_of(make_snapshot(), edition)


def make_seal() -> str:
    """The seal of the freeze above."""
    return p.seal_of(make_snapshot())
