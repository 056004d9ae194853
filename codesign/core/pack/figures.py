"""Numbers that cannot be printed without the base they are counted from (domain.md d2)."""

from dataclasses import dataclass

from codesign.core.numbers import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number of things with the name of what is counted; `n` None means withheld to protect a small group."""

    label: str
    n: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One choice of a question: how many chose it, of those who answered."""

    label: str
    n: int
    base: int

    @property
    def figure(self) -> Share:
        """The count with its base."""
        return Share(self.n, self.base)

    @property
    def percent(self) -> int | None:
        """As `Share.percent`."""
        return self.figure.percent


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One group of one characteristic, after disclosure control.

    `n` None is withheld and prints `[c]`; `base` is everyone who answered, after the same rounding.
    `exact` is the count before rounding, where that is safe to show a commissioner; never in a public edition.
    `index` is 100 × share here ÷ share in the population; `flag` is words such as "Fewer than the place".
    """

    label: str
    n: int | None
    base: int
    population_percent: float | None = None
    difference: float | None = None
    index: int | None = None
    flag: str = ""
    exact: int | None = None

    @property
    def figure(self) -> Share | None:
        """The count with its base, or None where it is withheld. Rounding apart may not lift a part over its whole."""
        return None if self.n is None else Share(min(self.n, self.base), self.base)

    @property
    def percent(self) -> int | None:
        """As `Share.percent`; None where the count is withheld."""
        return None if self.figure is None else self.figure.percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Who took part against one reference population, for one characteristic (domain.md e2)."""

    characteristic: str
    reference_population: str
    source: str
    answered: int
    preferred_not_to_say: int | None = None
    not_answered: int | None = None
    rows: tuple[ComparisonRow, ...] = ()
    note: str = ""
