"""The Landing, the live demonstration project: the place, the money and the dates, told from the day it is loaded. All made up."""

from datetime import date, timedelta

from codesign.core.terms import Influence, MilestoneKind, OptionStatus, Stage
from codesign.demo.shapes import (
    Area,
    Barrier,
    Document,
    LandingStep,
    Lot,
    Milestone,
    Openness,
    OptionConsidered,
    Partner,
    PopulationFigure,
    Project,
    SaidDid,
)

LOCKSIDE, CANAL_BASIN = "E05999911", "E05999912"
AREAS = (
    Area(code=LOCKSIDE, name="Lockside", kind="ward", outward="UC7"),
    Area(code=CANAL_BASIN, name="Canal Basin", kind="ward", outward="UC8"),
)
OPENS, CLOSES = -14, 28
_SOURCE = "Made-up figures for the demonstration, laid out like Census 2021"
_PEOPLE: dict[tuple[str, str], dict[str, tuple[int, int]]] = {
    ("age_band", "TS007A"): {
        "16_24": (2230, 1300),
        "25_34": (1210, 940),
        "35_44": (720, 600),
        "45_54": (520, 490),
        "55_64": (430, 390),
        "65_74": (290, 270),
        "75_84": (140, 150),
        "85p": (60, 60),
    },
    ("sex", "TS008"): {"female": (2880, 2160), "male": (2720, 2040)},
    ("carer", "TS039"): {"yes": (480, 390), "no": (5120, 3810)},
    ("disabled", "TS038"): {"disabled": (1010, 790), "not_disabled": (4590, 3410)},
    ("ethnic_group", "TS021"): {
        "white": (4130, 3340),
        "mixed": (210, 150),
        "asian": (980, 520),
        "black": (190, 130),
        "other": (90, 60),
    },
}
_DATES: tuple[tuple[MilestoneKind, int, str], ...] = (
    (MilestoneKind.NEEDS, -120, "Needs assessment agreed"),
    (MilestoneKind.EQIA_SCREENING, -60, "Equality impact screening"),
    (MilestoneKind.SVA_RECORD, -50, "Social value considered and recorded"),
    (MilestoneKind.UK2, -45, "Notice of early talks with providers (UK2)"),
    (MilestoneKind.MANDATE, -30, "Go-ahead to ask residents, signed"),
    (MilestoneKind.EQIA_PRE, -20, "Equality impact assessment before opening"),
    (MilestoneKind.OPENS, OPENS, "Questions and ideas open"),
    (MilestoneKind.WORKSHOP, 0, "Workshop 1: What would make you walk in?"),
    (MilestoneKind.WORKSHOP, 9, "Workshop 2: The first visit"),
    (MilestoneKind.CLOSES, CLOSES, "Questions and ideas close"),
    (MilestoneKind.SPEC_DRAFT, 35, "First draft of the specification"),
    (MilestoneKind.THEMES_AGREED, 45, "Themes agreed"),
    (MilestoneKind.EQIA_POST, 50, "Equality impact assessment after closing"),
    (MilestoneKind.PACK_FROZEN, 56, "Evidence pack frozen"),
    (MilestoneKind.DECISION, 80, "Cabinet decides"),
    (MilestoneKind.RESPONSE_PUBLISHED, 90, "What we heard and decided"),
    (MilestoneKind.UK4, 95, "Tender notice (UK4)"),
    (MilestoneKind.TENDERS_DUE, 140, "Tenders due"),
    (MilestoneKind.AWARD, 190, "Contract awarded"),
    (MilestoneKind.START, 260, "The Landing opens"),
)


def _long(on: date) -> str:
    return f"{on.day} {on:%B}"


def _population() -> tuple[PopulationFigure, ...]:
    return tuple(
        PopulationFigure(
            area_code=area.code,
            reference=reference,
            variable=variable,
            category=category,
            count=counts[n],
            source=_SOURCE,
            table=table,
            extracted_on=date(2025, 10, 20),
        )
        for (variable, table), rows in _PEOPLE.items()
        for category, counts in rows.items()
        for n, area in enumerate(AREAS)
        for reference in (("place_16plus", "service_target") if category == "16_24" else ("place_16plus",))
    )


