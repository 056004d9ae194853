"""Upper Calder Valley: the council, the four wards, the money, the dates and what residents are promised. All made up."""

from datetime import date

from codesign.core.terms import Influence, MilestoneKind, OptionStatus, Role, Stage
from codesign.demo.record import BARRIERS, DOCUMENTS, PARTNERS
from codesign.demo.shapes import (
    Area,
    LandingStep,
    Lot,
    Milestone,
    Openness,
    OptionConsidered,
    Organisation,
    PopulationFigure,
    Project,
    SaidDid,
    StaffMember,
)

ORGANISATION = Organisation(
    slug="upper-calder",
    name="Upper Calder Metropolitan Borough Council",
    short_name="Upper Calder Council",
    area_code="E08999999",
    phone="01632 960 114",
    phone_hours="Monday to Friday, 9am to 5pm",
    email="haveyoursay@uppercalder.example",
)
TEAM = (
    StaffMember(
        key="commissioner",
        name="Nasreen Qureshi",
        email="nasreen.qureshi@uppercalder.example",
        role=Role.COMMISSIONER,
        title="Commissioning lead, adults",
    ),
    StaffMember(
        key="facilitator",
        name="Tom Ackroyd",
        email="tom.ackroyd@uppercalder.example",
        role=Role.FACILITATOR,
        title="Community engagement officer",
    ),
    StaffMember(
        key="analyst",
        name="Grace Oyelaran",
        email="grace.oyelaran@uppercalder.example",
        role=Role.ANALYST,
        title="Insight officer",
    ),
    StaffMember(
        key="observer",
        name="Helen Sutcliffe",
        email="helen.sutcliffe@southpennine-icb.example",
        role=Role.OBSERVER,
        title="South Pennine ICB, place partnerships",
    ),
)
MYTHOLM, HEBBLE, TODDBROOK, MOOR_EDGE = "E05999901", "E05999902", "E05999903", "E05999904"
AREAS = (
    Area(code=MYTHOLM, name="Mytholm Clough", kind="ward", outward="UC1"),
    Area(code=HEBBLE, name="Hebble Bridge", kind="ward", outward="UC2"),
    Area(code=TODDBROOK, name="Toddbrook", kind="ward", outward="UC3"),
    Area(code=MOOR_EDGE, name="Moor Edge", kind="ward", outward="UC4"),
)
_CODES = tuple(area.code for area in AREAS)
_SOURCE = "Made-up figures for the demonstration, laid out like Census 2021"
_PEOPLE: dict[tuple[str, str], dict[str, tuple[int, int, int, int]]] = {
    ("age_band", "TS007A"): {
        "16_24": (600, 860, 760, 390),
        "25_34": (690, 960, 880, 450),
        "35_44": (860, 1200, 1060, 600),
        "45_54": (1060, 1420, 1290, 790),
        "55_64": (1200, 1590, 1450, 910),
        "65_74": (1010, 1350, 1180, 790),
        "75_84": (530, 700, 620, 410),
        "85p": (190, 280, 240, 100),
    },
    ("sex", "TS008"): {"female": (3150, 4310, 3840, 2260), "male": (2990, 4050, 3640, 2180)},
    ("carer", "TS039"): {"yes": (640, 880, 850, 470), "no": (5500, 7480, 6630, 3970)},
    ("disabled", "TS038"): {"disabled": (1250, 1690, 1680, 910), "not_disabled": (4890, 6670, 5800, 3530)},
    ("ethnic_group", "TS021"): {
        "white": (5790, 7420, 6620, 4330),
        "mixed": (90, 150, 120, 50),
        "asian": (200, 660, 640, 40),
        "black": (30, 70, 60, 10),
        "other": (30, 60, 40, 10),
    },
}
_OLDER = ("65_74", "75_84", "85p")


def _population() -> tuple[PopulationFigure, ...]:
    figures = []
    for (variable, table), rows in _PEOPLE.items():
        for category, counts in rows.items():
            references = ["place_16plus"] + (["service_target"] if category in _OLDER else [])
            figures += [
                PopulationFigure(
                    area_code=code,
                    reference=reference,
                    variable=variable,
                    category=category,
                    count=count,
                    source=_SOURCE,
                    table=table,
                    extracted_on=date(2025, 10, 20),
                )
                for reference in references
                for code, count in zip(_CODES, counts, strict=True)
            ]
    return tuple(figures)


LOTS = (
    Lot(
        ref="CP-2026-014/L1",
        title="Neighbourhood connectors and social life",
        annual_net_gbp=132_000,
        scope="All four wards, with four named connectors",
        area_codes=_CODES,
        sme=True,
        vcse=True,
    ),
    Lot(
        ref="CP-2026-014/L2",
        title="Practical help and home from hospital",
        annual_net_gbp=84_000,
        scope="The whole valley",
        area_codes=_CODES,
        sme=True,
        vcse=True,
    ),
    Lot(
        ref="CP-2026-014/L3",
        title="Getting out and about (community transport)",
        annual_net_gbp=48_000,
        scope="Toddbrook and Moor Edge",
        area_codes=(TODDBROOK, MOOR_EDGE),
        sme=False,
        vcse=True,
    ),
)


