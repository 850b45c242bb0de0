"""Days that people who plan events ought to know."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

import pytest
from dateutil.easter import EASTER_ORTHODOX, easter

from outreach.core.clock import system_clock
from outreach.core.config import ROOT
from outreach.events.notable import Notable, bank_holidays, find_notable, known_years, school_holidays, source_of

DATA = tomllib.loads((ROOT / "outreach/events/notable.toml").read_text("utf-8"))

# https://www.gov.uk/bank-holidays, England and Wales
OFFICIAL = {
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
    2028: ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"],
}


@pytest.mark.parametrize("year", OFFICIAL)
def test_bank_holidays_are_those_of_england_and_wales(year: int) -> None:
    assert sorted(bank_holidays(year)) == [date.fromisoformat(f"{year}-{day}") for day in OFFICIAL[year]]


def test_christmas_day_on_a_saturday_moves_past_boxing_day() -> None:
    assert {date(2027, 12, 27), date(2027, 12, 28)} <= bank_holidays(2027)
    assert {date(2022, 12, 26), date(2022, 12, 27)} <= bank_holidays(2022)  # Christmas Day on a Sunday


@pytest.mark.parametrize(
    ("on", "what"),
    [
        (date(2026, 3, 20), Notable.EID_AL_FITR),
        (date(2027, 2, 20), Notable.RAMADAN),
        (date(2028, 5, 5), Notable.EID_AL_ADHA),
        (date(2026, 11, 8), Notable.DIWALI),
        (date(2027, 10, 11), Notable.YOM_KIPPUR),
        (date(2028, 1, 26), Notable.LUNAR_NEW_YEAR),
        (date(2029, 3, 20), Notable.NOWRUZ),
        (date(2027, 1, 7), Notable.ORTHODOX_CHRISTMAS),
        (date(2027, 5, 2), Notable.ORTHODOX_EASTER),
        (date(2026, 12, 25), Notable.CHRISTMAS),
    ],
)
def test_a_day_is_known_for_what_it_is(on: date, what: Notable) -> None:
    assert what in find_notable(on)


def test_an_ordinary_day_is_nothing() -> None:
    assert find_notable(date(2026, 11, 24), "england") == []


def test_school_holidays_are_those_of_the_nation() -> None:
    assert Notable.SCHOOL_HOLIDAY in find_notable(date(2027, 7, 21), "wales")
    assert Notable.SCHOOL_HOLIDAY not in find_notable(date(2027, 7, 21), "england")
    assert Notable.SCHOOL_HOLIDAY in find_notable(date(2027, 7, 21))


@pytest.mark.parametrize("on", [date(2026, 12, 30), date(2027, 1, 2)])
def test_the_christmas_weeks_reach_over_the_new_year(on: date) -> None:
    assert Notable.SCHOOL_HOLIDAY in find_notable(on, "england")


def test_every_religious_date_is_there_for_each_year_that_is_known_and_has_a_source() -> None:
    assert known_years() == range(2026, 2030)
    for one in DATA["date"]:
        assert one["source"]
        assert [first.year for first, _last in one["days"]] == list(known_years()), one["what"]
        assert all(first <= last for first, last in one["days"])


def test_the_last_date_that_is_known_is_more_than_a_year_away() -> None:
    """When this fails, years have passed: add dates to notable.toml, from the sources that it names."""
    last = min(max(first for first, _last in one["days"]) for one in DATA["date"])
    assert last > system_clock().date() + timedelta(days=365)


def test_of_a_year_that_is_not_known_that_is_said() -> None:
    assert Notable.UNKNOWN not in find_notable(date(known_years().stop - 1, 6, 12), "england")
    assert find_notable(date(known_years().stop, 6, 12), "england") == [Notable.UNKNOWN]
    assert str(known_years().stop - 1) in source_of(Notable.UNKNOWN)


@pytest.mark.parametrize("what", Notable)
def test_every_kind_of_day_says_where_it_comes_from(what: Notable) -> None:
    assert source_of(what)


def test_every_kind_of_day_that_is_named_comes_up() -> None:
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(365))
    assert {what for on in days for what in find_notable(on)} == set(Notable) - {Notable.UNKNOWN}


def test_orthodox_easter_is_by_its_own_rule() -> None:
    for year in known_years():
        assert Notable.ORTHODOX_EASTER in find_notable(easter(year, EASTER_ORTHODOX))


def test_both_nations_have_typical_weeks() -> None:
    assert len(school_holidays(2027, "england")) == len(school_holidays(2027, "wales")) == 7
