"""What rows of a board must be to one another: every reference leads somewhere, nothing stands twice, nothing circles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from codesign.core.terms import BoardAsks, ReplyKind, Standing
from codesign.ideas.exchange.reading import NO_WORDS, FoundBoard, FoundRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a file holds, in numbers: what would come in, and what of it needs a word."""

    title: str
    asks: BoardAsks
    ideas: Mapping[Standing, int]
    replies: Mapping[Standing, int]
    people: int
    supports: int
    brought_supports: int
    votes: int
    pairs: int
    tallies: int
    answers: int
    lineage: int
    no_words: int
    parents_absent: int
    targets_absent: int
    kept: tuple[str, ...]
    needs_staff: bool  # paper counts and answers in talk stand on a member of staff

    def lines(self) -> Iterator[str]:
        """The same in English sentences, for the command line."""
        for name, sizes in (("ideas", self.ideas), ("replies", self.replies)):
            parts = ", ".join(f"{many:,} {standing.value}" for standing, many in sorted(sizes.items()))
            yield f"{sum(sizes.values()):,} {name}{': ' if parts else ''}{parts}."
        yield (
            f"{self.people:,} people, {self.supports:,} supports, {self.brought_supports:,} supports counted elsewhere, "
            f"{self.votes:,} votes, {self.pairs:,} choices between two, {self.tallies:,} paper counts, "
            f"{self.answers:,} answers, {self.lineage:,} ideas put into others."
        )
        if self.no_words:
            yield f"{self.no_words:,} rows have no words. They are kept, hidden."
        if self.parents_absent:
            yield f"{self.parents_absent:,} replies answer ones that are not in the file. They stand on the first level."
        if self.targets_absent:
            yield f"{self.targets_absent:,} ideas were put into ones that are not in the file. They are hidden."
        if self.kept:
            yield f"Columns kept with each row: {', '.join(self.kept)}."


def checked(found: FoundBoard) -> Found:
    """The numbers of a board whose rows fit together. Raises `InputError` naming file, row and column."""
    tables = found.tables
    ideas = _by(tables["ideas"], "idea")
    replies = _by(tables["replies"], "reply")
    _by(tables["ideas"], "source_id")
    _by(tables["replies"], "source_id")
    of_ideas = _by([row for row in tables["ideas"] if row["code"]], "code")
    for code in replies.keys() & of_ideas.keys():
        raise replies[code].wrong("reply", f"{code} is the code of an idea already.")
    people = _by(tables["people"], "person")
    _by([row for row in tables["people"] if row["source_id"]], "source_id")
    _by(tables["prompts"], "prompt")
    _by(tables["phases"], "kind")
    batches = _by(tables["batches"], "batch")
    policies = _by(tables["policies"], "policy")
    prompts = {row["prompt"] for row in tables["prompts"]}
    for row in tables["ideas"]:
        if row["prompt"] is not None and row["prompt"] not in prompts:
            raise row.wrong("prompt", f"{row['prompt']} is not among the prompts.")
        if (row["latitude"] is None) != (row["longitude"] is None):
            raise row.wrong("latitude", "a place needs both latitude and longitude.")
        if row["latitude"] is not None and (abs(row["latitude"]) > 90 or abs(row["longitude"]) > 180):
            raise row.wrong("latitude", "this is no place on Earth.")
    _replies(tables["replies"], ideas, replies)
    for name, columns in (
        ("supports", ("person", "idea")),
        ("votes", ("person", "idea")),
        ("answers", ("batch", "idea")),
        ("lineage", ("from", "into")),
        ("pairs", ("person", "first", "second")),
        ("moderation", ("of", "number")),
        ("versions", ("of", "number")),
    ):
        _once(tables[name], columns)
    for name, column in (
        ("supports", "idea"), ("votes", "idea"), ("answers", "idea"), ("tallies", "idea"), ("lineage", "from"),
        ("lineage", "into"), ("supports", "moved_from"), ("pairs", "first"), ("pairs", "second"), ("pairs", "chosen"),
    ):  # fmt: skip
        _leads(tables[name], column, ideas, "ideas")
    _leads(tables["answers"], "batch", batches, "batches")
    for row in tables["answers"]:
        if row["state"] not in (None, "accepted") and not row["reason"]:
            raise row.wrong("reason", f"an answer that says {row['state']} needs a reason.")
    for row in tables["pairs"]:
        if row["first"] == row["second"] or row["chosen"] not in ("", None, row["first"], row["second"]):
            raise row.wrong("chosen", "it must be one of two different ideas, or empty.")
    codes = {row["code"] for row in tables["ideas"]} | set(replies)
    for name in ("moderation", "versions"):
        _leads(tables[name], "of", codes, "ideas and replies")
    _leads([row for row in tables["moderation"] if row["policy"]], "policy", policies, "policies")
    for row in tables["tallies"]:
        if not row["ticks"]:
            raise row.wrong("ticks", "a count of paper needs one tick or more.")
    _no_circle({row["idea"]: [] for row in tables["ideas"]}, tables["lineage"])
    return _numbers(found, set(people))


