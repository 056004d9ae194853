"""How strongly residents stand behind a requirement (`screens.md` 9)."""

import pytest

from codesign.core.strength import strength


@pytest.mark.parametrize(
    ("case", "people", "ways", "heard", "groups", "opposing", "sources", "word", "pips"),
    [
        ("nobody", 0, 0, 0, 8, 0, 0, "none", 0),
        ("one", 1, 1, 1, 8, 0, 1, "weak", 1),
        ("two", 2, 2, 2, 8, 0, 2, "weak", 1),
        ("three", 3, 1, 1, 8, 0, 3, "some", 2),
        ("many, all in one way", 40, 1, 8, 8, 0, 40, "some", 2),
        ("six in two ways", 6, 2, 1, 8, 0, 6, "good", 3),
        ("nine in three ways", 9, 3, 8, 8, 0, 9, "good", 3),
        ("ten in two ways, half of the groups", 10, 2, 4, 8, 0, 12, "strong", 4),
        ("ten, fewer than half of the groups", 10, 2, 3, 8, 0, 12, "good", 3),
        ("ten, half of an odd number rounds up", 10, 2, 3, 7, 0, 12, "good", 3),
        ("ten, no groups named", 10, 2, 0, 0, 0, 12, "good", 3),
        ("a third opposes", 26, 3, 8, 8, 10, 30, "mixed", 2),
        ("just under a third opposes", 26, 3, 8, 8, 10, 31, "strong", 4),
        ("only voices against", 0, 0, 0, 8, 2, 2, "mixed", 2),
        ("one for, one against", 1, 1, 1, 8, 1, 2, "mixed", 2),
    ],
)
def test_strength_is_counted(
    case: str, people: int, ways: int, heard: int, groups: int, opposing: int, sources: int, word: str, pips: int
) -> None:
    found = strength(people, ways, heard, groups, opposing, sources)
    assert (found.word, found.pips, found.sources, found.people) == (word, pips, sources, people), case
