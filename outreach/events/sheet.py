"""Events as rows of a CSV file: which columns there are, how a file is read, and what each cell may say. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

from outreach.core.areas import AREAS
from outreach.core.csv_text import restore
from outreach.core.dates import read_day, read_time
from outreach.core.languages import LANGUAGES
from outreach.core.private_data import find_private_data
from outreach.core.text import many_lines, one_line
from outreach.events.rules import Attends, Kind, Need, StaffRole, Visibility, Whereabouts

MOST_ROWS = 2000
NATIONAL = "national"
REQUIRED = ("reference", "title", "kind", "area", "day", "starts", "ends", "place")
OPTIONAL = {
    "venue": "venue_id",
    "summary": "summary",
    "purpose": "purpose",
    "host": "host_name",
    "host_email": "host_email",
    "police": "attends",
    "campaign": "campaign_id",
    "staff": "staff",
    "languages": "languages",
    "communities": "audiences",
    "capacity": "capacity",
    "visibility": "visibility",
    "safeguarding": "safeguarding",
    "risks": "risks",
}
NAMES = {"kind": "kind", "area": "area", "day": "held_on", "starts": "starts", "ends": "ends", "place": "whereabouts", "title": "title"}
"""The values of an event that columns are, where they have other names."""
COLUMNS = (*REQUIRED, *OPTIONAL)
LONGEST = {"reference": 80, "title": 120, "summary": 600, "purpose": 600, "host": 120, "safeguarding": 1000, "risks": 1000}
_BREAKS = ("summary", "purpose", "safeguarding", "risks")


class Fault(StrEnum):
    """Why a file cannot be read at all."""

    WORKBOOK = "workbook"
    ENCODING = "encoding"
    EMPTY = "empty"
    COLUMNS = "columns"
    UNKNOWN = "unknown"
    TWICE = "twice"
    QUOTES = "quotes"
    TOO_MANY = "too-many"


class Wrong(StrEnum):
    """Why a cell, or a row, will not do."""

    MISSING = "missing"
    LONG = "long"
    PRIVATE = "private"
    CHOICE = "choice"
    DAY = "day"
    TIME = "time"
    NUMBER = "number"
    EMAIL = "email"
    NAME = "name"
    SEVERAL = "several"
    CELLS = "cells"
    TWICE = "twice"
    SCOPE = "scope"
    SAYS = "says"
    ELSEWHERE = "elsewhere"


class SheetRefused(Exception):
    """A file cannot be read; *about* names columns, or a line."""

    def __init__(self, fault: Fault, about: str = "") -> None:
        self.fault, self.about = fault, about
        super().__init__(fault, about)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a column, and what was typed there."""

    wrong: Wrong
    column: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: its number as spreadsheets count, and its cells by column."""

    number: int
    cells: Mapping[str, str]
    is_odd: bool = False  # another number of cells than there are columns


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may name: ids by small letters; several ids where a name is not the only one."""

    venues: Mapping[str, Sequence[UUID]] = field(default_factory=dict)
    campaigns: Mapping[str, Sequence[UUID]] = field(default_factory=dict)
    people: Mapping[str, Sequence[UUID]] = field(default_factory=dict)


