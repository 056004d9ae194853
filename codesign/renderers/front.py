"""The first sections on paper: the control page, the summary, what is commissioned, who took part and how."""

from collections.abc import Iterable, Iterator
from datetime import date

from codesign.core.disclosure import RULES
from codesign.core.pack import Comparison, Count, EvidencePack, Method
from codesign.core.terms import Edition
from codesign.renderers import words
from codesign.renderers.blocks import (
    Block,
    Column,
    Facts,
    Grid,
    Heading,
    Items,
    Para,
    Refs,
    count_and_share,
    filled,
    items,
    shown,
)


def columns(titles: tuple[str, ...], shares: tuple[int, ...] = (), numeric: Iterable[int] = ()) -> tuple[Column, ...]:
    """Columns of a grid; `numeric` are the positions that hold numbers."""
    right = frozenset(numeric)
    widths = shares or (2,) * len(titles)
    return tuple(Column(title, place in right, widths[place]) for place, title in enumerate(titles))


def long_date(day: date | None) -> str:
    """`22 May 2026`, or nothing."""
    return "" if day is None else f"{day.day} {day:%B %Y}"


def pounds(value: int | None) -> str:
    """`£264,000`, or nothing."""
    return "" if value is None else words.POUNDS % {"pounds": f"{value:,}"}


def counts(caption: str, group: tuple[Count, ...]) -> Grid:
    """A table of counts without a base: nothing in it can become a percentage."""
    rows = tuple((count.label, shown(count.n)) for count in group)
    return Grid(caption, columns(words.COUNT_COLUMNS, (9, 3), [1]), rows)


def control(pack: EvidencePack, seal: str, check_address: str, typeface: bool) -> Iterator[Block]:
    """Section 0: what this is, which freeze it is from and how to check it."""
    facts, names = pack.pack, words.CONTROL
    at = facts.frozen_at
    yield filled(
        (
            (names["ref"], facts.ref),
            (names["version"], str(facts.version)),
            (names["supersedes"], facts.supersedes or names["first"]),
            (names["status"], facts.status),
            (names["frozen"], words.FROZEN_AT % {"date": long_date(at), "time": f"{at:%H:%M}"}),
            (names["organisation"], facts.organisation),
            (names["owner"], facts.owner),
            (names["contact"], facts.contact),
            (names["formats"], facts.other_formats),
            (names["disclosure"], _disclosure(facts.disclosure_profile)),
            (names["check"], check_address),
            (names["seal"], seal),
            (names["chain"], facts.chain_head),
            (names["typeface"], None if typeface else words.TYPEFACE_MISSING),
        )
    )
    yield Heading(2, words.HOW_TO_READ)
    yield items(words.HOW_TO_READ_LINES)
    yield Heading(2, words.HOW_TO_CHECK)
    yield items(words.HOW_TO_CHECK_LINES)


def _disclosure(profile: str) -> str:
    known = next((rule for name, rule in RULES.items() if name.value == profile), None)
    return profile if known is None else str(known.sentence)


def summary(pack: EvidencePack) -> Iterator[Block]:
    """Section 1: findings with their references, and what changed."""
    if pack.findings:
        yield Items(tuple(Para(finding.text, Refs(finding.refs)) for finding in pack.findings))
    else:
        yield Para(words.NO_FINDINGS)
    yield Heading(2, words.WHAT_CHANGED)
    yield items(pack.changes_made) if pack.changes_made else Para(words.NO_CHANGES)
    if pack.easy_read:
        yield Para(words.EASY_READ % {"where": pack.easy_read})


