"""The middle sections on paper: results, themes, disagreement, ideas and workshops: what people said."""

from collections.abc import Iterator

from codesign.core.pack import Board, Card, EvidencePack, Idea, Question, Quote, Said, Step, Theme, Workshop
from codesign.core.terms import BoardAsks, Standing, ThemeStance
from codesign.renderers import words
from codesign.renderers.blocks import (
    Block,
    Cell,
    Grid,
    Heading,
    Para,
    QuoteBlock,
    Refs,
    Spoken,
    count_and_share,
    filled,
    items,
    of_base,
)
from codesign.renderers.front import columns, counts, long_date


def spoken(said: Said) -> Cell:
    """The words in their language, or that they are kept back."""
    return words.KEPT_BACK if said.text is None else Spoken(said.text, said.language)


def quote_block(quote: Quote, *, against: bool | None = None) -> QuoteBlock:
    """A quotation; its bar is clay where it points the other way."""
    opposing = quote.stance is ThemeStance.AGAINST if against is None else against
    return QuoteBlock(Spoken(quote.text or "", quote.language), quote.attribution, Refs((quote.ref,)), opposing)


def results(pack: EvidencePack) -> Iterator[Block]:
    """Section 9: every question with its base, its counts and its shares."""
    if not pack.questions:
        yield Para(words.NO_QUESTIONS)
    for question in pack.questions:
        kind = words.QUESTION_KIND.get(question.type, question.type)
        kicker = words.QUESTION_KICKER % {"ref": question.ref, "kind": kind}
        yield Heading(2, question.text, anchor=question.ref, kicker=kicker)
        yield Para(_about_base(question), quiet=True)
        if question.results:
            caption = words.RESULT_CAPTION % {"ref": question.ref}
            rows = tuple((r.label, count_and_share(r.figure), f"{r.base:,}") for r in question.results)
            yield Grid(caption, columns(words.RESULT_COLUMNS, (7, 3, 2), [1, 2]), rows)
        if question.mean is not None and question.median is not None:
            yield Para(words.AVERAGE_LINE % {"mean": f"{question.mean:g}", "median": f"{question.median:g}"})
        if question.texts:
            yield Para(words.TEXTS_LINE % {"n": f"{question.texts:,}"})


def _about_base(question: Question) -> str:
    lines = [words.BASE_LINE % {"base": f"{question.base:,}"} if question.base else words.BASE_NONE]
    if question.results and 0 < question.base < 30:
        lines.append(words.BASE_SMALL)
    if question.not_answered is not None:
        lines.append(words.NOT_ANSWERED_LINE % {"n": f"{question.not_answered:,}"})
    if question.several:
        lines.append(words.SEVERAL_LINE)
    if question.routing:
        lines.append(words.ROUTING_LINE % {"routing": question.routing})
    if question.results:
        lines.append(words.WEIGHT_LINE)
    return " ".join(lines)


def themes(pack: EvidencePack) -> Iterator[Block]:
    """Section 10: each theme with people of base, sources, stances, quotations and where it led."""
    if not pack.themes:
        yield Para(words.NO_THEMES)
    for theme in pack.themes:
        yield Heading(2, theme.title, anchor=theme.ref, kicker=theme.ref)
        yield from _theme(theme)
        reached = [link.requirement for link in pack.trace if link.evidence == theme.ref]
        reached += [decision.ref for decision in pack.decisions if decision.about == theme.ref]
        refs = Refs(tuple(dict.fromkeys(reached)))
        yield Para(words.THEME_REACHED, refs) if refs.refs else Para(words.THEME_OPEN, quiet=True)


def _theme(theme: Theme) -> Iterator[Block]:
    if theme.definition:
        yield Para(theme.definition)
    figure = of_base(theme.figure, words.WHO_GAVE_WORDS)
    yield Para(words.THEME_LINE % {"figure": figure, "contributions": f"{theme.contributions:,}"})
    if theme.minority:
        yield Para(words.MINORITY)
    if theme.by_source:
        yield counts(words.BY_SOURCE % {"ref": theme.ref}, theme.by_source)
    if theme.stances:
        yield counts(words.STANCES % {"ref": theme.ref}, theme.stances)
    if not theme.quotes:
        yield Para(words.NO_QUOTES, quiet=True)
        return
    yield from (quote_block(quote) for quote in theme.quotes)
    if not any(quote.stance is ThemeStance.AGAINST for quote in theme.quotes):
        yield Para(words.NO_CONTRARY, quiet=True)


def dissent(pack: EvidencePack) -> Iterator[Block]:
    """Section 11: views held by few, objections and the replies."""
    minority = tuple(theme for theme in pack.themes if theme.minority)
    if not pack.dissent and not minority:
        yield Para(words.NO_DISSENT)
    for view in pack.dissent:
        yield Heading(2, view.title)
        if view.text or view.refs:
            yield Para(view.text, Refs(view.refs))
        yield from (quote_block(quote) for quote in view.quotes)
        if view.reply:
            yield Para(words.REPLY % {"reply": view.reply})
    for theme in minority:
        yield Heading(2, theme.title)
        yield Para(words.MINORITY, Refs((theme.ref,)))
        figure = of_base(theme.figure, words.WHO_GAVE_WORDS)
        yield Para(words.THEME_LINE % {"figure": figure, "contributions": f"{theme.contributions:,}"})


def ideas(pack: EvidencePack) -> Iterator[Block]:
    """Section 12: every listed idea of every board, with its counts and what became of it."""
    if not pack.boards:
        yield Para(words.NO_BOARDS)
    for board in pack.boards:
        yield Heading(2, board.title, anchor=board.ref, kicker=board.ref)
        yield Para(words.BOARD_LINE % {"n": f"{board.people:,}"})
        if board.ideas:
            yield _statements(board) if board.asks is BoardAsks.STATEMENTS else _ideas(board)
        else:
            yield Para(words.NO_IDEAS)