def _numbers(found: FoundBoard, people: set[str]) -> Found:
    tables = found.tables
    alone = 0
    for name in ("ideas", "replies", "supports", "votes", "pairs"):
        for row in tables[name]:
            if row["by_staff"]:
                continue
            if row["person"]:
                people.add(row["person"])
            else:
                alone += 1
    said = [*tables["ideas"], *tables["replies"]]
    return Found(
        title=found.board["title"],
        asks=found.board["asks"] or BoardAsks.IDEAS,
        ideas=Counter(row["standing"] for row in tables["ideas"]),
        replies=Counter(row["standing"] for row in tables["replies"]),
        people=len(people) + alone,
        supports=len(tables["supports"]),
        brought_supports=sum(row["brought_supports"] or 0 for row in tables["ideas"]),
        votes=len(tables["votes"]),
        pairs=len(tables["pairs"]),
        tallies=len(tables["tallies"]),
        answers=len(tables["answers"]),
        lineage=len(tables["lineage"]),
        no_words=sum(row["reason_code"] == NO_WORDS for row in said),
        parents_absent=found.parents_absent,
        targets_absent=found.targets_absent,
        kept=tuple(dict.fromkeys(found.kept)),
        needs_staff=bool(tables["tallies"]) or any(row["kind"] is ReplyKind.ANSWER for row in tables["replies"]),
    )


def _by(rows: Iterable[FoundRow], column: str) -> dict[str, FoundRow]:
    found: dict[str, FoundRow] = {}
    for row in rows:
        key = row[column]
        if key in (None, "") and column == "source_id":
            continue
        if key in found:
            raise row.wrong(column, f"{key} stands twice, first in row {found[key].number}.")
        found[key] = row
    return found


def _once(rows: Iterable[FoundRow], columns: tuple[str, ...]) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        if key in seen:
            raise row.wrong(columns[-1], f"the same {' and '.join(columns)} stand in row {seen[key]} already.")
        seen[key] = row.number


def _leads(rows: Iterable[FoundRow], column: str, there: Iterable[str], where: str) -> None:
    known = there if isinstance(there, (dict, set)) else set(there)
    for row in rows:
        if row[column] and row[column] not in known:
            raise row.wrong(column, f"{row[column]} is not among the {where}.")


def _replies(rows: list[FoundRow], ideas: Mapping[str, FoundRow], replies: Mapping[str, FoundRow]) -> None:
    """Each reply is to an idea that is there, and its parent to the same one; `thread` is set to the first above it."""
    for row in rows:
        if row["idea"] not in ideas:
            raise row.wrong("idea", f"{row['idea']} is not among the ideas.")
        parent = row["parent"]
        if not parent:
            continue
        if parent not in replies:
            raise row.wrong("parent", f"{parent} is not among the replies.")
        if replies[parent]["idea"] != row["idea"]:
            raise row.wrong("parent", f"{parent} is a reply to another idea.")
    first: dict[str, str] = {}
    for row in rows:
        way: list[FoundRow] = []
        above = row
        on_the_way: set[str] = set()
        while above["parent"] and above["reply"] not in first:
            if above["reply"] in on_the_way:
                raise row.wrong("parent", f"{row['reply']} leads back to itself: one of its parents answers it.")
            on_the_way.add(above["reply"])
            way.append(above)
            above = replies[above["parent"]]
        top = first.get(above["reply"], above["reply"])
        for each in way:
            first[each["reply"]] = top
    for row in rows:
        row.values["thread"] = first.get(row["reply"], "")


def _no_circle(into: dict[str, list[str]], lineage: Iterable[FoundRow]) -> None:
    """No idea comes from itself, over however many steps."""
    rows = list(lineage)
    waiting = dict.fromkeys(into, 0)
    for row in rows:
        into[row["from"]].append(row["into"])
        waiting[row["into"]] += 1
    free = [idea for idea, many in waiting.items() if not many]
    while free:
        for new in into[free.pop()]:
            waiting[new] -= 1
            if not waiting[new]:
                free.append(new)
    for row in rows:
        if waiting[row["from"]] and waiting[row["into"]]:
            raise row.wrong("into", f"{row['from']} would come from itself: its ideas lead back to it.")
