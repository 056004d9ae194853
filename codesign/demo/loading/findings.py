"""What was made of the words in a demonstration project: codebook, codings, requirements, links, decisions."""

from __future__ import annotations

from datetime import datetime, timedelta

from uuid_utils.compat import uuid7

from codesign.core.terms import CodedBy, EvidenceKind, MilestoneKind
from codesign.demo import shapes
from codesign.demo.loading.book import Book, Row, noon, put
from codesign.demo.shapes import Demo
from codesign.extensions import db
from codesign.ledger import actor_person
from codesign.models import (
    Codebook,
    Coding,
    Decision,
    DecisionSubject,
    EvidenceLink,
    Project,
    Requirement,
    RequirementVersion,
    Theme,
)
from codesign.specification.drafts import FIELDS, plain

_SOURCES = {
    EvidenceKind.CONTRIBUTION: "contribution_id",
    EvidenceKind.THEME: "theme_id",
    EvidenceKind.QUESTION: "question_id",
    EvidenceKind.IDEA: "idea_id",
    EvidenceKind.WORKSHOP: "group_id",
}


def load_findings(book: Book, demo: Demo) -> None:
    """Themes with who is coded to them, and requirements with what bears on them."""
    _codebook(book, demo)
    _requirements(book, demo)
    _links(book, demo)


def _codebook(book: Book, demo: Demo) -> None:
    first, last = min(c.on for c in demo.codings), max(c.on for c in demo.codings)
    codebook = uuid7()
    put(
        Codebook,
        [
            {
                "id": codebook,
                "project_id": book.project_id,
                "title": f"What people said in {demo.project.place_line.partition(', ')[0]}",
                "method": demo.project.facts.get("analysis", ""),
                "created_at": noon(first),
            }
        ],
    )
    book.themes = {theme.ref: uuid7() for theme in demo.themes}
    put(
        Theme,
        [
            {
                "id": book.themes[theme.ref],
                "codebook_id": codebook,
                "ref": theme.ref,
                "position": place,
                "title": theme.title,
                "definition": theme.definition,
                "include_rule": theme.include,
                "exclude_rule": theme.exclude,
                "minority_note": theme.note if theme.minority else "",
            }
            for place, theme in enumerate(demo.themes, 1)
        ],
    )
    put(
        Coding,
        [
            {
                "contribution_id": book.words[coding.item],
                "theme_id": book.themes[coding.theme],
                "stance": coding.stance,
                "coded_by": CodedBy.PERSON,
                "coder_id": book.staff[coding.coder],
                "at": noon(coding.on),
            }
            for coding in demo.codings
        ],
    )
    book.loaded("codebook", at=noon(first), themes=len(demo.themes))
    book.loaded("codings", at=noon(last), codings=len(demo.codings))


def _requirements(book: Book, demo: Demo) -> None:
    lots = {lot.ref: number for number, lot in enumerate(demo.project.lots, 1)}
    drafted = min(
        [link.on for link in demo.links] + [m.on for m in demo.project.milestones if m.kind is MilestoneKind.SPEC_DRAFT]
    )
    author = book.staff[demo.links[0].by]
    rows: list[Row] = []
    versions: list[Row] = []
    for place, plan in enumerate(demo.requirements, 1):
        row = _requirement(book, plan, place, [lots[ref] for ref in plan.lots], noon(drafted, place))
        book.requirements[plan.ref] = row["id"]
        rows.append(row)
        versions.append(
            {
                "requirement_id": row["id"],
                "number": 1,
                "fields": {name: plain(row[name]) for name in FIELDS},
                "by_id": author,
                "at": row["created_at"],
            }
        )
    put(Requirement, rows)
    put(RequirementVersion, versions)
    book.loaded("requirements", at=noon(drafted, len(rows)), requirements=len(rows))