def read_file(data: bytes) -> str:
    """The text of a CSV file. Raises SheetRefused."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise SheetRefused(Fault.WORKBOOK)
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise SheetRefused(Fault.ENCODING) from None


def read_lines(text: str) -> tuple[list[str], list[Line]]:
    """The columns of a file and its rows without empty ones; commas, semicolons and tabs separate. Raises SheetRefused."""
    head = text.lstrip("\ufeff\r\n ").split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator, strict=True))
    except csv.Error as error:
        raise SheetRefused(Fault.QUOTES, str(error)) from None
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        raise SheetRefused(Fault.EMPTY)
    columns = [one_line(restore(cell)).casefold().replace(" ", "_") for cell in filled[0][1]]
    _check_columns(columns)
    if len(filled) - 1 > MOST_ROWS:
        raise SheetRefused(Fault.TOO_MANY, str(len(filled) - 1))
    return columns, [_line(number, row, columns) for number, row in filled[1:]]


def _check_columns(columns: Sequence[str]) -> None:
    if missing := [name for name in REQUIRED if name not in columns]:
        raise SheetRefused(Fault.COLUMNS, ", ".join(missing))
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise SheetRefused(Fault.UNKNOWN, ", ".join(unknown))
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise SheetRefused(Fault.TWICE, ", ".join(twice))


def _line(number: int, row: Sequence[str], columns: Sequence[str]) -> Line:
    cells = {name: _clean(name, cell) for name, cell in zip(columns, row, strict=False)}
    is_odd = (len(row) != len(columns) and any(cell.strip() for cell in row[len(columns) :])) or len(row) < len(columns)
    return Line(number, {**dict.fromkeys(columns, ""), **cells}, is_odd)


def _clean(name: str, cell: str) -> str:
    return many_lines(restore(cell)) if name in _BREAKS else one_line(restore(cell))


def read_row(cells: Mapping[str, str], known: Known) -> tuple[dict[str, Any], list[Mistake]]:
    """The values of an event that a row gives, by their names, and what is wrong with it."""
    values: dict[str, Any] = {}
    mistakes = [Mistake(Wrong.MISSING, name) for name in REQUIRED if not cells[name]]
    for name, cell in cells.items():
        try:
            value = _read(name, cell, known)
        except _Refused as refused:
            mistakes.append(Mistake(refused.wrong, name, cell[:60]))
        else:
            values[NAMES.get(name) or OPTIONAL.get(name) or name] = value
    values.pop("reference", None)
    return values, mistakes


class _Refused(Exception):
    def __init__(self, wrong: Wrong) -> None:
        self.wrong = wrong
        super().__init__(wrong)


def _read(name: str, cell: str, known: Known) -> Any:
    if name in LONGEST:
        return _words(name, cell)
    if name in _CHOICES:
        return _choice(name, cell)
    if name in _LISTS:
        return [_LISTS[name](part.strip(), known) for part in cell.split(";") if part.strip()]
    return _OTHERS[name](cell, known) if cell else _BLANKS.get(name)


def _words(name: str, cell: str) -> str:
    if len(cell) > LONGEST[name]:
        raise _Refused(Wrong.LONG)
    if find_private_data(cell) and name != "reference":
        raise _Refused(Wrong.PRIVATE)
    return cell


def _choice(name: str, cell: str) -> Any:
    kind, default = _CHOICES[name]
    if not cell:
        return default
    try:
        return kind(cell.casefold().replace(" ", "-"))
    except ValueError:
        raise _Refused(Wrong.CHOICE) from None


def _area(cell: str, _known: Known) -> str | None:
    if cell.casefold() == NATIONAL:
        return None
    found = [slug for slug, area in AREAS.items() if cell.casefold() in (slug, area.name.casefold())]
    if not found:
        raise _Refused(Wrong.CHOICE)
    return found[0]


def _day(cell: str, _known: Known) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        pass
    try:
        return read_day(cell)
    except ValueError:
        raise _Refused(Wrong.DAY) from None


def _time(cell: str, _known: Known) -> time:
    try:
        return read_time(cell.removesuffix(":00") if cell.count(":") == 2 else cell)
    except ValueError:
        raise _Refused(Wrong.TIME) from None


def _number(cell: str, _known: Known) -> int:
    if not (cell.isascii() and cell.isdigit() and 1 <= int(cell[:7]) <= 1_000_000 and len(cell) < 8):
        raise _Refused(Wrong.NUMBER)
    return int(cell)


def _email(cell: str, _known: Known) -> str:
    try:
        return validate_email(cell, check_deliverability=False).normalized
    except EmailNotValidError:
        raise _Refused(Wrong.EMAIL) from None


def _one(cell: str, found: Mapping[str, Sequence[UUID]]) -> UUID:
    ids = found.get(cell.casefold(), ())
    if len(ids) != 1:
        raise _Refused(Wrong.SEVERAL if ids else Wrong.NAME)
    return ids[0]


def _language(part: str, _known: Known) -> tuple[str, Need, None]:
    found = [tag for tag, language in LANGUAGES.items() if part.casefold() in (tag.casefold(), language.english_name.casefold())]
    if not found:
        raise _Refused(Wrong.CHOICE)
    return found[0], Need.NEEDED, None


def _worker(part: str, known: Known) -> tuple[UUID, StaffRole]:
    address, _colon, role = part.partition(":")
    try:
        return _one(address.strip(), known.people), StaffRole(role.strip() or StaffRole.SUPPORT)
    except ValueError:
        raise _Refused(Wrong.CHOICE) from None


_CHOICES: dict[str, tuple[type[StrEnum], Any]] = {
    "kind": (Kind, None),
    "place": (Whereabouts, None),
    "police": (Attends, Attends.NO_POLICE),
    "visibility": (Visibility, Visibility.INTERNAL),
}
CHOICES = {name: tuple(map(str, kind)) for name, (kind, _default) in _CHOICES.items()}
"""What columns may say that name one of a few things."""
_LISTS: dict[str, Any] = {"languages": _language, "staff": _worker, "communities": lambda part, _known: part[:120]}
_OTHERS: dict[str, Any] = {
    "area": _area,
    "day": _day,
    "starts": _time,
    "ends": _time,
    "capacity": _number,
    "host_email": _email,
    "venue": lambda cell, known: _one(cell, known.venues),
    "campaign": lambda cell, known: _one(cell, known.campaigns),
}
_BLANKS = {"host_email": ""}