def _date(kind: MilestoneKind, on: tuple[int, int, int], title: str, note: str = "") -> Milestone:
    return Milestone(kind=kind, on=date(*on), title=title, note=note)


_PRE_ELECTION = "Publishing waited for the pre-election period, 30 March to 7 May 2026."
MILESTONES = (
    _date(MilestoneKind.NEEDS, (2025, 9, 15), "Needs assessment agreed"),
    _date(MilestoneKind.OTHER, (2025, 10, 6), "Project created"),
    _date(MilestoneKind.EQIA_SCREENING, (2025, 11, 17), "Equality impact screening"),
    _date(MilestoneKind.SVA_RECORD, (2025, 11, 24), "Social value considered and recorded"),
    _date(MilestoneKind.UK2, (2025, 12, 8), "Notice of early talks with providers (UK2)"),
    _date(MilestoneKind.MANDATE, (2025, 12, 15), "Go-ahead to ask residents, signed"),
    _date(MilestoneKind.EQIA_PRE, (2026, 1, 12), "Equality impact assessment before opening"),
    _date(MilestoneKind.OPENS, (2026, 1, 19), "Questions and idea board open"),
    _date(MilestoneKind.WORKSHOP, (2026, 2, 10), "Workshop 1: Understand"),
    _date(MilestoneKind.PROVIDER_EVENT, (2026, 2, 24), "Provider event", "9 organisations came, 6 of them VCSE."),
    _date(MilestoneKind.SPEC_DRAFT, (2026, 3, 2), "First draft of the specification"),
    _date(MilestoneKind.WORKSHOP, (2026, 3, 10), "Workshop 2: Shape"),
    _date(MilestoneKind.CLOSES, (2026, 3, 22), "Questions and idea board close", "63 days."),
    _date(MilestoneKind.BLACKOUT_FROM, (2026, 3, 30), "Pre-election period starts"),
    _date(MilestoneKind.THEMES_AGREED, (2026, 4, 24), "Themes agreed"),
    _date(MilestoneKind.BLACKOUT_TO, (2026, 5, 7), "Pre-election period ends"),
    _date(MilestoneKind.EQIA_POST, (2026, 5, 18), "Equality impact assessment after closing"),
    _date(MilestoneKind.PACK_FROZEN, (2026, 5, 22), "Evidence pack version 1 frozen", "61 days after closing."),
    _date(MilestoneKind.SCRUTINY, (2026, 6, 9), "Scrutiny committee"),
    _date(MilestoneKind.DECISION, (2026, 6, 22), "Cabinet decides"),
    _date(MilestoneKind.RESPONSE_PUBLISHED, (2026, 6, 26), "What we heard and decided", f"96 days. {_PRE_ELECTION}"),
    _date(MilestoneKind.UK4, (2026, 7, 13), "Tender notice (UK4)"),
    _date(MilestoneKind.TENDERS_DUE, (2026, 9, 4), "Tenders due", "53 days."),
    _date(MilestoneKind.AWARD, (2026, 10, 26), "Contract awarded"),
    _date(MilestoneKind.PROVIDER_NOTICE, (2026, 12, 15), "Notice to the groups that run it now", "106 days."),
    _date(MilestoneKind.CONTRACT_END, (2027, 3, 31), "Old contracts end"),
    _date(MilestoneKind.START, (2027, 4, 1), "New service starts"),
)
OPENNESS = (
    Openness(point="What good support looks like, and how it feels to use", influence=Influence.OPEN, reason=""),
    Openness(point="What the provider must do, and how we check it", influence=Influence.OPEN, reason=""),
    Openness(point="Whether three lunch clubs become one hub in each town", influence=Influence.OPEN, reason=""),
    Openness(
        point="How the money is shared between the three parts",
        influence=Influence.PARTLY_OPEN,
        reason="No part can cost more than £150,000 a year. That is our rule to help small local groups.",
    ),
    Openness(
        point="When it starts",
        influence=Influence.PARTLY_OPEN,
        reason="The contracts we have now end on 31 March 2027. We can start some things sooner.",
    ),
    Openness(
        point="The total: £264,000 a year",
        influence=Influence.DECIDED,
        reason="Councillors set it in the budget for 2026 to 2029.",
    ),
    Openness(
        point="It covers all four wards",
        influence=Influence.DECIDED,
        reason="The needs report found people on their own in every ward.",
    ),
)
OPTIONS = (
    OptionConsidered(
        label="A",
        title="One hub in each town",
        text="Replace three separate lunch-club contracts with one hub in each town.",
        status=OptionStatus.PREFERRED,
        reason="Open more days, one place to ask, less paid in rent. It was our preferred way when we asked you.",
    ),
    OptionConsidered(
        label="B",
        title="Keep three contracts",
        text="Carry on with three lunch clubs, each with its own contract.",
        status=OptionStatus.OPEN,
        reason="People know and like the clubs. They reach three of the four wards, one day a week each.",
    ),
    OptionConsidered(
        label="C",
        title="Personal grants",
        text="Give each older person a small grant to spend on what they choose.",
        status=OptionStatus.OPEN,
        reason="It gives choice, but there may be little to choose from, and it costs more to run.",
    ),
    OptionConsidered(
        label="D",
        title="A single countywide contract",
        text="Buy this together with other councils as one large contract.",
        status=OptionStatus.DISCARDED,
        reason="It fails our £150,000 limit for a lot. It would also put help further from the people who use it.",
    ),
)