def _requirement(book: Book, plan: shapes.Requirement, place: int, lots: list[int], at: datetime) -> Row:
    return {
        "id": uuid7(),
        "project_id": book.project_id,
        "ref": plan.ref,
        "position": place,
        "lot_numbers": lots,
        "title": plan.title,
        "statement": plan.statement,
        "type": plan.type,
        "moscow": plan.moscow,
        "outcome": plan.outcome,
        "measure": plan.measure,
        "kpi": _kpi(plan.kpi),
        "acceptance": plan.acceptance,
        "rationale": _rationale(plan),
        "origin": plan.origin,
        "equality_note": plan.equality_note,
        "characteristics": list(plan.characteristics),
        "cost_note": plan.cost_note,
        "feasibility": plan.feasibility,
        "depends_on": list(plan.depends_on),
        "award_criterion": plan.award_criterion,
        "tender_question": plan.tender_question,
        "contract_clause": plan.contract_clause,
        "council_reason": "",
        "owner": plan.owner,
        "status": plan.status,
        "status_reason": "",
        "created_at": at,
        "updated_at": at,
    }


def _kpi(kpi: shapes.Kpi) -> str:
    if not kpi.name:
        return ""
    return f"{kpi.name}: {kpi.target}. The floor is: {kpi.threshold}. {kpi.frequency}. Source: {kpi.source}."


def _rationale(plan: shapes.Requirement) -> str:
    return f"{plan.rationale} It also rests on: {'; '.join(plan.basis)}." if plan.basis else plan.rationale


def _links(book: Book, demo: Demo) -> None:
    sources = {
        EvidenceKind.CONTRIBUTION: book.words,
        EvidenceKind.THEME: book.themes,
        EvidenceKind.QUESTION: book.questions,
        EvidenceKind.IDEA: book.ideas,
        EvidenceKind.WORKSHOP: book.groups,
    }
    rows: list[Row] = [
        {
            "requirement_id": book.requirements[link.requirement],
            "kind": link.kind,
            "stance": link.stance,
            **dict.fromkeys(_SOURCES.values()),
            _SOURCES[link.kind]: sources[link.kind][link.target],
            "note": link.note,
            "reply": link.reply,
            "linked_by_id": book.staff[link.by],
            "linked_at": noon(link.on) + timedelta(seconds=number),
        }
        for number, link in enumerate(demo.links)
    ]
    put(EvidenceLink, rows)
    book.loaded("evidence_links", at=max(row["linked_at"] for row in rows), links=len(rows))


def load_decisions(book: Book, demo: Demo) -> None:
    """What was decided, what it answers and what it led to. Who said it has no column of its own: it ends the words."""
    rows: list[Row] = []
    subjects: list[Row] = []
    for plan in demo.decisions:
        key = uuid7()
        rows.append(
            {
                "id": key,
                "project_id": book.project_id,
                "ref": plan.ref,
                "said": f"{plan.said.removesuffix('.')} ({plan.who_said}).",
                "response": plan.response,
                "action": plan.action,
                "reason": plan.reason,
                "decided_by": plan.decided_by,
                "decided_on": plan.decided_on,
                "owner": plan.owner,
                "due_on": plan.due_on,
                "published_on": plan.published_on,
                "recorded_by_id": book.staff["commissioner"],
                "created_at": noon(plan.decided_on),
            }
        )
        empty: Row = {"decision_id": key, "theme_id": None, "idea_id": None, "requirement_id": None}
        subjects += [empty | {"theme_id": book.themes[ref]} for ref in plan.themes]
        subjects += [empty | {"idea_id": book.ideas[ref]} for ref in plan.ideas]
        subjects += [empty | {"requirement_id": book.requirements[ref]} for ref in plan.requirements]
    put(Decision, rows)
    put(DecisionSubject, subjects)
    book.loaded("decisions", at=max(row["created_at"] for row in rows), decisions=len(rows))
    heard = noon(max(plan.published_on for plan in demo.decisions))
    db.session.get_one(Project, book.project_id).heard_published_at = heard
    book.happened(
        "heard_published", f"project:{book.project_id.hex}", by=actor_person(book.staff["commissioner"]), at=heard
    )
