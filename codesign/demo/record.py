"""What Upper Calder Council keeps on file: partners, barriers, papers, and the checks that need a person's word."""

from datetime import date

from codesign.demo.shapes import Attestation, Barrier, Document, Partner

ATTESTATIONS = (
    Attestation(
        check="P1.3",
        status="met",
        statement="The needs assessment was agreed on 15 September 2025 and is under 36 months old.",
        evidence="Needs assessment: growing older in the valley",
        by="commissioner",
        on=date(2025, 12, 15),
    ),
    Attestation(
        check="P2.5",
        status="met",
        statement="The social value asked for is on top of the service itself. Micro-grants do not pay for core work.",
        evidence="REQ-013",
        by="commissioner",
        on=date(2026, 5, 19),
    ),
    Attestation(
        check="P4.6",
        status="met",
        statement="Groups may bid together. One bidder can win at most two lots.",
        evidence="Options paper",
        by="commissioner",
        on=date(2026, 5, 19),
    ),
    Attestation(
        check="P5.8",
        status="partly_met",
        statement="Two residents will mark bids. A resident seat on contract meetings is agreed but not yet filled.",
        evidence="Workshop 2, goodbye cards",
        by="commissioner",
        on=date(2026, 5, 20),
    ),
    Attestation(
        check="G1",
        status="met",
        statement="When we opened, nothing about hubs had been decided. The signed go-ahead says so.",
        evidence="Mandate, 15 December 2025",
        by="commissioner",
        on=date(2025, 12, 15),
    ),
    Attestation(
        check="G4",
        status="not_assessed",
        statement="Cabinet members confirm that they read the pack before they decided.",
        evidence="",
        by="",
        on=None,
    ),
)


def _partner(name: str, kind: str, place: str, contact: str, response: str) -> Partner:
    return Partner(name=name, kind=kind, place=place, contact=contact, response=response)


PARTNERS = (
    _partner(
        "South Pennine ICB", "nhs", "The whole valley", "On the project board", "Shares discharge figures each month"
    ),
    _partner(
        "Wharf House Surgery",
        "nhs",
        "Hebble Bridge",
        "Practice manager, November 2025",
        "Link worker came to workshop 2",
    ),
    _partner("Toddbrook Community Shop", "anchor", "Toddbrook", "Met in October 2025", "Lent the room for workshop 2"),
    _partner(
        "Hebble Bridge Methodist Hall", "anchor", "Hebble Bridge", "Met in October 2025", "Lent the room for workshop 1"
    ),
    _partner("St Aidan's lunch club", "vcse", "Hebble Bridge", "Visited in November 2025", "Took 40 paper forms"),
    _partner("The Tuesday Table", "vcse", "Toddbrook", "Visited in November 2025", "Took 35 paper forms"),
    _partner("The chapel lunch", "vcse", "Moor Edge", "Visited in December 2025", "Took 25 paper forms"),
    _partner("Clough Carers", "vcse", "Mytholm Clough", "Met in December 2025", "Asked that carers are counted apart"),
    _partner(
        "Apna Ghar elders' circle", "vcse", "Hebble Bridge", "Met in January 2026", "Helped people answer in Urdu"
    ),
    _partner("Valley Wheels", "vcse", "Toddbrook", "Met in January 2026", "Shared costs of door-to-door lifts"),
)
BARRIERS = (
    Barrier(
        kind="insurance",
        text="Small groups do not hold £10 million cover.",
        mitigation="£2 million for lot 3 and £5 million for lots 1 and 2, in place at the start and not before.",
    ),
    Barrier(
        kind="accounts",
        text="Groups have no audited accounts.",
        mitigation="Independently examined accounts are enough.",
    ),
    Barrier(
        kind="payment_in_arrears",
        text="Groups cannot wait three months to be paid.",
        mitigation="Paid each quarter in advance in year 1.",
    ),
    Barrier(
        kind="tupe",
        text="Groups fear taking on staff without the figures.",
        mitigation="Staff figures without names go out with the tender notice.",
    ),
    Barrier(
        kind="portal",
        text="The bidding website is hard to use.",
        mitigation="Two drop-in sessions and a phone number for help.",
    ),
    Barrier(kind="timescale", text="Four weeks is too short for volunteers.", mitigation="53 days to write a tender."),
)
DOCUMENTS = (
    Document(
        title="Needs assessment: growing older in the valley",
        kind="needs",
        on=date(2025, 9, 15),
        summary="Who lives here, and what they need.",
    ),
    Document(
        title="Proposal A on one page",
        kind="proposal",
        on=date(2026, 1, 19),
        summary="What one hub in each town would mean.",
    ),
    Document(
        title="Options paper", kind="options", on=date(2026, 1, 19), summary="Options A to D, with costs and reasons."
    ),
    Document(
        title="Easy Read: tell us what you think",
        kind="easy_read",
        on=date(2026, 1, 19),
        summary="The questions in short words with pictures.",
    ),
    Document(
        title="Equality impact assessment",
        kind="eqia",
        on=date(2026, 1, 12),
        summary="Who could gain and who could lose. Written again on 18 May 2026.",
    ),
)
