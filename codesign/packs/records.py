"""What the record shows and what it does not: automatic checks, dates and the limits of the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from codesign.core import pack as p
from codesign.core.commissioning import (
    GunningFacts,
    Lot,
    ProjectFacts,
    RequirementFact,
    date_checks,
    gunning,
    keep_it_local,
)
from codesign.core.terms import Influence, MilestoneKind, OptionStatus, Stance, Standing, SubmissionState
from codesign.extensions import db
from codesign.models import Coding, Consultation, Contribution, PopulationFigure, Submission
from codesign.packs import happened
from codesign.packs.sources import Sources
from codesign.tallies.record import recorded, with_record

# The names by which the place-profile rule knows the equality questions (domain.md e1).
PROFILE = {"age_band": "age", "ethnic_group": "ethnicity", "disabled": "disability", "carer": "carers", "sex": "sex"}


def checks(
    sources: Sources,
    questions: Sequence[p.Question],
    requirements: Sequence[p.Requirement],
    trace: Sequence[p.TraceLink],
    themes: Sequence[p.Theme],
    decisions: Sequence[p.Decision],
) -> tuple[p.Check, ...]:
    """Keep it Local, Gunning and date checks: recorded, at risk or not recorded, never "lawful"."""
    project = sources.project
    dates: dict[MilestoneKind, date] = {}
    for m in sorted(project.milestones, key=lambda m: m.on, reverse=True):
        dates[m.kind] = m.on
    answered = {d.about for d in decisions} | {ref for d in decisions for ref in d.also_about}
    variables = db.session.scalars(
        select(PopulationFigure.variable).distinct().where(PopulationFigure.project_id == project.id)
    )
    facts = ProjectFacts(
        on=sources.today,
        areas=tuple(a.code for a in project.areas),
        boundary_vintage=project.areas[0].vintage if project.areas else "",
        population_variables=frozenset(PROFILE.get(v, v) for v in variables),
        social_value_questions=sum("social value" in (q.text + q.why).lower() for q in questions),
        requirements=tuple(
            RequirementFact(
                r.ref,
                r.moscow,
                r.type,
                sum(link.requirement == r.ref and link.stance is not Stance.OPPOSES for link in trace),
            )
            for r in requirements
        ),
        lots=tuple(
            Lot(ref=f"L{lot.number}", annual_net=lot.annual_value_net, exception=lot.exception_reason)
            for lot in project.lots
        ),
        no_lots_reason=project.no_lots_reason,
        annual_cap=project.max_lot_value,
        vat_rate=project.vat_rate / 100,
        term_months=project.term_months,
        extension_months=project.extension_months,
        first_engagement=dates.get(MilestoneKind.OPENS),
        first_draft=dates.get(MilestoneKind.SPEC_DRAFT),
        opens=dates.get(MilestoneKind.OPENS),
        closes=dates.get(MilestoneKind.CLOSES),
        themes=len(themes),
        themes_decided=sum(t.ref in answered for t in themes),
        response_published=dates.get(MilestoneKind.RESPONSE_PUBLISHED),
        contributors_told=project.heard_published_at is not None,
        # Targets for groups are not kept yet; without them P5.7 says "not assessed".
    )
    made = [
        p.Check(
            ref=c.id,
            group="keep_it_local",
            title=str(c.rule),
            status=c.status.value,
            kind="auto",
            value=str(c.value),
            threshold=str(c.threshold),
        )
        for c in keep_it_local(facts)
    ]
    blackout = (dates.get(MilestoneKind.BLACKOUT_FROM), dates.get(MilestoneKind.BLACKOUT_TO))
    gunning_facts = GunningFacts(
        opens=dates.get(MilestoneKind.OPENS),
        closes=dates.get(MilestoneKind.CLOSES),
        mandate=dates.get(MilestoneKind.MANDATE),
        open_points=sum(s.influence is not Influence.DECIDED for s in project.scope_points),
        decided_on=tuple(d.decided_on for d in decisions if d.decided_on),
        tender_notice=dates.get(MilestoneKind.UK4),
        other_options=sum(o.status is not OptionStatus.PREFERRED for o in project.options),
        blackouts=((blackout[0], blackout[1]),) if blackout[0] and blackout[1] else (),
        themes_agreed=dates.get(MilestoneKind.THEMES_AGREED),
        pack_frozen=dates.get(MilestoneKind.PACK_FROZEN),
        decision=dates.get(MilestoneKind.DECISION),
        themes=len(themes),
        themes_decided=sum(t.ref in answered for t in themes),
        dissent_recorded=any(t.minority for t in themes) or any(r.opposing for r in requirements),
    )
    consultations = sources.consultations
    if consultations:
        gunning_facts = with_record(_with_window(gunning_facts, consultations), recorded(consultations))
    made += [
        p.Check(
            ref=f"G{number}",
            group="gunning",
            title=str(c.rule),
            status=c.shown.value,
            kind="auto",
            value=" ".join(str(fact.sentence) for fact in c.facts),
        )
        for number, c in enumerate(gunning(gunning_facts), 1)
    ]
    made += [
        p.Check(
            ref=f"D{c.number:02d}",
            group="dates",
            title=str(c.rule),
            status=c.status.value,
            kind="auto",
            value=str(c.sentence),
        )
        for c in date_checks({kind.value: on for kind, on in dates.items()})
    ]
    return tuple(made)


def _with_window(facts: GunningFacts, consultations: Sequence[Consultation]) -> GunningFacts:
    """Where no date of opening or closing was planned, the consultations' own."""
    opened = [each.opens_at.astimezone(ZoneInfo(each.zone)).date() for each in consultations if each.opens_at]
    closed = [each.closes_at.astimezone(ZoneInfo(each.zone)).date() for each in consultations if each.closes_at]
    return replace(
        facts,
        opens=facts.opens or min(opened, default=None),
        closes=facts.closes or (max(closed) if len(closed) == len(consultations) else None),
    )