def context(pack: EvidencePack) -> Iterator[Block]:
    """Section 2: the service, the money, the lots, what was open and the options."""
    project, money, names = pack.project, pack.project.money, words.CONTEXT

    def months(n: int | None) -> str:
        return "" if n is None else words.MONTHS % {"n": n}

    yield filled(
        (
            (names["promise"], project.promise),
            (names["service"], project.service),
            (names["service_for"], project.service_for),
            (names["places"], ", ".join(f"{area.name} ({area.code})" for area in project.areas)),
            (names["stage"], project.stage),
            (names["regime"], project.regime),
            (names["why_now"], project.why_now),
            (names["current"], project.current_contract),
            (names["annual"], pounds(money.annual_net)),
            (names["whole_net"], pounds(money.whole_life_net)),
            (names["whole_gross"], pounds(money.whole_life_gross)),
            (names["vat"], "" if money.vat_percent is None else f"{money.vat_percent:g}%"),
            (names["term"], months(money.term_months)),
            (names["extension"], months(money.extension_months)),
            (names["cap"], pounds(money.max_lot_annual)),
            (names["money_note"], money.note),
        )
    )
    yield Heading(2, words.LOTS)
    if project.lots:
        yield _lots(pack)
    else:
        yield Para((words.NO_LOTS % {"reason": project.no_lots_reason}).strip())
    yield Heading(2, words.OPENNESS)
    if project.openness:
        open_rows = tuple((point.point, words.INFLUENCE[point.influence], point.reason) for point in project.openness)
        yield Grid(words.OPENNESS, columns(words.OPENNESS_COLUMNS, (5, 2, 5)), open_rows)
    else:
        yield Para(words.NO_OPENNESS)
    yield Heading(2, words.OPTIONS)
    if project.options:
        rows = tuple((option.label, words.OPTION_STATUS[option.status], option.reason) for option in project.options)
        yield Grid(words.OPTIONS, columns(words.OPTION_COLUMNS, (5, 2, 5)), rows)
    else:
        yield Para(words.NO_OPTIONS)


def _lots(pack: EvidencePack) -> Grid:
    cap = pack.project.money.max_lot_annual
    rows = []
    for lot in pack.project.lots:
        over = cap is not None and lot.annual_net is not None and lot.annual_net > cap
        standing = words.LOT_OVER % {"reason": lot.over_cap_reason} if over else words.LOT_WITHIN
        value = "" if lot.annual_net is None else f"{lot.annual_net:,}"
        named = (lot.ref, lot.title, value, lot.scope, lot.suitable)
        rows.append((*named, words.LOT_NO_CAP if cap is None else standing.strip()))
    return Grid(words.LOTS, columns(words.LOT_COLUMNS, (1, 3, 2, 3, 1, 2), [2]), tuple(rows))


def timeline(pack: EvidencePack) -> Iterator[Block]:
    """Section 3: dates planned and kept, and the checks on their order."""
    if pack.dates:
        rows = tuple((row.label, long_date(row.planned), long_date(row.actual), row.note) for row in pack.dates)
        yield Grid(words.DATES, columns(words.DATE_COLUMNS, (4, 3, 3, 3)), rows)
    else:
        yield Para(words.NO_DATES)
    checks = tuple(check for check in pack.checks if check.group == "dates")
    if checks:
        yield Heading(2, words.DATE_CHECKS)
        found = tuple(
            (check.ref, check.title, words.CHECK_STATUS.get(check.status, check.status), check.value)
            for check in checks
        )
        yield Grid(words.DATE_CHECKS, columns(words.CHECK_COLUMNS, (1, 5, 2, 4)), found)


def involved(pack: EvidencePack) -> Iterator[Block]:
    """Section 4: counts by way of sending, capacity, area and role; hours and payments."""
    part = pack.participation
    groups = (
        (words.BY_MODE, part.by_mode),
        (words.BY_CAPACITY, part.by_capacity),
        (words.BY_AREA, part.by_area),
        (words.ROLES, part.roles),
    )
    if not any(group for _, group in groups):
        yield Para(words.NO_COUNTS)
    else:
        yield Para(words.INVOLVED_NOTE)
    for caption, group in groups:
        if group:
            yield Heading(2, caption)
            yield counts(caption, group)
    given = filled(
        (
            (words.HOURS, "" if part.hours is None else f"{part.hours:g}"),
            (words.PAYMENTS, pounds(part.payments_total)),
        )
    )
    if given.rows:
        yield given
    if part.note:
        yield Para(part.note)


def comparison(pack: EvidencePack) -> Iterator[Block]:
    """Section 5: who took part beside the population, and who was not heard."""
    compared = pack.participation.comparisons
    if not compared:
        yield Para(words.NO_COMPARISONS)
    else:
        yield Para(words.SELF_SELECTING)
    for one in compared:
        yield Heading(2, one.characteristic)
        yield _comparison(one, exact=pack.pack.edition is not Edition.PUBLIC)
    yield Heading(2, words.NOT_HEARD)
    missing = pack.participation.not_heard
    yield items(missing) if missing else Para(words.NO_NOT_HEARD)


