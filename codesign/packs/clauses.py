"""What was made of the words, from rows to the values of a pack: themes, requirements, trace, decisions."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from codesign.core import pack as p
from codesign.core.requirements import lint
from codesign.core.terms import (
    CodedBy,
    Consent,
    ContributionKind,
    EvidenceKind,
    Response,
    Stance,
    Standing,
    ThemeStance,
)
from codesign.extensions import db
from codesign.models import Codebook, Contribution, Decision, EvidenceLink, Requirement
from codesign.packs.sources import Sources, printable
from codesign.tallies.bearing import bearings
from codesign.tallies.themes import theme_tallies
from codesign.tallies.ways import people_by_way

QUOTES = 3  # for a theme or a requirement, and one more that points the other way
KINDS = {
    ContributionKind.ANSWER: "Answers",
    ContributionKind.IDEA: "Ideas",
    ContributionKind.COMMENT: "Replies",
    ContributionKind.CARD: "Workshop cards",
}
STANCES = {ThemeStance.SUPPORTS: "Say it", ThemeStance.AGAINST: "Say the opposite", ThemeStance.NEUTRAL: "Mention it"}
WAYS = {"consultation": "Questions", "idea_board": "Ideas", "workshop": "Workshops"}


def themes(sources: Sources) -> tuple[p.Theme, ...]:
    """Every theme but the housekeeping codes, with people, contributions and a few quotations, also one against."""
    tallies = theme_tallies(sources.project_id)
    said: dict[uuid.UUID, list[tuple[ThemeStance, Contribution]]] = defaultdict(list)
    for coding in sources.codings:
        said[coding.theme_id].append((coding.stance, sources.words[coding.contribution_id]))
    made = []
    for theme in sources.theme_rows:
        if theme.housekeeping:
            continue
        tally = tallies.of(theme.id)
        supporting = [(s, c) for s, c in said[theme.id] if s is not ThemeStance.AGAINST]
        contrary = [(s, c) for s, c in said[theme.id] if s is ThemeStance.AGAINST]
        made.append(
            p.Theme(
                ref=theme.ref,
                title=theme.title,
                people=tally.people,
                contributions=tally.contributions,
                base=tallies.base,
                definition=theme.definition,
                minority=bool(theme.minority_note),
                by_source=tuple(p.Count(label=KINDS[k], n=tally.kinds[k]) for k in KINDS if k in tally.kinds),
                stances=tuple(p.Count(label=STANCES[s], n=tally.stances[s]) for s in STANCES if s in tally.stances),
                quotes=tuple(
                    _quote(sources, contribution, stance)
                    for chosen, most in ((supporting, QUOTES), (contrary, 1))
                    for stance, contribution in _best(chosen, most)
                ),
            )
        )
    return tuple(made)


def _best(said: Sequence[tuple[ThemeStance, Contribution]], most: int) -> list[tuple[ThemeStance, Contribution]]:
    """The quotable words that read best alone: public ones first, neither a scrap nor a page, then by random code."""
    quotable = [
        (stance, c)
        for stance, c in said
        if c.standing is Standing.PUBLISHED and c.consent is not Consent.COUNT_ONLY and c.text.strip()
    ]
    quotable.sort(
        key=lambda pair: (pair[1].consent is not Consent.PUBLIC, not 25 <= len(pair[1].text) <= 240, pair[1].code)
    )
    return quotable[:most]


def _quote(sources: Sources, c: Contribution, stance: ThemeStance) -> p.Quote:
    return p.Quote(
        ref=c.code,
        text=printable(c.text),
        consent=c.consent,
        standing=c.standing,
        language=c.language,
        stance=stance,
        attribution=sources.place_of[c.id],
    )


def codebook(sources: Sources) -> tuple[p.CodebookEntry, ...]:
    """Every code with its rules, housekeeping codes too."""
    number = db.session.scalar(select(Codebook.version).where(Codebook.project_id == sources.project_id)) or 1
    return tuple(
        p.CodebookEntry(
            ref=t.ref,
            title=t.title,
            definition=t.definition,
            include=t.include_rule,
            exclude=t.exclude_rule,
            version=number,
        )
        for t in sources.theme_rows
    )


def coded_by(sources: Sources) -> str:
    """How the words were coded, in a sentence or two."""
    method = db.session.scalar(select(Codebook.method).where(Codebook.project_id == sources.project_id)) or ""
    kinds = {coding.coded_by for coding in sources.codings}
    words = {
        CodedBy.PERSON: "People read the words and coded them.",
        CodedBy.IMPORTED: "Codes came with an imported file, made by people.",
        CodedBy.RULE: "A rule coded some of the words.",
    }
    return " ".join(part for part in (method, *(words[kind] for kind in CodedBy if kind in kinds)) if part)


def requirements(sources: Sources) -> tuple[tuple[p.Requirement, ...], tuple[p.TraceLink, ...]]:
    """Every requirement in its order, and every link of it to evidence."""
    rows = db.session.scalars(
        select(Requirement)
        .where(Requirement.project_id == sources.project_id)
        .order_by(Requirement.position, Requirement.ref)
        .options(selectinload(Requirement.links))
    ).all()
    strengths = bearings(sources.project_id)
    ways = people_by_way(sources.project_id)
    tallies = theme_tallies(sources.project_id)
    idea_words = {i.id: i.contribution for i in sources.ideas}
    made, trace = [], []
    for row in rows:
        links = sorted(row.links, key=lambda link: (link.kind.value, _ref(sources, link)))
        quotes: dict[bool, list[p.Quote]] = {True: [], False: []}
        for link in links:
            contribution = _words_of(sources, link, idea_words)
            against = link.stance is Stance.OPPOSES
            if contribution is not None and contribution.standing is Standing.PUBLISHED and contribution.text:
                stance = ThemeStance.AGAINST if against else ThemeStance.SUPPORTS
                quotes[against].append(_quote(sources, contribution, stance))
            trace.append(
                p.TraceLink(
                    requirement=row.ref,
                    evidence=_ref(sources, link),
                    kind=link.kind,
                    stance=link.stance,
                    title=_title(sources, link),
                    people=tallies.of(link.theme_id).people if link.theme_id else None,
                    note=link.note,
                    by="Staff" if link.linked_by_id else "",
                    linked_on=link.linked_at.date(),
                )
            )
        bearing = strengths[row.id]
        made.append(
            p.Requirement(
                ref=row.ref,
                title=row.title,
                statement=row.statement,
                moscow=row.moscow,
                type=row.type,
                status=row.status,
                origin=row.origin,
                version=row.version,
                lots=tuple(f"L{number}" for number in row.lot_numbers),
                outcome=row.outcome,
                measure=row.measure,
                acceptance=row.acceptance or row.kpi,
                rationale=row.rationale,
                origin_reason=row.council_reason,
                equality_note=row.equality_note,
                cost_note=row.cost_note,
                feasibility=row.feasibility,
                depends_on=tuple(row.depends_on),
                award_criterion=row.award_criterion,
                dropped_reason=row.status_reason,
                strength=p.Strength(
                    word=bearing.strength.word.value,
                    people=bearing.strength.people,
                    pieces=bearing.strength.sources,
                    methods=len(bearing.ways),
                    opposing=bearing.opposing,
                    rows=tuple(
                        p.StrengthRow(method=WAYS.get(way, way), people=everyone, supports=supports, against=against)
                        for way, (everyone, supports, against) in sorted(ways.get(row.id, {}).items())
                    ),
                ),
                lint=tuple(
                    p.LintRemark(code=remark.code.value, text=str(remark.words))
                    for remark in lint(
                        row.statement,
                        moscow=row.moscow,
                        measure=row.measure,
                        kpi=row.kpi,
                        evidence_people=bearing.strength.people,
                        evidence_methods=len(bearing.ways),
                        origin=row.origin,
                    )
                ),
                quotes=tuple(sorted(quotes[False], key=lambda q: (q.consent is not Consent.PUBLIC, q.ref))[:QUOTES]),
                opposing=tuple(sorted(quotes[True], key=lambda q: (q.consent is not Consent.PUBLIC, q.ref))[:QUOTES]),
                reply=" ".join(link.reply for link in links if link.reply),
                not_heard=tuple(group.label for group in bearing.missing),
            )
        )
    return tuple(made), tuple(trace)


def _words_of(sources: Sources, link: EvidenceLink, ideas: dict[uuid.UUID, Contribution]) -> Contribution | None:
    if link.contribution_id:
        return sources.words.get(link.contribution_id)
    return ideas.get(link.idea_id) if link.idea_id else None


def _ref(sources: Sources, link: EvidenceLink) -> str:
    if link.kind is EvidenceKind.CONTRIBUTION and link.contribution_id:
        known = sources.words.get(link.contribution_id)
        return known.code if known else "withdrawn"
    if link.kind is EvidenceKind.THEME and link.theme_id:
        return sources.theme_refs[link.theme_id]
    if link.kind is EvidenceKind.QUESTION and link.question_id:
        return sources.question_refs[link.question_id]
    if link.kind is EvidenceKind.IDEA and link.idea_id:
        return sources.idea_refs[link.idea_id]
    return sources.group_refs[link.group_id] if link.group_id else ""


def _title(sources: Sources, link: EvidenceLink) -> str:
    if link.theme_id:
        return next(t.title for t in sources.theme_rows if t.id == link.theme_id)
    if link.question_id:
        return next(q.current.text for q in sources.questions if q.id == link.question_id)
    if link.group_id:
        return sources.groups[link.group_id].title
    # An idea's title is its author's own words: it is printed only beside the idea, under consent.
    return ""


def decisions(sources: Sources) -> tuple[p.Decision, ...]:
    """Every decision with what it answers and what it led to."""
    rows = db.session.scalars(
        select(Decision)
        .where(Decision.project_id == sources.project_id)
        .order_by(Decision.ref)
        .options(selectinload(Decision.subjects))
    ).all()
    tallies = theme_tallies(sources.project_id)
    refs = select(Requirement.id, Requirement.ref).where(Requirement.project_id == sources.project_id)
    requirement_refs = {row[0]: row[1] for row in db.session.execute(refs)}
    made = []
    for row in rows:
        about = sorted(sources.theme_refs[s.theme_id] for s in row.subjects if s.theme_id)
        about += sorted(sources.idea_refs[s.idea_id] for s in row.subjects if s.idea_id)
        led_to = sorted(requirement_refs[s.requirement_id] for s in row.subjects if s.requirement_id)
        people = [tallies.of(s.theme_id).people for s in row.subjects if s.theme_id]
        first, *others = about or led_to or [""]
        made.append(
            p.Decision(
                ref=row.ref,
                about=first,
                also_about=tuple(others) if about else (),
                said=row.said,
                response=row.response,
                action=row.action,
                reason=row.reason,
                who_said=f"{people[0]} of {tallies.base} people who gave words" if len(people) == 1 else "",
                owner=row.owner,
                due_on=row.due_on,
                decided_by=row.decided_by,
                decided_on=row.decided_on,
                resulting=tuple(led_to),
            )
        )
    return tuple(made)


def findings(made: Sequence[p.Theme]) -> tuple[p.Finding, ...]:
    """The themes that most people said, as sentences with their base."""
    top = sorted((t for t in made if t.people), key=lambda t: (-t.people, t.ref))[:7]
    return tuple(
        p.Finding(text=f"{t.people} of {t.base} people who gave words said this: {t.title.rstrip('.')}.", refs=(t.ref,))
        for t in top
    )


def changes_made(made: Iterable[p.Decision]) -> tuple[str, ...]:
    """What changed because of what was said."""
    return tuple(
        f"{d.action} ({d.ref})" for d in made if d.action and d.response in (Response.ACCEPTED, Response.PARTLY)
    )


def dissent(made: Sequence[p.Theme], required: Sequence[p.Requirement]) -> tuple[p.Dissent, ...]:
    """Minority themes, themes that people also speak against, and requirements that evidence opposes."""
    views = [
        p.Dissent(
            title=f"{t.ref} {t.title}",
            text=f"{t.people} of {t.base} people who gave words. Kept although few said it."
            if t.minority
            else f"{against} people say the opposite of this theme.",
            refs=(t.ref,),
            quotes=tuple(q for q in t.quotes if t.minority or q.stance is ThemeStance.AGAINST),
        )
        for t in made
        for against in [next((c.n for c in t.stances if c.label == STANCES[ThemeStance.AGAINST]), 0)]
        if t.minority or against
    ]
    views += [
        p.Dissent(
            title=f"Against {r.ref} {r.title}",
            refs=(r.ref, *(q.ref for q in r.opposing)),
            quotes=r.opposing,
            reply=r.reply,
        )
        for r in required
        if r.opposing
    ]
    return tuple(views)
