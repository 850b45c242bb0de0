"""Files of feeds: what is there is read, whatever else stands beside it, and nothing is guessed."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.directory.rules import Cost, Need
from outreach.openreferral.feed import Fault, FeedRefused, Lack, Offered, read_feed

KEY = "ac148810-d857-441c-9679-408f346de14b"
SERVICE: dict[str, Any] = {
    "id": KEY,
    "name": "Community <b>Counselling</b>",
    "description": "Talk to somebody &amp; be heard.",
    "status": "active",
    "url": "https://counsel.example",
    "minimum_age": 16,
    "organization": {
        "id": KEY,
        "name": "Counsel",
        "description": "",
        "organization_identifiers": [{"identifier_scheme": "GB-CHC", "identifier_type": "Charity number", "identifier": "1141636"}],
    },
    "schedules": [
        {"freq": "WEEKLY", "byday": "MO,WE", "opens_at": "09:00:00", "closes_at": "12:00:00"},
        {"freq": "MONTHLY", "bymonthday": "1", "opens_at": "09:00:00", "closes_at": "12:00:00"},
    ],
    "service_areas": [{"name": "Kent"}],
    "phones": [{"number": "01632 960 001"}, {"number": "ask at the desk"}],
    "languages": [{"id": KEY, "name": "Urdu"}],
    "cost_options": [{"option": "Everybody", "amount": 0}],
    "attributes": [{"taxonomy_term": {"name": "Counselling"}}],
    "service_at_locations": [
        {
            "location": {
                "location_type": "physical",
                "addresses": [{"address_1": "1 High Street", "city": "Dover", "postal_code": "CT16 1AA"}],
            }
        }
    ],
}


def read_one(**changed: Any) -> Offered:
    [found] = read_feed(json.dumps({**SERVICE, **changed}).encode())
    return found


def test_a_service_is_read_in_plain_words() -> None:
    found = read_one()
    assert (found.reference, found.name, found.provider, found.org_ids) == (KEY, "Community Counselling", "Counsel", ("GB-CHC-1141636",))
    assert found.lacks == ()
    values = found.values
    assert values["description"] == "Talk to somebody & be heard."
    assert values["openings"] == [(0, time(9), time(12)), (2, time(9), time(12))]
    assert (values["areas"], values["needs"], values["cost"]) == (["kent"], [Need.COUNSELLING], Cost.FREE)
    assert values["phones"] == [("+441632960001", "01632 960 001")]
    assert values["address"] == "1 High Street, Dover, CT16 1AA"
    assert found.left_out == ("languages (Urdu)",)


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda one: json.dumps(one),
        lambda one: json.dumps([one]),
        lambda one: json.dumps({"total_items": 1, "contents": [one]}),
        lambda one: json.dumps(one) + "\n\n",
        lambda one: "\ufeff" + json.dumps([[one]]),
    ],
)
def test_one_a_list_a_page_or_lines_are_the_same(wrapped: Any) -> None:
    assert read_feed(wrapped(SERVICE).encode()) == [read_one()]


def test_lines_are_services() -> None:
    lines = "\n".join(json.dumps({**SERVICE, "id": KEY[:-1] + digit}) for digit in "123")
    assert len(read_feed(lines.encode())) == 3


@pytest.mark.parametrize(
    ("data", "fault"),
    [(b"<html>", Fault.JSON), (b"\xff\xfe", Fault.JSON), (b"3", Fault.SHAPE), (b"[]", Fault.EMPTY), (b'["a"]', Fault.SHAPE)],
)
def test_what_is_no_feed_is_refused(data: bytes, fault: Fault) -> None:
    with pytest.raises(FeedRefused) as refused:
        read_feed(data)
    assert refused.value.fault is fault


def test_more_than_can_be_looked_at_is_refused() -> None:
    with pytest.raises(FeedRefused) as refused:
        read_feed(json.dumps([{"id": number} for number in range(1_001)]).encode())
    assert refused.value.fault is Fault.TOO_MANY


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"id": "7"}, (Lack.ID,)),
        ({"name": " "}, (Lack.NAME,)),
        ({"organization": None}, (Lack.PROVIDER,)),
        ({"phones": [], "url": "", "service_at_locations": []}, (Lack.WAY_IN,)),
    ],
)
def test_what_a_service_lacks_is_named(changed: dict[str, Any], lacks: tuple[Lack, ...]) -> None:
    assert read_one(**changed).lacks == lacks


def test_a_service_that_has_ended_needs_nothing_but_its_id() -> None:
    found = read_one(status="defunct", name="", organization=None)
    assert found.is_over
    assert found.lacks == ()


def test_the_same_id_twice_is_taken_from_neither() -> None:
    assert [one.lacks for one in read_feed(json.dumps([SERVICE, SERVICE]).encode())] == [(Lack.TWICE,), (Lack.TWICE,)]


NAMES = [*SERVICE, "contents", "location", "addresses", "name", "number", "amount", "taxonomy_term"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6))


@given(JSON)
def test_any_json_is_read_or_refused(body: Any) -> None:
    try:
        found = read_feed(json.dumps(body).encode())
    except FeedRefused as error:
        refused: Any = error
    else:
        assert all(isinstance(one, Offered) for one in found)
        return
    assert refused.fault in Fault
