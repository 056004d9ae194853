"""The later sections on paper: equality, requirements with their trace, decisions, checks and social value."""

from collections.abc import Iterator

from codesign.core.pack import Check, Decision, EvidencePack, Requirement, Strength
from codesign.core.terms import Response, Stance
from codesign.renderers import words
from codesign.renderers.blocks import (
    Block,
    Cell,
    Facts,
    Grid,
    Heading,
    Items,
    Para,
    Refs,
    count_and_share,
    duty,
    filled,
    items,
)
from codesign.renderers.front import columns, long_date
from codesign.renderers.heard import quote_block

LOCAL, DATES = "keep_it_local", "dates"


def equality(pack: EvidencePack) -> Iterator[Block]:
    """Section 14: the matrix, and the versions of the assessment."""
    found = pack.equality
    if not found.rows and not found.versions and not found.note:
        yield Para(words.NO_EQUALITY)
        return
    if found.note:
        yield Para(found.note)
    if found.rows:
        rows = tuple((r.characteristic, r.effect, Refs(r.evidence), r.mitigation, r.owner) for r in found.rows)
        yield Grid(words.EQUALITY, columns(words.EQUALITY_COLUMNS, (2, 4, 2, 4, 2)), rows)
    if found.versions:
        made = tuple((version.stage, long_date(version.made_on), version.where) for version in found.versions)
        yield Grid(words.EQUALITY_VERSIONS, columns(words.EQUALITY_VERSION_COLUMNS, (3, 3, 6)), made)


def requirements(pack: EvidencePack) -> Iterator[Block]:
    """Section 15: the list, a page for each requirement, and the trace both ways."""
    if not pack.requirements:
        yield Para(words.NO_REQUIREMENTS)
    else:
        yield _overview(pack)
        for requirement in pack.requirements:
            yield from _requirement(pack, requirement)
    yield Heading(2, words.TRACE, new_page=bool(pack.requirements))
    if pack.trace:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                Refs((link.requirement,)),
                Refs((link.evidence,)),
                words.KIND[link.kind],
                words.STANCE[link.stance],
                " ".join(part for part in (link.title, link.note) if part),
                "" if link.people is None else f"{link.people:,}",
            )
            for link in pack.trace
        )
        yield Grid(words.TRACE, columns(words.TRACE_COLUMNS, (2, 2, 2, 2, 4, 1), [5]), rows)
    else:
        yield Para(words.NO_TRACE)
    yield from _trace_back(pack)


def _overview(pack: EvidencePack) -> Grid:
    rows = []
    for one in pack.requirements:
        strength = words.STRENGTH_WORD.get(one.strength.word, one.strength.word) if one.strength else ""
        firm, status = words.MOSCOW[one.moscow], words.REQUIREMENT_STATUS[one.status]
        rows.append((Refs((one.ref,)), one.title, firm, " ".join(one.lots), status, strength))
    return Grid(words.OVERVIEW, columns(words.OVERVIEW_COLUMNS, (2, 4, 1, 1, 2, 2)), tuple(rows))


def _requirement(pack: EvidencePack, one: Requirement) -> Iterator[Block]:
    kicker = words.REQUIREMENT_KICKER % {"ref": one.ref}
    yield Heading(2, one.title, anchor=one.ref, kicker=kicker, new_page=True)
    yield duty(one.statement)
    yield Heading(3, words.WHY)
    supporting = tuple(link.evidence for link in pack.evidence_for(one.ref) if link.stance is not Stance.OPPOSES)
    if supporting:
        yield from (quote_block(quote, against=False) for quote in one.quotes)
        quoted = {quote.ref for quote in one.quotes}
        yield Para("" if one.quotes else words.NO_QUOTES, Refs(tuple(ref for ref in supporting if ref not in quoted)))
    else:
        yield Para((words.NO_VOICE % {"reason": one.origin_reason}).strip())
    yield Heading(3, words.OTHER_WAY)
    opposing = tuple(link.evidence for link in pack.evidence_for(one.ref) if link.stance is Stance.OPPOSES)
    yield from (quote_block(quote, against=True) for quote in one.opposing)
    if not one.opposing:
        yield Para(words.NO_OTHER_WAY, Refs(opposing))
    if one.opposing or opposing or one.reply:
        quoted = {quote.ref for quote in one.opposing}
        others = tuple(ref for ref in opposing if ref not in quoted) if one.opposing else ()
        yield Para(one.reply or words.NO_REPLY, Refs(others))
    yield Heading(3, words.HOW_STRONG)
    if one.strength is None:
        yield Para(words.NO_STRENGTH)
    else:
        yield from _strength(one.ref, one.strength)
    if one.not_heard:
        yield Para(words.NOT_HEARD_ON_THIS % {"groups": ", ".join(one.not_heard)}, quiet=True)
    yield _about(one)
    yield Heading(3, words.LINT)
    yield items(remark.text for remark in one.lint) if one.lint else Para(words.NO_LINT, quiet=True)


