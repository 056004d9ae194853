"""The last section on paper: annexes A to I."""

from collections.abc import Iterator

from codesign.core.pack import EvidencePack
from codesign.renderers import words
from codesign.renderers.blocks import Block, Cell, Grid, Heading, Para, Refs, Spoken, shown
from codesign.renderers.front import columns, long_date
from codesign.renderers.tables import tables

MOST_SAID_ON_PAPER = 300
"""Longer lists are for the spreadsheet; on paper they bury the rest."""


def annexes(pack: EvidencePack) -> Iterator[Block]:
    """Section 20, in the order of domain.md d1."""
    yield Heading(2, words.ANNEX["A"])
    yield Para(words.DICTIONARY_LINE)
    rows = tuple((f"{table.name}.csv", f"{len(table.rows):,}", table.means) for table in tables(pack))
    yield Grid(words.ANNEX["A"], columns(words.DICTIONARY_COLUMNS, (3, 1, 7), [1]), rows)
    yield Heading(2, words.ANNEX["B"])
    yield from _prompts(pack)
    yield Heading(2, words.ANNEX["C"])
    yield from _codebook(pack)
    yield Heading(2, words.ANNEX["D"])
    yield Para(words.FULL_TABLES)
    yield Heading(2, words.ANNEX["E"])
    yield from _said(pack)
    yield Heading(2, words.ANNEX["F"])
    if pack.moderation:
        reasons = tuple((count.label, shown(count.n)) for count in pack.moderation)
        yield Grid(words.ANNEX["F"], columns(words.MODERATION_COLUMNS, (9, 3), [1]), reasons)
    else:
        yield Para(words.NO_MODERATION)
    yield Heading(2, words.ANNEX["G"])
    yield Para(words.PROVENANCE % {"generator": pack.pack.generator})
    yield Heading(2, words.ANNEX["H"])
    yield Grid(words.ANNEX["H"], columns(words.GLOSSARY_COLUMNS, (3, 9)), words.GLOSSARY)
    yield Heading(2, words.ANNEX["I"])
    yield from _changes(pack)


def _prompts(pack: EvidencePack) -> Iterator[Block]:
    if pack.questions:
        rows = tuple(
            (
                question.ref,
                "\n".join(part for part in (question.text, question.hint, question.why) if part),
                words.QUESTION_KIND.get(question.type, question.type),
                "\n".join(result.label for result in question.results),
            )
            for question in pack.questions
        )
        yield Grid(words.ANNEX["B"], columns(words.PROMPT_COLUMNS, (2, 5, 2, 3)), rows)
    else:
        yield Para(words.NO_QUESTIONS)
    prompts = [(board.ref, prompt) for board in pack.boards for prompt in board.prompts]
    prompts += [(step.ref, step.prompt) for workshop in pack.workshops for step in workshop.steps if step.prompt]
    if prompts:
        yield Grid(words.BOARD_PROMPTS, columns(words.PROMPT_LIST_COLUMNS, (2, 10)), tuple(prompts))
    else:
        yield Para(words.NO_PROMPTS)


def _codebook(pack: EvidencePack) -> Iterator[Block]:
    if not pack.codebook:
        yield Para(words.NO_CODEBOOK)
        return
    rows = tuple((c.ref, c.title, c.definition, c.include, c.exclude) for c in pack.codebook)
    yield Grid(words.ANNEX["C"], columns(words.CODEBOOK_COLUMNS, (1, 3, 4, 3, 3)), rows)


def _said(pack: EvidencePack) -> Iterator[Block]:
    quotable = [(said, said.text) for said in pack.contributions if said.text is not None]
    if not quotable:
        yield Para(words.NO_SAID)
        return
    yield Para(words.SAID_LINE % {"all": f"{len(pack.contributions):,}", "quotable": f"{len(quotable):,}"})
    if len(quotable) > MOST_SAID_ON_PAPER:
        yield Para(words.SAID_CUT % {"shown": MOST_SAID_ON_PAPER, "quotable": f"{len(quotable):,}"})
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (said.ref, Spoken(text, said.language), said.source, Refs(tuple(sorted(said.themes))))
        for said, text in quotable[:MOST_SAID_ON_PAPER]
    )
    yield Grid(words.SAID_CAPTION, columns(words.SAID_COLUMNS, (2, 6, 2, 2)), rows, anchored=True)


def _changes(pack: EvidencePack) -> Iterator[Block]:
    if not pack.change_log:
        yield Para(words.NO_CHANGE_LOG)
        return
    rows = tuple((str(change.version), change.ref, long_date(change.on), change.text) for change in pack.change_log)
    yield Grid(words.ANNEX["I"], columns(words.CHANGE_COLUMNS, (1, 3, 3, 5)), rows)