def _comparison(one: Comparison, exact: bool) -> Grid:
    with_exact = exact and any(row.exact is not None for row in one.rows)
    rows = []
    for row in one.rows:
        here = shown(None) if row.figure is None else count_and_share(row.figure)
        apart = "" if row.difference is None or row.n is None else f"{row.difference:+.0f}"
        index = "" if row.index is None or row.n is None else str(row.index)
        place = "" if row.population_percent is None else f"{row.population_percent:g}%"
        last = (str(row.exact) if row.exact is not None else "",) if with_exact else ()
        rows.append((row.label, here, place, apart, index, row.flag, *last))
    titles = (*words.COMPARISON_COLUMNS, *((words.EXACT_COLUMN,) if with_exact else ()))
    note = [words.COMPARISON_NOTE % {"answered": f"{one.answered:,}", "source": one.source}]
    if one.preferred_not_to_say is not None:
        note.append(words.PREFERRED_NOT % {"n": one.preferred_not_to_say})
    if one.not_answered is not None:
        note.append(words.LEFT_BLANK % {"n": one.not_answered})
    note += [words.INDEX_NOTE, one.note]
    caption = words.COMPARED_WITH % {"characteristic": one.characteristic, "population": one.reference_population}
    shares = (3, 2, 2, 2, 1, 3, 2)[: len(titles)]
    return Grid(caption, columns(titles, shares, [1, 2, 3, 4, 6]), tuple(rows), " ".join(part for part in note if part))


def methods(pack: EvidencePack) -> Iterator[Block]:
    """Section 6: each way of listening, who coded, and what a machine did."""
    if not pack.methods:
        yield Para(words.NO_METHODS)
    for method in pack.methods:
        yield Heading(2, method.title, kicker=method.ref)
        yield _method(method)
    yield Heading(2, words.CODED_BY)
    yield Para(pack.coded_by or words.NO_CODED_BY)
    yield Heading(2, words.AUTOMATION)
    yield Para(pack.automation or words.NO_AUTOMATION)
    yield Para(words.VERBATIM_QUESTIONS, quiet=True)


def _method(method: Method) -> Facts:
    names, when = words.METHOD, ""
    if method.opened is not None:
        frame = words.FROM_ONLY if method.closed is None else words.FROM_TO
        when = frame % {"opened": long_date(method.opened), "closed": long_date(method.closed)}
        if method.opened == method.closed:
            when = long_date(method.opened)
    return filled(
        (
            (names["kind"], method.kind),
            (names["when"], when),
            (names["places"], method.places),
            (names["promotion"], method.promotion),
            (names["formats"], method.formats),
            (names["sampling"], method.sampling),
            (names["analysis"], method.analysis),
            (names["influence"], method.influence),
        )
    )


def volumes(pack: EvidencePack) -> Iterator[Block]:
    """Section 7: sendings received and counted, and the base of each question."""
    found = pack.participation.volumes
    rows = tuple((label, f"{getattr(found, name):,}") for name, label in words.VOLUME.items())
    yield Grid(words.VOLUMES, columns(words.VOLUME_COLUMNS, (9, 3), [1]), rows)
    if not pack.questions:
        yield Para(words.NO_QUESTIONS)
        return
    yield Heading(2, words.BASES)
    bases = tuple(
        (
            question.ref,
            question.text,
            f"{question.base:,}",
            "" if question.not_answered is None else f"{question.not_answered:,}",
            f"{question.texts:,}" if question.texts else "",
        )
        for question in pack.questions
    )
    yield Grid(words.BASES, columns(words.BASE_COLUMNS, (2, 5, 2, 2, 2), [2, 3, 4]), bases)


def limits(pack: EvidencePack) -> Iterator[Block]:
    """Section 8: never empty."""
    if not pack.limits:
        yield Para(words.NO_LIMITS)
        return
    yield items(
        words.LIMIT_EFFECT % {"limit": limit.text, "effect": limit.effect} if limit.effect else limit.text
        for limit in pack.limits
    )