def _strength(ref: str, found: Strength) -> Iterator[Block]:
    word = words.STRENGTH_WORD.get(found.word, found.word)
    counted = {"people": f"{found.people:,}", "pieces": f"{found.pieces:,}", "methods": found.methods}
    yield Para(words.STRENGTH_LINE % {"word": word, **counted})
    if found.rows:
        rows = tuple((row.method, f"{row.people:,}", f"{row.supports:,}", f"{row.against:,}") for row in found.rows)
        caption = words.STRENGTH_CAPTION % {"ref": ref}
        yield Grid(caption, columns(words.STRENGTH_COLUMNS, (6, 2, 2, 2), [1, 2, 3]), rows, words.STRENGTH_NOTE)


def _about(one: Requirement) -> Facts:
    names = words.REQUIREMENT
    return filled(
        (
            (names["measure"], one.measure),
            (names["acceptance"], one.acceptance),
            (names["outcome"], one.outcome),
            (names["rationale"], one.rationale),
            (names["equality"], one.equality_note),
            (names["cost"], one.cost_note),
            (names["feasible"], one.feasibility),
            (names["award"], one.award_criterion),
            (names["depends"], Refs(one.depends_on)),
            (names["dropped"], one.dropped_reason),
            (names["type"], words.REQUIREMENT_TYPE[one.type]),
            (names["lots"], ", ".join(one.lots)),
            (names["origin"], words.ORIGIN[one.origin]),
            (names["status"], words.REQUIREMENT_STATUS[one.status]),
        )
    )


def _trace_back(pack: EvidencePack) -> Iterator[Block]:
    if pack.themes:
        yield Heading(2, words.TRACE_BACK)
        rows: list[tuple[Cell, ...]] = []
        for theme in pack.themes:
            reached = dict.fromkeys(link.requirement for link in pack.trace if link.evidence == theme.ref)
            decided = tuple(decision.ref for decision in pack.decisions if decision.about == theme.ref)
            rows.append((Refs((theme.ref,)), theme.title, Refs(tuple(reached)), Refs(decided)))
        yield Grid(words.TRACE_BACK, columns(words.TRACE_BACK_COLUMNS, (1, 4, 4, 3)), tuple(rows))
    yield Heading(2, words.ORPHANS)
    without = pack.requirements_without_voice()
    yield _listed(without) if without else Para(words.NO_ORPHANS if pack.requirements else words.NO_REQUIREMENTS)
    yield Heading(2, words.ORPHAN_THEMES)
    unanswered = pack.themes_without_answer()
    if unanswered:
        yield Items(tuple(Para(theme.title, Refs((theme.ref,))) for theme in unanswered))
    else:
        yield Para(words.NO_ORPHAN_THEMES if pack.themes else words.NO_THEMES)


def _listed(without: tuple[Requirement, ...]) -> Items:
    return Items(
        tuple(
            Para(". ".join(part for part in (one.title, one.origin_reason) if part), Refs((one.ref,)))
            for one in without
        )
    )


def decisions(pack: EvidencePack) -> Iterator[Block]:
    """Section 16: you said, we did, we did not because."""
    if not pack.decisions:
        yield Para(words.NO_DECISIONS)
    for decision in pack.decisions:
        kicker = words.DECISION_KICKER % {"ref": decision.ref}
        yield Heading(2, words.RESPONSE[decision.response], anchor=decision.ref, kicker=kicker)
        yield _decision(decision)
    unanswered = pack.themes_without_answer()
    if unanswered:
        refs = Refs(tuple(theme.ref for theme in unanswered)).text
        yield Para(words.STILL_OPEN % {"refs": refs})