STEPS = (
    LandingStep(
        title="We listened",
        line="January to March 2026. 406 answers, 37 ideas, 2 workshops.",
        on=date(2026, 1, 19),
        state="done",
    ),
    LandingStep(
        title="We wrote it together",
        line="March to May 2026. 14 things the provider must or should do.",
        on=date(2026, 3, 10),
        state="done",
    ),
    LandingStep(
        title="We choose who runs it",
        line="July to October 2026. 2 residents help choose.",
        on=date(2026, 7, 13),
        state="now",
    ),
    LandingStep(
        title="It starts", line="April 2027. We will show you here what changed.", on=date(2027, 4, 1), state="later"
    ),
)
SAID_DID = (
    SaidDid(
        quote="I got as far as the door and turned round. If someone I knew had been stood there I'd have gone in.",
        who="An older person, answering our questions",
        change="The group must offer a friendly person to go with you on your first visit.",
    ),
    SaidDid(
        quote="Shut the lunch clubs first and open the hub later, that's how it goes. And later never comes.",
        who="A resident, answering our questions",
        change="No lunch club can stop until what replaces it has run for 8 weeks.",
    ),
)
FACTS = {
    "mandate": "Signed by the Director of Adults on 15 December 2025. Not decided: what the service does, whether lunch clubs "
    "become hubs, how it is checked. Decided: the total, the wards, the limit for a lot.",
    "influence_level": "Involve. We work with you all the way, and show how what you said changed the contract.",
    "existing_provider": "Three lunch-club contracts, each with a local group, end on 31 March 2027.",
    "social_value_economic": "Local jobs: the connectors live in the valley. At least 5% of each lot goes on to tiny groups.",
    "social_value_social": "Fewer people on their own. Carers are counted and offered their own way in.",
    "social_value_environmental": "A shared minibus in place of single taxi trips.",
    "social_value_consulted": "We considered whether to consult, and did: question 10 asked residents to choose.",
    "promotion": "A card to every home with someone aged 65 or over, posters in 31 places, surgeries, the market, local radio.",
    "formats": "Online, paper, telephone, Easy Read, and a link worker to help. Urdu on request.",
    "sampling": "People chose for themselves to take part. It was not a random sample.",
    "analysis": "Two officers read all the words. One coded them by hand with the codebook; the other checked 1 in 5.",
    "eqia_changed": "REQ-006 (Urdu and Punjabi) and REQ-014 (carers) were written because of it.",
    "participation_payment": "£20 a workshop and travel paid. £780 in all. Not counted as income from the council for benefits advice.",
    "late_rule": "Paper forms posted by 22 March 2026 and here by 29 March counted.",
    "capacity_budget": "£13,200 a year, 5% of all lots, goes to micro-groups.",
}
LIMITS = (
    "People chose for themselves to take part, so the answers tell us about the 406 people who sent them.",
    "People aged 85 and over are 7% of the older people who answered and 11% of the older people who live here. "
    "Link workers visited two extra-care schemes to hear from more of them.",
    "Few people under 35 answered: 20 of the 392 who told us their age.",
    "Men answered less often than women. The theme about men is kept for that reason, although only 23 people raised it.",
    "11 people spoke about Urdu and Punjabi. There are more such elders here, and we heard from few of them directly.",
    "We published our reply 96 days after closing, not 84, because of the pre-election period.",
)
PROJECT = Project(
    slug="upper-calder-valley",
    ref="CP-2026-014",
    name="Community-based support for older people in Upper Calder Valley",
    headline="Help us grow older well in the valley",
    place_line="Upper Calder Valley, support for older people",
    service="Community-based support for older people",
    audience="People aged 65 and over, and those who care for them",
    promise="What you tell us goes into the list of what the provider must do.",
    lead="Local groups will run this for up to five years. The council writes down what those groups must do.",
    lead_bold="What you told us is in that list.",
    help_note="Worried about someone today? Ring us on 01632 960 114. If they are in danger, call 999.",
    stage=Stage.CHOOSE,
    regime="light_touch",
    cpv="85311100",
    annual_net_gbp=264_000,
    whole_life_net_gbp=1_320_000,
    vat_percent=20,
    term_months=36,
    extension_months=24,
    max_lot_annual_gbp=150_000,
    created_on=date(2025, 10, 6),
    areas=AREAS,
    population=_population(),
    lots=LOTS,
    milestones=MILESTONES,
    options=OPTIONS,
    openness=OPENNESS,
    partners=PARTNERS,
    barriers=BARRIERS,
    documents=DOCUMENTS,
    steps=STEPS,
    said_did=SAID_DID,
    facts=FACTS,
    limits=LIMITS,
)
