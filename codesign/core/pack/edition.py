"""Which words of a freeze each reader may see: the one place where an edition is cut from a snapshot."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from codesign.core.errors import DomainError
from codesign.core.pack.clauses import Requirement
from codesign.core.pack.figures import Comparison
from codesign.core.pack.voices import Board, Card, CardGroup, Dissent, Idea, Quote, Said, Step, Theme, Workshop
from codesign.core.pack.whole import EvidencePack
from codesign.core.quoting import may_quote
from codesign.core.terms import Edition, Standing

LISTED_IN_PUBLIC = frozenset({Standing.PUBLISHED, Standing.MERGED})

Words = TypeVar("Words", bound=Said)


class QuoteBeyondConsent(DomainError):
    """A pack still holds words that its readers may not see."""


class NoEdition(DomainError):
    """A snapshot holds everything, so it is never printed: choose an edition first."""


def edition_of(pack: EvidencePack, edition: Edition) -> EvidencePack:
    """The pack as one kind of reader may see it. Commissioners see hidden ideas as counts without words."""
    public = edition is Edition.PUBLIC
    cut = replace(
        pack,
        pack=replace(pack.pack, edition=edition),
        participation=replace(
            pack.participation,
            comparisons=tuple(_without_exact(c) for c in pack.participation.comparisons)
            if public
            else pack.participation.comparisons,
        ),
        boards=tuple(_board(board, edition) for board in pack.boards),
        workshops=tuple(_workshop(workshop, edition) for workshop in pack.workshops),
        themes=tuple(_theme(theme, edition) for theme in pack.themes),
        dissent=tuple(_dissent(view, edition) for view in pack.dissent),
        requirements=tuple(_requirement(requirement, edition) for requirement in pack.requirements),
        trace=tuple(replace(link, by="") for link in pack.trace) if public else pack.trace,
        checks=tuple(replace(check, by="") for check in pack.checks) if public else pack.checks,
        contributions=tuple(
            sorted(
                (replace(said, voice=None) if public else said for said in _listed(pack.contributions, edition)),
                key=lambda said: said.ref,
            )
        ),
        # Row by row, even closed answers can point to a person, and no table rule protects a row.
        responses=() if public else pack.responses,
    )
    if public:
        listed = {said.ref for said in cut.contributions}
        cut = replace(cut, codings=tuple(coding for coding in cut.codings if coding.contribution in listed))
    require_quotable(cut)
    return cut


def require_quotable(pack: EvidencePack) -> None:
    """Raise `QuoteBeyondConsent` if words are left that the readers may not see, and `NoEdition` for a snapshot."""
    edition = pack.pack.edition
    if edition is None:
        raise NoEdition("This is the whole snapshot. Choose an edition before you build the pack.")
    beyond = sorted({said.ref for said in _all_said(pack) if not _may_stand(said, edition)})
    if beyond:
        raise QuoteBeyondConsent(f"These words may not be in this edition: {', '.join(beyond)}.")


def _may_stand(said: Said, edition: Edition) -> bool:
    listed = edition is not Edition.PUBLIC or not isinstance(said, Idea | Card) or said.standing in LISTED_IN_PUBLIC
    return listed and (said.text is None or _quotable(said, edition))


def _quotable(said: Said, edition: Edition) -> bool:
    # A merged idea was published and its words moved to another; its author's consent still rules.
    standing = Standing.PUBLISHED if said.standing is Standing.MERGED else said.standing
    return may_quote(said.consent, standing, edition)


def _all_said(value: object) -> Iterator[Said]:
    if isinstance(value, Said):
        yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from _all_said(getattr(value, field.name))
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from _all_said(item)


def _kept_back(said: Words, edition: Edition) -> Words:
    return said if _quotable(said, edition) else replace(said, text=None)


def _listed(words: tuple[Words, ...], edition: Edition) -> tuple[Words, ...]:
    """Without words beyond consent; in public, hidden, waiting and withdrawn ones are not listed at all."""
    return tuple(
        _kept_back(said, edition)
        for said in words
        if edition is not Edition.PUBLIC or said.standing in LISTED_IN_PUBLIC
    )


def _quotes(quotes: tuple[Quote, ...], edition: Edition) -> tuple[Quote, ...]:
    """A quotation without its words is nothing, so it is left out whole."""
    return tuple(quote for quote in quotes if quote.text is not None and _quotable(quote, edition))


def _board(board: Board, edition: Edition) -> Board:
    ideas = _listed(board.ideas, edition)
    return replace(board, ideas=tuple(replace(idea, title=None) if idea.text is None else idea for idea in ideas))


def _workshop(workshop: Workshop, edition: Edition) -> Workshop:
    return replace(workshop, steps=tuple(_step(step, edition) for step in workshop.steps))


def _step(step: Step, edition: Edition) -> Step:
    groups: tuple[CardGroup, ...] = tuple(replace(group, cards=_listed(group.cards, edition)) for group in step.groups)
    return replace(step, groups=groups, ungrouped=_listed(step.ungrouped, edition))


def _theme(theme: Theme, edition: Edition) -> Theme:
    return replace(theme, quotes=_quotes(theme.quotes, edition))


def _dissent(view: Dissent, edition: Edition) -> Dissent:
    return replace(view, quotes=_quotes(view.quotes, edition))


def _requirement(requirement: Requirement, edition: Edition) -> Requirement:
    return replace(
        requirement,
        quotes=_quotes(requirement.quotes, edition),
        opposing=_quotes(requirement.opposing, edition),
    )


def _without_exact(comparison: Comparison) -> Comparison:
    return replace(comparison, rows=tuple(replace(row, exact=None) for row in comparison.rows))