def _decision(made: Decision) -> Facts:
    names = words.DECISION
    decided = ", ".join(part for part in (made.decided_by, long_date(made.decided_on)) if part)
    accepted = made.response in (Response.ACCEPTED, Response.PARTLY, Response.ALREADY_HAPPENING)
    did = names["did"] if accepted else words.RESPONSE[made.response]
    return filled(
        (
            (names["said"], made.said),
            (names["who"], made.who_said),
            (did, made.action),
            (names["because"], made.reason),
            (names["about"], Refs((made.about,)) if made.about else None),
            (names["led_to"], Refs(made.resulting)),
            (names["owner"], made.owner),
            (names["due"], long_date(made.due_on)),
            (names["decided"], decided),
        )
    )


def keep_it_local(pack: EvidencePack) -> Iterator[Block]:
    """Section 17: counts by result and every check, never one blended mark."""
    yield from _checks(tuple(check for check in pack.checks if check.group == LOCAL))


def duties(pack: EvidencePack) -> Iterator[Block]:
    """Section 18: Gunning, duties, and any other recorded check but dates, which stand in section 3."""
    others = tuple(check for check in pack.checks if check.group not in (LOCAL, DATES))
    yield Para(words.CHECKS_NOTE)
    groups = tuple(dict.fromkeys(check.group for check in others))
    if not groups:
        yield Para(words.NO_CHECKS)
    for group in groups:
        yield Heading(2, words.CHECK_GROUPS.get(group, group))
        yield from _checks(
            tuple(check for check in others if check.group == group), words.CHECK_GROUPS.get(group, group)
        )


def _checks(checks: tuple[Check, ...], caption: str = words.CHECK_GROUPS[LOCAL]) -> Iterator[Block]:
    if not checks:
        yield Para(words.NO_CHECKS)
        return
    by_result: dict[str, int] = {}
    for check in checks:
        result = words.CHECK_STATUS.get(check.status, check.status)
        by_result[result] = by_result.get(result, 0) + 1
    yield Para(" · ".join(f"{result}: {n}" for result, n in by_result.items()))
    yield Grid(caption, columns(words.FULL_CHECK_COLUMNS, (1, 4, 2, 4, 2)), tuple(_check(check) for check in checks))


def _check(check: Check) -> tuple[Cell, ...]:
    found = " ".join(part for part in (check.value, check.threshold and f"({check.threshold})") if part)
    if check.override_reason:
        found = f"{found} {words.OVERRIDDEN % {'reason': check.override_reason}}".strip()
    result = words.CHECK_STATUS.get(check.status, check.status)
    return (check.ref, check.title, result, found, Refs(check.evidence))


def social_value(pack: EvidencePack) -> Iterator[Block]:
    """Section 19: the record, what residents put first, and the measures."""
    found, names = pack.social_value, words.SOCIAL
    record = filled(
        (
            (names["economic"], found.economic),
            (names["social"], found.social),
            (names["environmental"], found.environmental),
            (names["consultation"], found.consultation),
            (names["recorded"], long_date(found.recorded_on)),
        )
    )
    yield record if record.rows else Para(words.NO_SOCIAL)
    yield Heading(2, words.PRIORITIES)
    if found.priorities:
        rows = tuple((one.label, count_and_share(one.figure), f"{one.base:,}") for one in found.priorities)
        caption = found.priorities_question or words.PRIORITIES
        yield Grid(caption, columns(words.PRIORITY_COLUMNS, (7, 3, 2), [1, 2]), rows, words.SEVERAL_LINE)
    else:
        yield Para(words.NO_PRIORITIES)
    yield Heading(2, words.MEASURES)
    if found.measures:
        made = tuple((one.code, one.title, one.unit, one.target, Refs(one.evidence)) for one in found.measures)
        yield Grid(words.MEASURES, columns(words.MEASURE_COLUMNS, (2, 4, 2, 2, 2)), made)
    else:
        yield Para(words.NO_MEASURES)