def project(today: date) -> Project:
    """The project as it stands on that day."""

    def on(days: int) -> date:
        return today + timedelta(days=days)

    return Project(
        slug="the-landing",
        ref=f"CP-{on(-75).year}-021",
        name="The Landing: a drop-in for young people in Lockside",
        headline="Help design a new drop-in for young people",
        place_line="Lockside and Canal Basin, young people's wellbeing",
        service="Wellbeing drop-in for people aged 16 to 25",
        audience="People aged 16 to 25, and the people who care about them",
        promise="What you tell us goes into the rules for whoever runs it.",
        lead="A local group will run the drop-in. The council writes the rules that the group must follow.",
        lead_bold="Your words go into those rules.",
        help_note="If you need to talk to someone today, ring us on 01632 960 152. If you are not safe, call 999.",
        stage=Stage.DESIGN,
        regime="light_touch",
        cpv="85312300",
        annual_net_gbp=118_000,
        whole_life_net_gbp=354_000,
        vat_percent=20,
        term_months=24,
        extension_months=12,
        max_lot_annual_gbp=150_000,
        created_on=on(-75),
        areas=AREAS,
        population=_population(),
        lots=(
            Lot(
                ref="L1",
                title="The drop-in",
                annual_net_gbp=84_000,
                scope="One place, open to both wards",
                area_codes=(LOCKSIDE, CANAL_BASIN),
                sme=True,
                vcse=True,
            ),
            Lot(
                ref="L2",
                title="Out and about in Canal Basin",
                annual_net_gbp=34_000,
                scope="Canal Basin, one evening a week",
                area_codes=(CANAL_BASIN,),
                sme=False,
                vcse=True,
            ),
        ),
        milestones=tuple(Milestone(kind=kind, on=on(days), title=title) for kind, days, title in _DATES),
        options=(
            OptionConsidered(
                label="A",
                title="One drop-in run by a local group",
                text="A place of its own, open to all young people without booking.",
                status=OptionStatus.PREFERRED,
                reason="It can open late, and young people can help to run it.",
            ),
            OptionConsidered(
                label="B",
                title="More sessions in schools and college",
                text="Workers who visit each school and college.",
                status=OptionStatus.OPEN,
                reason="Easy to reach in the week, but shut at night, at weekends and in the holidays.",
            ),
            OptionConsidered(
                label="C",
                title="A phone and online service only",
                text="Chat online, with no place to go.",
                status=OptionStatus.DISCARDED,
                reason="There is one already. Young people told us that they want a room and a person.",
            ),
        ),
        openness=(
            Openness(point="What it is like inside, and who says hello", influence=Influence.OPEN, reason=""),
            Openness(point="When it opens, and what it is called", influence=Influence.OPEN, reason=""),
            Openness(
                point="Where it is",
                influence=Influence.PARTLY_OPEN,
                reason="We can pay for one place. It can be any of three empty buildings.",
            ),
            Openness(
                point="The money: £118,000 a year",
                influence=Influence.DECIDED,
                reason="Councillors set it in this year's budget.",
            ),
        ),
        partners=(
            Partner(
                name="Lockside Sixth Form College",
                kind="public",
                place="Lockside",
                contact="Head of support",
                response="Lends a room each Wednesday",
            ),
            Partner(
                name="South Pennine ICB",
                kind="nhs",
                place="Both wards",
                contact="On the project board",
                response="Will send referrals",
            ),
            Partner(
                name="Towpath Youth Project",
                kind="vcse",
                place="Lockside",
                contact="Met last month",
                response="Runs the pop-ups with us",
            ),
            Partner(
                name="Canal Basin Rowing Club",
                kind="anchor",
                place="Canal Basin",
                contact="Met last month",
                response="Could lend the club room in winter",
            ),
            Partner(
                name="Lockside Library",
                kind="public",
                place="Lockside",
                contact="Branch lead",
                response="Holds the paper forms",
            ),
        ),
        barriers=(
            Barrier(
                kind="insurance",
                text="Youth groups do not hold high cover.",
                mitigation="£5 million, in place at the start.",
            ),
            Barrier(
                kind="payment_in_arrears",
                text="Groups cannot wait to be paid.",
                mitigation="Paid each quarter in advance.",
            ),
        ),
        documents=(
            Document(
                title="Needs assessment: young people's wellbeing",
                kind="needs",
                on=on(-120),
                summary="What we know about young people here.",
            ),
            Document(
                title="Easy Read: help design a drop-in",
                kind="easy_read",
                on=on(OPENS),
                summary="The questions in short words.",
            ),
            Document(
                title="Equality impact assessment",
                kind="eqia",
                on=on(-20),
                summary="Who could gain and who could lose.",
            ),
        ),
        steps=(
            LandingStep(title="We listened", line=f"{on(-45):%B}. 3 pop-ups, 64 chats.", on=on(-45), state="done"),
            LandingStep(title="Design it together", line=f"Now, until {_long(on(CLOSES))}", on=on(OPENS), state="now"),
            LandingStep(
                title="We show you what changed", line=f"{on(90):%B}, here and by text", on=on(90), state="later"
            ),
            LandingStep(
                title="Choose who runs it", line=f"{on(190):%B}. 3 young people help choose.", on=on(190), state="later"
            ),
        ),
        said_did=(
            SaidDid(
                quote="I won't go if the whole college can see me walk in.",
                who=f"A student, pop-up at the college, {on(-45):%B}",
                change="There must be a way in that is not on the main street.",
            ),
        ),
        facts={
            "mandate": "Not decided: what it is like, when it opens, what it is called, who runs it. Decided: the money.",
            "influence_level": "Involve. We work with you all the way, and show how what you said changed the rules.",
            "promotion": "Pop-ups, the college, bus shelters, the library, GP surgeries and short films.",
            "formats": "Online, paper, telephone, text and Easy Read.",
            "sampling": "People choose for themselves to take part. It is not a random sample.",
            "paper_places": "Lockside Library",
        },
        limits=("People choose for themselves to take part.", "So far, more parents than young people have answered."),
    )
