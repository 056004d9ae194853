"""A map read key by key; errors name the file and the object. And times, as columns hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from codesign.core.errors import InputError

Word = TypeVar("Word", bound=StrEnum)


class Keys:
    """One object of the map, read key by key; errors name the file and the object."""

    def __init__(self, where: str, values: Any, known: Sequence[str]) -> None:
        self.where = where
        if not isinstance(values, dict):
            raise InputError(f"{where} must be an object.")
        for key in values:
            if key not in known:
                raise InputError(f"{where}: the key {key!r} is not known. Known are: {', '.join(known)}.")
        self.values: dict[str, Any] = values

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def part(self, key: str, *known: str) -> Keys:
        return Keys(f"{self.where}, {key}", self.values.get(key, {}), known)

    def text(self, key: str, *, needed: bool = False) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise InputError(f"{self.where}: {key} must be text{'' if not needed else ' and not empty'}.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        value = [value] if isinstance(value, str) and value else value or []
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise InputError(f"{self.where}: {key} must be text or a list of texts.")
        return tuple(value)

    def term(self, key: str, terms: type[Word], default: Word) -> Word:
        return _term(self.where, key, self.values.get(key, default.value), terms)

    def terms(self, key: str, terms: type[Word]) -> dict[str, Word]:
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise InputError(f"{self.where}: {key} must be an object.")
        return {cell: _term(self.where, key, word, terms) for cell, word in value.items()}


def _term(where: str, key: str, value: Any, terms: type[Word]) -> Word:
    try:
        return terms(value)
    except ValueError:
        known = ", ".join(word.value for word in terms)
        raise InputError(f"{where}: {key} {value!r} is not one of: {known}.") from None


class Moment:
    """A time in one or more columns."""

    def __init__(self, keys: Keys) -> None:
        self.columns, self.format = keys.texts("columns"), keys.text("format", needed="columns" in keys)

    def read(self, row: Mapping[str, str]) -> datetime | None:
        cell = " ".join(row[column] for column in self.columns)
        if not cell.strip():
            return None
        try:
            return datetime.strptime(cell, self.format).replace(tzinfo=UTC)
        except ValueError:
            raise InputError(f"{cell[:40]!r} is not a time in the form {self.format}.") from None

    def back(self, at: datetime | None) -> dict[str, str]:
        # %f has six digits where a source may have three, and one column is all that can be told apart.
        if at is None or len(self.columns) != 1:
            return {}
        return {self.columns[0]: at.strftime(self.format)}
