"""Values of a service as JSON holds them, and the same values of it again: pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any


def write_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """*values*, as operations take them, as JSON holds them: `read_values` gives the same back."""
    return {name: _write(value) for name, value in values.items()}


def read_values(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The values that JSON holds, as operations take them."""
    return {name: _READ[name](value) if name in _READ else value for name, value in stored.items()}


def _write(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_write(one) for one in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value  # a code of an enum is its text


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _openings(rows: list[list[Any]]) -> list[tuple[Any, ...]]:
    return [(day, _time(opens), _time(closes)) for day, opens, closes in rows]


def _other_days(rows: list[list[Any]]) -> list[tuple[Any, ...]]:
    return [(_date(on), _time(opens), _time(closes)) for on, opens, closes in rows]


def _tuples(rows: list[list[Any]]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in rows]


_READ: dict[str, Callable[[Any], Any]] = {
    "openings": _openings,
    "other_days": _other_days,
    "phones": _tuples,
    "languages": _tuples,
    "trained_on": _date,
    "contact_on": _date,
}
"""How the values are read that JSON has no kind for."""
