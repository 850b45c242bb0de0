"""Days that people who plan events ought to know: bank holidays and Easter by rule, the others from `notable.toml`. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

_FILE = Path(__file__).with_name("notable.toml")
_DAY = timedelta(days=1)
_CHRISTMAS = ((12, 25), (12, 26))


class Notable(StrEnum):
    """What a day can be. A day of the moon is 'about': it is fixed by sight, and differs by a day from place to place."""

    BANK_HOLIDAY = "bank-holiday"
    SCHOOL_HOLIDAY = "school-holiday"  # in the typical weeks: schools set their own
    RAMADAN = "ramadan"
    EID_AL_FITR = "eid-al-fitr"
    EID_AL_ADHA = "eid-al-adha"
    ASHURA = "ashura"
    DIWALI = "diwali"
    VAISAKHI = "vaisakhi"
    ROSH_HASHANAH = "rosh-hashanah"
    YOM_KIPPUR = "yom-kippur"
    LUNAR_NEW_YEAR = "lunar-new-year"
    NOWRUZ = "nowruz"
    CHRISTMAS = "christmas"
    ORTHODOX_CHRISTMAS = "orthodox-christmas"
    EASTER = "easter"
    ORTHODOX_EASTER = "orthodox-easter"
    UNKNOWN = "unknown"  # a day of a year whose religious dates are not in the file yet


ABOUT = frozenset({Notable.RAMADAN, Notable.EID_AL_FITR, Notable.EID_AL_ADHA, Notable.ASHURA})


@dataclass(frozen=True, slots=True)
class Span:
    """Days from *first* to *last* that are *what*."""

    what: Notable
    first: date
    last: date


def find_notable(on: date, nation: str = "") -> list[Notable]:
    """What the day is. School holidays are those of *nation* ('england', 'wales'), or of either where none is named.

    Each is a guide, and to be checked with those who keep it: `source_of` says where it comes from.
    """
    found = [Notable.BANK_HOLIDAY] if on in bank_holidays(on.year) else []
    if any(first <= on <= last for name in _nations(nation) for first, last in school_holidays(on.year, name)):
        found.append(Notable.SCHOOL_HOLIDAY)
    spans = (*_moving(), *_by_rule(on.year))
    found += [span.what for span in spans if span.first <= on <= span.last]
    return found if on.year < known_years().stop else [*found, Notable.UNKNOWN]


def source_of(what: Notable) -> str:
    """Where the dates come from, in English."""
    named: dict[str, str] = _data()["sources"]
    return named.get(what) or next(str(one["source"]) for one in _data()["date"] if one["what"] == what)


def known_years() -> range:
    """The years of which every religious date is known."""
    years = [span.first.year for span in _moving()]
    return range(min(years), max(years) + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England and Wales, without those that are proclaimed for one year only.

    Source: Banking and Financial Dealings Act 1971, Schedule 1; a day that falls on a weekend moves to the next weekday that is free.
    """
    sunday = easter(year, EASTER_WESTERN)
    days = {sunday - 2 * _DAY, sunday + _DAY, _monday(date(year, 5, 1)), _last_monday(year, 5), _last_monday(year, 8)}
    for on in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        days.add(on if on.weekday() < 5 else _next_free(on, days))
    return frozenset(days)


@cache
def school_holidays(year: int, nation: str) -> tuple[tuple[date, date], ...]:
    """Typical weeks of school holidays that touch *year*; each school or council sets its own."""
    spans = []
    for one in _data()["school"]:
        if one["nation"] != nation:
            continue
        if "easter_from" in one:
            sunday = easter(year, EASTER_WESTERN)
            spans.append((sunday + one["easter_from"] * _DAY, sunday + one["easter_to"] * _DAY))
        else:
            (month, day), (last_month, last_day) = one["from"], one["to"]
            for begin in (year - 1, year) if last_month < month else (year,):
                spans.append((date(begin, month, day), date(begin + (last_month < month), last_month, last_day)))
    return tuple(spans)


def _nations(nation: str) -> tuple[str, ...]:
    return (nation,) if nation else ("england", "wales")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _moving() -> tuple[Span, ...]:
    """The dates of the file."""
    return tuple(Span(Notable(str(one["what"])), first, last) for one in _data()["date"] for first, last in one["days"])


@cache
def _by_rule(year: int) -> tuple[Span, ...]:
    west, east = easter(year, EASTER_WESTERN), easter(year, EASTER_ORTHODOX)
    return (
        Span(Notable.CHRISTMAS, date(year, 12, 24), date(year, 12, 26)),
        Span(Notable.ORTHODOX_CHRISTMAS, date(year, 1, 6), date(year, 1, 7)),
        Span(Notable.EASTER, west - 2 * _DAY, west + _DAY),
        Span(Notable.ORTHODOX_EASTER, east - 2 * _DAY, east + _DAY),
    )


def _monday(on: date) -> date:
    """The first Monday on or after *on*."""
    return on + (-on.weekday() % 7) * _DAY


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - last.weekday() * _DAY


def _next_free(on: date, taken: set[date]) -> date:
    return next(day for day in _following(on) if day.weekday() < 5 and day not in taken and (day.month, day.day) not in _CHRISTMAS)


def _following(on: date) -> Iterator[date]:
    for number in range(1, 7):
        yield on + number * _DAY
