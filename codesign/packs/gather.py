"""The one door from rows to a pack: who said it is dropped here, and nowhere later."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from codesign.config import Config
from codesign.core import pack as p
from codesign.core.chain import GENESIS
from codesign.core.fair_counting import Rule
from codesign.core.money import gross_value, whole_life_value
from codesign.core.terms import MilestoneKind, RecordKind, Stage, SubmissionState
from codesign.extensions import db
from codesign.models import (
    Activity,
    ChainHead,
    Consultation,
    Contribution,
    IdeaBoard,
    Pack,
    Project,
    Submission,
    Workshop,
)
from codesign.packs import boards as idea_boards
from codesign.packs import clauses, happened, records, voices
from codesign.packs.sources import Sources
from codesign.tallies import taking_part
from codesign.tallies.campaigns import campaigns

STAGES = {
    Stage.PLAN: "Plan",
    Stage.LISTEN: "Listen",
    Stage.DESIGN: "Design together",
    Stage.WRITE: "Write and check",
    Stage.CHOOSE: "Choose and report back",
}
MODES = {
    "phone_web": "Web, on a phone",
    "web": "Web, other",
    "paper": "Paper",
    "telephone": "Telephone",
    "easy_read": "Easy Read",
    "assisted": "With a worker",
    "kiosk": "Shared tablet in a public place",
    "workshop": "Workshop",
    "imported": "Imported file",
}
CHARACTERISTICS = {
    "age_band": "Age",
    "sex": "Sex",
    "gender_identity": "Gender identity",
    "disabled": "Disability",
    "health_12m": "Long-term health condition",
    "activity_restriction": "Day-to-day activities reduced",
    "ethnic_group": "Ethnic group",
    "religion": "Religion",
    "sexual_orientation": "Sexual orientation",
    "carer": "Unpaid care",
    "main_language": "Main language",
    "relationship": "Relationship to the service",
}
POPULATIONS = {
    "place_16plus": "People aged 16 and over who live in the place",
    "service_target": "People the service is for",
}


def gather(project_id: uuid.UUID, *, at: datetime, base_url: str | None = None) -> p.EvidencePack:
    """Everything a pack needs, read from the rows as they are at `at`: the snapshot of a freeze, or of a preview.

    The number of queries does not grow with the number of contributions. Words with personal details in them are
    printed with the detail marked as redacted.
    """
    project = db.session.scalar(
        select(Project)
        .where(Project.id == project_id)
        .options(
            *(
                selectinload(part)
                for part in (Project.areas, Project.lots, Project.milestones, Project.scope_points, Project.options)
            )
        )
    )
    assert project is not None
    today = at.astimezone(ZoneInfo(project.time_zone)).date()
    activities = list(
        db.session.scalars(select(Activity).where(Activity.project_id == project_id).order_by(Activity.ref))
    )
    sources = Sources(project, activities, today)
    newest = db.session.scalar(select(Pack).where(Pack.project_id == project_id).order_by(Pack.version.desc()).limit(1))
    questions = voices.questions(sources)
    boards = idea_boards.boards(sources, at)
    workshops = voices.workshops(sources)
    themes = clauses.themes(sources)
    requirements, trace = clauses.requirements(sources)
    decisions = clauses.decisions(sources)
    participation = _participation(project, activities)
    checks = records.checks(sources, questions, requirements, trace, themes, decisions)
    snapshot = p.EvidencePack(
        pack=_pack_facts(project, newest, at, base_url),
        project=_project_facts(project),
        participation=participation,
        findings=clauses.findings(themes),
        changes_made=clauses.changes_made(decisions),
        dates=tuple(
            p.DateRow(
                label=m.title,
                planned=m.on if m.on > today else None,
                actual=m.on if m.on <= today else None,
                note=m.note,
            )
            for m in sorted(project.milestones, key=lambda m: (m.on, m.title))
        )
        + happened.dates(sources.consultations),
        methods=_methods(activities, project.time_zone),
        coded_by=clauses.coded_by(sources),
        questions=questions,
        boards=boards,
        workshops=workshops,
        themes=themes,
        dissent=clauses.dissent(themes, requirements),
        equality=p.Equality(
            versions=tuple(
                p.EqualityVersion(stage=m.title, made_on=m.on)
                for m in project.milestones
                if m.kind in (MilestoneKind.EQIA_SCREENING, MilestoneKind.EQIA_PRE, MilestoneKind.EQIA_POST)
            )
        ),
        requirements=requirements,
        trace=trace,
        decisions=decisions,
        checks=checks,
        social_value=p.SocialValue(
            recorded_on=next((m.on for m in project.milestones if m.kind is MilestoneKind.SVA_RECORD), None)
        ),
        codebook=clauses.codebook(sources),
        contributions=voices.contributions(sources),
        codings=voices.codings(sources),
        responses=voices.closed_answers(sources),
        moderation=_moderation(project_id),
        change_log=_change_log(project_id, project.ref, newest, at, project.time_zone),
    )
    return replace(snapshot, limits=records.limits(sources, snapshot))


def _pack_facts(project: Project, newest: Pack | None, at: datetime, base_url: str | None) -> p.PackFacts:
    number = (newest.version if newest else 0) + 1
    try:
        release = version("codesign")
    except PackageNotFoundError:
        release = "0"
    contact = ", ".join(
        part
        for part in (
            project.phone or project.organisation.phone,
            project.phone_hours or project.organisation.phone_hours,
        )
        if part
    )
    return p.PackFacts(
        ref=f"EP-{project.ref}-v{number}",
        version=number,
        frozen_at=at,
        organisation=project.organisation.name,
        title=project.name,
        base_url=(base_url or Config.from_environment().base_url).rstrip("/"),
        chain_head=db.session.scalar(select(ChainHead.hash)) or GENESIS,
        supersedes=newest.ref if newest else None,
        status="Version",
        generator=f"codesign {release}",
        owner=project.organisation.name,
        contact=contact,
        other_formats="Ask for another format or language with the contact on this page." if contact else "",
    )


def _project_facts(project: Project) -> p.ProjectFacts:
    annual = project.annual_value_net
    months = project.term_months + project.extension_months
    whole = (
        whole_life_value(annual, term_months=project.term_months, extension_months=project.extension_months)
        if annual is not None and months
        else None
    )
    return p.ProjectFacts(
        ref=project.ref,
        slug=project.slug,
        name=project.name,
        promise=project.promise,
        service=project.service,
        service_for=project.who_for,
        stage=STAGES[project.stage],
        regime=project.regime.replace("_", " "),
        why_now=project.introduction,
        areas=tuple(p.Area(code=a.code, name=a.name) for a in project.areas),
        money=p.Money(
            annual_net=round(annual) if annual is not None else None,
            whole_life_net=round(whole) if whole is not None else None,
            whole_life_gross=round(gross_value(whole, project.vat_rate / 100)) if whole is not None else None,
            vat_percent=float(project.vat_rate),
            term_months=project.term_months or None,
            extension_months=project.extension_months or None,
            max_lot_annual=round(project.max_lot_value) if project.max_lot_value is not None else None,
        ),
        lots=tuple(
            p.Lot(
                ref=f"L{lot.number}",
                title=lot.title,
                annual_net=round(lot.annual_value_net),
                scope=lot.scope,
                suitable=" and ".join(
                    word for word, yes in (("SME", lot.suitable_sme), ("VCSE", lot.suitable_vcse)) if yes
                ),
                over_cap_reason=lot.exception_reason,
            )
            for lot in project.lots
        ),
        no_lots_reason=project.no_lots_reason,
        openness=tuple(p.Openness(point=s.text, influence=s.influence, reason=s.reason) for s in project.scope_points),
        options=tuple(
            p.OptionConsidered(label=f"{o.label}. {o.title}", status=o.status, reason=o.reason) for o in project.options
        ),
    )


DUPLICATE_RULES = frozenset(rule.value for rule in Rule if rule is not Rule.IMPOSSIBLE)
"""Rules by which a response is set aside as sent twice."""


def _participation(project: Project, activities: list[Activity]) -> p.Participation:
    consultations = [a.id for a in activities if isinstance(a, Consultation)]
    scope = Submission.activity_id.in_(consultations) if consultations else Submission.project_id == project.id
    by_state: dict[tuple[SubmissionState, str], int] = {
        (state, rule): n
        for state, rule, n in db.session.execute(
            select(Submission.state, Submission.state_rule, func.count())
            .where(scope)
            .group_by(Submission.state, Submission.state_rule)
        )
    }
    excluded = {rule: n for (state, rule), n in by_state.items() if state is SubmissionState.EXCLUDED}
    duplicates = sum(n for rule, n in excluded.items() if "duplicate" in rule or rule in DUPLICATE_RULES)
    blank = sum(n for rule, n in excluded.items() if "blank" in rule)
    valid = sum(n for (state, _), n in by_state.items() if state in taking_part.COUNTED)
    modes = db.session.execute(
        select(Submission.mode, func.count())
        .where(scope, Submission.state.in_(taking_part.COUNTED))
        .group_by(Submission.mode)
    ).all()
    comparisons = taking_part.comparisons(project.id)
    return p.Participation(
        volumes=p.Volumes(
            received=sum(by_state.values()),
            duplicates=duplicates,
            blank=blank,
            withdrawn=sum(n for (state, _), n in by_state.items() if state is SubmissionState.WITHDRAWN),
            late=sum(n for (state, rule), n in by_state.items() if rule == "late" and state in taking_part.COUNTED),
            campaign=sum(one.n for each in consultations for one in campaigns(each)),
            excluded=sum(excluded.values()) - duplicates - blank,
            valid=valid,
        ),
        by_mode=tuple(
            p.Count(label=MODES[mode.value], n=n) for mode, n in sorted(modes, key=lambda row: (-row[1], row[0].value))
        ),
        comparisons=tuple(_comparison(c, valid) for c in comparisons),
        not_heard=tuple(g.label for c in comparisons for g in c.named if g.flag.value == "low"),
        note="Anyone could take part, so these people chose themselves. They are not a sample.",
    )


FLAGS = {
    "low": "Fewer than the population",
    "high": "More than the population",
    "about_right": "About right",
    "too_few": "Too few to compare",
    "hidden": "Hidden to protect people",
    "no_figure": "No population figure",
}


def _comparison(compared: taking_part.Compared, valid: int) -> p.Comparison:
    rows = tuple(
        p.ComparisonRow(
            label=g.label,
            n=g.n,
            base=g.base,
            population_percent=g.percent_population,
            difference=g.gap,
            index=g.index,
            flag=FLAGS[g.flag.value],
        )
        for g in compared.groups
    )
    base = compared.groups[0].base if compared.groups else 0
    source = (
        f"{compared.source}, {compared.source_date.isoformat()}"
        if compared.source and compared.source_date
        else compared.source
    )
    # Exact totals beside rounded parts would let a reader subtract (trust.md 4d): totals are rounded the same way.
    return p.Comparison(
        characteristic=CHARACTERISTICS.get(compared.variable, compared.variable.replace("_", " ").capitalize()),
        reference_population=POPULATIONS.get(compared.reference, compared.reference.replace("_", " ")),
        source=source,
        answered=base,
        rows=rows,
        note="Numbers are rounded to the nearest 5. Groups of 1 to 7 people are withheld.",
    )


def _methods(activities: list[Activity], zone: str) -> tuple[p.Method, ...]:
    kinds = {Consultation: "Consultation", IdeaBoard: "Idea board", Workshop: "Workshop"}
    made = []
    for a in activities:
        workshop = a if isinstance(a, Workshop) else None
        opened = _local(workshop.starts_at if workshop else a.opens_at, zone)
        closed = _local(workshop.ends_at if workshop else a.closes_at, zone)
        made.append(
            p.Method(
                ref=a.ref,
                title=a.title,
                kind=kinds[type(a)],
                opened=opened,
                closed=closed,
                places=workshop.place if workshop else "",
                promotion=happened.told(a, RecordKind.PROMOTION) if isinstance(a, Consultation) else "",
                formats=happened.told(a, RecordKind.FORMAT) if isinstance(a, Consultation) else "",
                analysis="Words were read and coded to themes."
                if workshop is None
                else "Cards were grouped in the room, then coded to themes.",
                influence=f"{a.influence.value.replace('_', ' ').capitalize()}. {a.influence_reason}".strip(),
            )
        )
    return tuple(made)


def _local(moment: datetime | None, zone: str) -> date | None:
    return moment.astimezone(ZoneInfo(zone)).date() if moment else None


def _moderation(project_id: uuid.UUID) -> tuple[p.Count, ...]:
    rows = db.session.execute(
        select(Contribution.moderation_reason, func.count())
        .where(Contribution.project_id == project_id, Contribution.standing == "hidden")
        .group_by(Contribution.moderation_reason)
    )
    return tuple(
        p.Count(label=reason.value.replace("_", " ").capitalize(), n=n)
        for reason, n in sorted(rows, key=lambda row: str(row[0]))
        if reason is not None
    )


def _change_log(project_id: uuid.UUID, ref: str, newest: Pack | None, at: datetime, zone: str) -> tuple[p.Change, ...]:
    earlier = db.session.execute(
        select(Pack.version, Pack.ref, Pack.frozen_at).where(Pack.project_id == project_id).order_by(Pack.version)
    )
    changes = [p.Change(version=number, ref=name, on=_local(moment, zone)) for number, name, moment in earlier]
    number = (newest.version if newest else 0) + 1
    text = f"Replaces {newest.ref}." if newest else "First version."
    return (*changes, p.Change(version=number, ref=f"EP-{ref}-v{number}", on=_local(at, zone), text=text))