def limits(sources: Sources, snapshot: p.EvidencePack) -> tuple[p.Limit, ...]:
    """What this evidence cannot show, written from the record, then what staff added."""
    found = [
        p.Limit(
            text="People chose to take part.",
            effect="Numbers speak for those who answered, not for everyone who lives here.",
        )
    ]
    volumes = snapshot.participation.volumes
    if volumes.received != volumes.valid:
        found.append(
            p.Limit(
                text=f"{volumes.received} answers came in and {volumes.valid} are counted.",
                effect="The others were sent twice, blank, withdrawn or set aside for a reason that is on record.",
            )
        )
    for comparison in snapshot.participation.comparisons:
        low = [row.label for row in comparison.rows if row.flag == "Fewer than the population"]
        if low:
            found.append(
                p.Limit(
                    text=f"{comparison.characteristic}: fewer than expected took part from {', '.join(low)}.",
                    effect="What they need may be missing here.",
                )
            )
    if not snapshot.participation.comparisons:
        found.append(
            p.Limit(
                text="Nobody was asked who they are, or no population figures are loaded.",
                effect="We cannot say who is missing.",
            )
        )
    small = [q.ref for q in snapshot.questions if 0 < q.base < 30]
    if small:
        found.append(
            p.Limit(
                text=f"Fewer than 30 people answered {', '.join(small)}.",
                effect="We print numbers there and no percentages.",
            )
        )
    changed = sorted({q.ref for q in snapshot.questions if q.version > 1})
    if changed:
        found.append(
            p.Limit(
                text=f"Questions were changed after people had answered: {', '.join(changed)}.",
                effect="Each wording has its own results.",
            )
        )
    found += happened.limits(sources.consultations)
    found += _gaps(snapshot)
    found += _unread(sources)
    found += [p.Limit(text=line.strip()) for line in sources.project.limitations.splitlines() if line.strip()]
    return tuple(found)


def _gaps(snapshot: p.EvidencePack) -> list[p.Limit]:
    found = []
    silent = [r.ref for r in snapshot.requirements_without_voice()]
    if silent:
        found.append(
            p.Limit(
                text=f"No evidence supports {', '.join(silent)}.",
                effect="They come from the commissioner, not from residents.",
            )
        )
    open_themes = [t.ref for t in snapshot.themes_without_answer()]
    if open_themes:
        found.append(
            p.Limit(
                text=f"Themes without a requirement or a decision yet: {', '.join(open_themes)}.",
                effect="They are still to be answered.",
            )
        )
    if not snapshot.themes:
        found.append(
            p.Limit(text="No themes have been agreed yet.", effect="The words have not been read for patterns.")
        )
    if not snapshot.requirements:
        found.append(p.Limit(text="No requirements have been written yet."))
    if not snapshot.decisions:
        found.append(p.Limit(text="No decisions have been recorded yet."))
    return found


def _unread(sources: Sources) -> list[p.Limit]:
    found = []
    count = select(func.count()).select_from(Contribution).where(Contribution.project_id == sources.project_id)
    waiting = db.session.scalar(count.where(Contribution.standing == Standing.WAITING)) or 0
    hidden = db.session.scalar(count.where(Contribution.standing == Standing.HIDDEN)) or 0
    coded = select(Coding.id).where(Coding.contribution_id == Contribution.id).exists()
    uncoded = (
        db.session.scalar(count.where(Contribution.standing == Standing.PUBLISHED, Contribution.text != "", ~coded))
        or 0
    )
    kept_back = (
        db.session.scalar(
            count.where(Contribution.consent == "count_only", Contribution.standing == Standing.PUBLISHED)
        )
        or 0
    )
    flagged = (
        db.session.scalar(
            select(func.count())
            .select_from(Submission)
            .where(Submission.project_id == sources.project_id, Submission.state == SubmissionState.FLAGGED)
        )
        or 0
    )
    if waiting:
        found.append(
            p.Limit(text=f"{waiting} contributions wait to be checked.", effect="They are counted, and not quoted.")
        )
    if hidden:
        found.append(
            p.Limit(
                text=f"{hidden} contributions were hidden for a reason on record.",
                effect="They are counted apart and not quoted.",
            )
        )
    if uncoded and sources.theme_rows:
        found.append(
            p.Limit(
                text=f"{uncoded} contributions are not coded to a theme.", effect="Counts of themes may be too low."
            )
        )
    if kept_back:
        found.append(
            p.Limit(
                text=f"{kept_back} contributions may be counted and not quoted.",
                effect="Their words are not in this pack.",
            )
        )
    if flagged:
        found.append(
            p.Limit(
                text=f"{flagged} sendings were flagged as possible duplicates and are counted.",
                effect="Duplicates are flagged, not prevented.",
            )
        )
    return found
