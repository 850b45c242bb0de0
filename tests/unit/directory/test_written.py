"""Values of a service go through JSON and come back as they were, kind by kind."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.rules import Scope
from outreach.directory.assigning import COLUMNS, ROWS
from outreach.directory.revising import ASKED, OF_STAFF
from outreach.directory.rules import Access, CallCost, Capacity, Cost, Mode, Need, PassesOn, Recipient, Recourse, Standing, may_approve
from outreach.directory.written import read_values, write_values
from outreach.partners.rules import Community, Tie

_days, _clock = st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.times().map(lambda at: at.replace(second=0, microsecond=0))
_text, _tags = st.text(max_size=30), st.lists(st.sampled_from(["ti", "ur", "zh-Hans"]), max_size=3)
_week = st.integers(0, 6)


def _some(codes: Any) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from([*codes]), max_size=4, unique=True)


VALUES = st.fixed_dictionaries(
    {
        **dict.fromkeys(("name", "description", "provider", "address", "website", "email", "note"), _text),
        **dict.fromkeys(("is_national", "is_confidential", "is_always_open"), st.booleans()),
        **dict.fromkeys(("min_age", "max_age", "immigration_level"), st.none() | st.integers(0, 120)),
        **dict.fromkeys(("trained_on", "contact_on"), st.none() | _days),
        "standing": st.sampled_from([*Standing]),
        "passes_on": st.sampled_from([*PassesOn]),
        "recourse": st.sampled_from([*Recourse]),
        "cost": st.sampled_from([*Cost]),
        "capacity": st.sampled_from([*Capacity]),
        "ties": _some(Tie),
        "passes_to": _some(Recipient),
        "communities": _some(Community),
        "access": _some(Access),
        "needs": _some(Need),
        "areas": _some(["kent", "surrey", "gwent"]),
        "openings": st.lists(st.tuples(_week, _clock, _clock), max_size=4),
        "other_days": st.lists(st.tuples(_days, _clock, _clock) | st.tuples(_days, st.none(), st.none()), max_size=4),
        "phones": st.lists(st.tuples(_text, _text, st.sampled_from([*CallCost]), _tags), max_size=3),
        "languages": st.lists(st.tuples(_text, st.sampled_from([*Mode]), _text, st.lists(_week, max_size=7)), max_size=3),
    }
)


def kinds(value: Any) -> Any:
    """The kinds of a value, of whatever depth; a code of an enum is a text."""
    if isinstance(value, list | tuple):
        return type(value).__name__, [kinds(one) for one in value]
    return str if isinstance(value, str) else type(value)


@given(VALUES)
def test_every_value_comes_back_as_the_same_of_the_same_kind(values: dict[str, Any]) -> None:
    back = read_values(json.loads(json.dumps(write_values(values))))
    assert back == values
    assert {name: kinds(value) for name, value in back.items()} == {name: kinds(value) for name, value in values.items()}


@given(VALUES)
def test_the_property_is_about_every_value_that_a_service_has(values: dict[str, Any]) -> None:
    assert values.keys() == {*COLUMNS, *ROWS, "description", "provider"}
    assert values.keys() == ASKED | OF_STAFF.keys()


@given(VALUES, st.sets(st.sampled_from(["name", "openings", "other_days", "phones", "trained_on"])))
def test_some_of_them_come_back_by_themselves(values: dict[str, Any], names: set[str]) -> None:
    some = {name: values[name] for name in names}
    assert read_values(json.loads(json.dumps(write_values(some)))) == some


def test_hours_past_a_clock_change_are_wall_time() -> None:
    hours = {"openings": [(6, time(1, 30), time(2, 30))]}
    assert read_values(write_values(hours)) == hours


def test_an_area_that_is_new_has_to_be_one_of_those_who_approve_it() -> None:
    kent, both, everywhere = (Scope(False, frozenset({"kent"})), Scope(False, frozenset({"kent", "surrey"})), Scope(True))
    assert may_approve(kent, kent, kent)
    assert may_approve(kent, both, kent)
    assert may_approve(kent, both, both)
    assert not may_approve(kent, kent, both)
    assert not may_approve(kent, kent, everywhere)
    assert not may_approve(Scope(False, frozenset({"surrey"})), kent, kent)
    assert may_approve(everywhere, kent, everywhere)
