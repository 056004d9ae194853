"""What people at Upper Calder Council put their name to: the checks that no number can settle."""

from datetime import date

from codesign.demo.shapes import Attestation

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