def _words_of_idea(idea: Idea) -> Cell:
    if idea.text is None:
        return words.KEPT_BACK
    both = [part for part in (idea.title, idea.text) if part]
    return Spoken(". ".join(both) if len(both) == 2 and both[0] != both[1] else both[-1] if both else "", idea.language)


def _standing(idea: Idea) -> str:
    if idea.standing is Standing.MERGED and idea.merged_into:
        others = tuple(ref for ref in idea.became if ref != idea.merged_into)
        return words.MERGED_INTO % {"ref": ", ".join((idea.merged_into, *others))}
    return words.STANDING[idea.standing]


def _ideas(board: Board) -> Grid:
    rows = []
    for idea in board.ideas:
        said = ". ".join(part for part in (words.OUTCOME.get(idea.outcome, idea.outcome), idea.outcome_reason) if part)
        made = words.CAME_FROM % {"refs": ", ".join(idea.came_from)} if idea.came_from else ""
        led = Refs(idea.requirements).text
        outcome = " ".join(part for part in (said, led, made) if part)
        rows.append((idea.ref, _words_of_idea(idea), _standing(idea), _support(idea), outcome))
    apart = any(idea.paper_ticks or idea.brought_supports for idea in board.ideas)
    note = f"{words.BOARD_NOTE} {words.APART_NOTE}" if apart else words.BOARD_NOTE
    return Grid(board.title, columns(words.IDEA_COLUMNS, (2, 5, 2, 2, 3), [3]), tuple(rows), note, True)


def _support(idea: Idea) -> str:
    """People who support it; ticks and supports counted elsewhere beside it, never added."""
    apart = ((words.ON_PAPER, idea.paper_ticks), (words.COUNTED_ELSEWHERE, idea.brought_supports))
    return ". ".join([f"{idea.support:,}", *(form % {"n": f"{n:,}"} for form, n in apart if n)])


def _statements(board: Board) -> Grid:
    rows = []
    for idea in board.ideas:
        low = "" if idea.wilson_low is None else f"{idea.wilson_low:.4f}"
        votes = (f"{idea.agree:,}", f"{idea.disagree:,}", f"{idea.pass_:,}", low)
        rows.append((idea.ref, _words_of_idea(idea), _standing(idea), *votes))
    shares = (2, 6, 2, 2, 2, 1, 2)
    note = f"{words.STATEMENT_NOTE} {words.BOARD_NOTE}"
    return Grid(board.title, columns(words.STATEMENT_COLUMNS, shares, [3, 4, 5, 6]), tuple(rows), note, True)


def workshops(pack: EvidencePack) -> Iterator[Block]:
    """Section 13: each meeting with who came, what was done, groups, cards, dots and what came out."""
    if not pack.workshops:
        yield Para(words.NO_WORKSHOPS)
    for workshop in pack.workshops:
        yield Heading(2, workshop.title, anchor=workshop.ref, kicker=workshop.ref)
        yield from _workshop(workshop)


def _workshop(workshop: Workshop) -> Iterator[Block]:
    names = words.WORKSHOP
    yield filled(
        (
            (names["when"], ", ".join(part for part in (long_date(workshop.held_on), workshop.times) if part)),
            (names["where"], workshop.place),
            (names["booked"], "" if workshop.booked is None else f"{workshop.booked:,}"),
            (names["came"], f"{workshop.came:,}"),
            (names["note"], workshop.note),
        )
    )
    if workshop.roles:
        yield counts(words.ATTENDED % {"ref": workshop.ref}, workshop.roles)
    if workshop.harvest:
        yield Heading(3, words.HARVEST)
        yield items(workshop.harvest)
    if not workshop.steps:
        yield Para(words.NO_STEPS)
        return
    agenda = tuple(
        (step.ref, step.title, "" if step.minutes is None else str(step.minutes), f"{step.people:,}")
        for step in workshop.steps
    )
    caption = words.AGENDA % {"ref": workshop.ref}
    yield Grid(caption, columns(words.AGENDA_COLUMNS, (2, 6, 2, 2), [2, 3]), agenda)
    for step in workshop.steps:
        if step.groups or step.ungrouped:
            yield Heading(3, step.title, anchor=step.ref, kicker=step.ref)
            if step.prompt:
                yield Para(step.prompt)
            yield from _step(step)


def _step(step: Step) -> Iterator[Block]:
    if step.groups:
        rows = tuple(
            (group.ref, group.title, f"{len(group.cards):,}", f"{group.dots:,}", f"{group.voters:,}")
            for group in step.groups
        )
        note = words.DOTS_NOTE % {"n": step.dots_each} if step.dots_each else ""
        caption = words.GROUP_CAPTION % {"ref": step.ref}
        yield Grid(caption, columns(words.GROUP_COLUMNS, (2, 5, 2, 1, 2), [2, 3, 4]), rows, note, True)
    cards = [(card, group.ref) for group in step.groups for card in group.cards]
    cards += [(card, words.NO_GROUP) for card in step.ungrouped]
    if cards:
        caption = words.CARD_CAPTION % {"ref": step.ref}
        made = tuple(_card(card, group) for card, group in cards)
        yield Grid(caption, columns(words.CARD_COLUMNS, (2, 5, 2, 1, 2), [3]), made, anchored=True)


def _card(card: Card, group: str) -> tuple[Cell, ...]:
    return (card.ref, spoken(card), group, f"{card.dots:,}", words.STANDING[card.standing])
