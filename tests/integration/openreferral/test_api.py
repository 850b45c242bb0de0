"""The directory as open data: what is in it, what has left it, and what can be asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from outreach.accounts.models import Account
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.operations import archive_service, close_service, end_service, unshow_service
from outreach.directory.rules import Access, Mode, Need
from outreach.openreferral.taxonomies import TAXONOMIES, derived_id, term_of
from outreach.partners.models import Organisation
from outreach.partners.operations import withdraw_consent
from outreach.partners.rules import Community, Consent, Tie
from tests.accounts import add_account
from tests.conftest import NOW
from tests.directory import add_shown, load
from tests.partners import add_organisation
from tests.queries import counted_queries

ROOT = "/api/oruk"


@pytest.fixture
def harbour(app: Flask) -> Iterator[UUID]:
    with app.app_context():
        yield add_organisation(name="Harbour", identifiers=("GB-CHC-1141636",), about="Tea.")


@pytest.fixture
def ask(app: Flask) -> Any:
    client: FlaskClient = app.test_client()

    def get(path: str, **asked: Any) -> Any:
        response: TestResponse = client.get(f"{ROOT}{path}", query_string=asked)
        assert response.status_code == 200, response.text
        return response.json

    return get


def add_shown_service(organisation_id: UUID | None, **more: Any) -> UUID:
    """A drop-in in Urdu of the organisation, committed."""
    usual: dict[str, Any] = {"name": "Harbour drop-in", "description": "Tea, and somebody to talk to.", "openings": []}
    return add_shown(add_account(), organisation_id=organisation_id, **{**usual, "languages": [("ur", Mode.NATIVE, "", [])], **more})


def act() -> Act:
    return Act(add_account(), NOW)


def ids(page: Any) -> list[str]:
    return [one["id"] for one in page["contents"]]


def test_a_service_is_told_whole(harbour: UUID, ask: Any) -> None:
    key = add_shown_service(
        harbour,
        address="1 Harbour Street",
        openings=[(0, time(9), time(12)), (2, time(9), time(12))],
        other_days=[(date(2026, 12, 25), None, None)],
        ties=[Tie.POLICE_FUNDING],
        communities=[Community.WOMEN],
        note="Never to be told",
    )
    found = ask(f"/services/{key}")
    assert (found["name"], found["description"], found["status"]) == ("Harbour drop-in", "Tea, and somebody to talk to.", "active")
    assert found["organization"]["organization_identifiers"][0]["identifier_scheme"] == "GB-CHC"
    assert found["organization"]["organization_identifiers"][0]["identifier"] == "1141636"
    assert [(one.get("byday"), one.get("opens_at"), one.get("dtstart")) for one in found["schedules"]] == [
        ("MO,WE", "09:00:00", None),
        (None, None, "2026-12-25"),
    ]
    assert found["languages"][0]["code"] == "ur"
    assert "staff speak it" in found["languages"][0]["note"]
    assert found["phones"][0]["number"] == "+441632960123"
    assert found["service_at_locations"][0]["location"]["description"] == "1 Harbour Street"
    assert found["funding"][0]["source"].startswith("Gets money from the police")
    terms = {(one["taxonomy_term"]["taxonomy"], one["taxonomy_term"]["term"]) for one in found["attributes"]}
    assert terms >= {("Needs", "advice"), ("Access", "drop-in"), ("Communities", "women"), ("Independence", "independent")}
    assert "Never to be told" not in json.dumps(found)


def test_only_what_readers_may_see_of_organisations_that_agreed_is_in_the_feed(app: Flask, harbour: UUID, ask: Any) -> None:
    shown = add_shown_service(harbour)
    silent = add_organisation(consents=[Consent.LISTED])
    others = [
        add_shown_service(harbour, is_draft=True),
        add_shown_service(silent),
        add_shown_service(None),
        add_shown_service(add_organisation(is_approved=False)),
    ]
    assert ids(ask("/services")) == [str(shown)]
    for other in others:
        assert app.test_client().get(f"{ROOT}/services/{other}").status_code == 404


@pytest.mark.parametrize("leaving", ["consent", "ended", "archived", "unlisted", "old", "left", "unshown"])
def test_what_leaves_the_feed_leaves_a_tombstone_without_a_name(app: Flask, harbour: UUID, ask: Any, leaving: str) -> None:
    key, by = add_shown_service(harbour), db.session.get_one(Account, add_account())
    organisation, service = db.session.get_one(Organisation, harbour), load(key)
    if leaving in ("consent", "unlisted"):
        withdraw_consent(organisation, Consent.OPEN_DATA if leaving == "consent" else Consent.LISTED, by=by, now=NOW)
    elif leaving == "old":
        organisation.verified_at = NOW - timedelta(days=120)
    elif leaving == "left":
        organisation.stage, organisation.left_at = "left", NOW
    elif leaving == "unshown":
        unshow_service(service, act())
    else:
        end_service(service, act())
        if leaving == "archived":
            archive_service(service, act())
    db.session.commit()
    if leaving == "unshown":  # a draft again: whoever took it back did not end it
        assert app.test_client().get(f"{ROOT}/services/{key}").status_code == 404
        return
    found = ask(f"/services/{key}")
    assert set(found) == {"id", "name", "status", "last_modified"}
    assert found["status"] == ("inactive" if leaving in ("consent", "unlisted", "old") else "defunct")
    assert "Harbour" not in json.dumps(ask("/services"))
    assert ids(ask("/services")) == [str(key)]
    assert ask("/services", search="Harbour")["empty"]
    assert ask("/service_at_locations")["empty"]


def test_a_closing_for_a_time_is_told(harbour: UUID, ask: Any) -> None:
    key = add_shown_service(harbour)
    close_service(load(key), since=NOW.date(), until=date(2026, 12, 24), because="holiday", act=act())
    db.session.commit()
    found = ask(f"/services/{key}")
    assert (found["status"], found["alert"]) == ("temporarily closed", "Closed until 24 December 2026.")


def test_a_confidential_service_has_no_place(app: Flask, harbour: UUID, ask: Any) -> None:
    key = add_shown_service(harbour, is_confidential=True, website="")
    assert ask(f"/services/{key}")["service_at_locations"] == []
    assert ask("/service_at_locations")["empty"]
    assert app.test_client().get(f"{ROOT}/service_at_locations/{key}").status_code == 404


def test_a_place_leads_to_its_service(harbour: UUID, ask: Any) -> None:
    key = add_shown_service(harbour, address="1 Harbour Street")
    add_shown_service(harbour)
    assert ids(ask("/service_at_locations")) == [str(key)]
    found = ask(f"/service_at_locations/{key}")
    assert (found["service"]["id"], found["location"]["location_type"]) == (str(key), "physical")


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"search": "harb"}, True),
        ({"search": "harbour nothing"}, False),
        ({"taxonomy_term_id": term_of("need", Need.ADVICE).id}, True),
        ({"taxonomy_term_id": term_of("need", Need.HEALTH).id}, False),
        ({"taxonomy_term_id": term_of("access", Access.DROP_IN).id}, True),
        ({"taxonomy_term_id": term_of("access", Access.ONLINE).id}, False),
        ({"taxonomy_term_id": term_of("standing", "independent").id}, True),
        ({"taxonomy_term_id": UUID(int=1)}, False),
        ({"taxonomy_id": derived_id("need")}, True),
        ({"taxonomy_id": derived_id("community")}, False),
        ({"taxonomy_id": UUID(int=1)}, False),
        ({"minimum_age": 16}, True),
        ({"minimum_age": 19}, False),
        ({"maximum_age": 25}, True),
        ({"maximum_age": 24}, False),
        ({"day": "MO"}, True),
        ({"day": "tuesday"}, False),
        ({"day": "MO", "start_time": "09:00", "end_time": "12:00"}, True),
        ({"day": "MO", "start_time": "09:01"}, False),
        ({"end_time": "11:59"}, False),
        ({"modified_after": NOW.isoformat()}, True),
        ({"modified_after": (NOW + timedelta(seconds=1)).isoformat()}, False),
    ],
    ids=str,
)
def test_the_parameters_of_the_profile_narrow_the_list(harbour: UUID, ask: Any, asked: dict[str, Any], is_found: bool) -> None:
    key = add_shown_service(harbour, min_age=18, max_age=25, openings=[(0, time(9), time(12))])
    assert ids(ask("/services", **asked)) == ([str(key)] if is_found else [])


def test_what_never_closes_is_open_whenever_it_is_asked_for(harbour: UUID, ask: Any) -> None:
    key = add_shown_service(harbour, is_always_open=True)
    assert ids(ask("/services", day="SU", start_time="23:00")) == [str(key)]


def test_pages_hold_each_service_once(harbour: UUID, ask: Any) -> None:
    keys = {str(add_shown_service(harbour)) for _ in range(5)}
    pages = [ask("/services", page=number, per_page=2) for number in (1, 2, 3, 4)]
    assert [key for page in pages for key in ids(page)] == sorted(keys)
    assert [page["last_page"] for page in pages] == [False, False, True, True]
    assert pages[3]["empty"]


@pytest.mark.parametrize("path", ["/services", "/service_at_locations"])
@pytest.mark.parametrize("name", ["postcode", "proximity"])
def test_a_place_that_is_asked_for_is_refused_with_the_reason(app: Flask, path: str, name: str) -> None:
    response = app.test_client().get(f"{ROOT}{path}", query_string={name: "CT1 2AB"})
    assert response.status_code == 422
    assert response.json
    assert response.json["parameter"] == name
    assert "no geographical data" in response.json["error"]


def test_taxonomies_and_their_terms_are_listed_and_found(ask: Any) -> None:
    listed = ask("/taxonomies")
    assert ids(listed) == [str(key) for key in TAXONOMIES]
    assert ask(f"/taxonomies/{listed['contents'][0]['id']}") == listed["contents"][0]
    terms = ask("/taxonomy_terms", per_page=250)
    assert ask(f"/taxonomy_terms/{ids(terms)[-1]}") == terms["contents"][-1]
    assert ask("/taxonomy_terms", per_page=10, page=2)["contents"] == terms["contents"][10:20]


@pytest.mark.parametrize("kind", ["services", "taxonomies", "taxonomy_terms", "service_at_locations"])
@pytest.mark.parametrize("key", [str(UUID(int=1)), "nonsense", "%00", "{}"])
def test_an_unknown_id_is_not_there(app: Flask, kind: str, key: str) -> None:
    response = app.test_client().get(f"{ROOT}/{kind}/{key}")
    assert (response.status_code, response.mimetype) == (404, "application/json")


def test_every_origin_may_read_it_and_a_cache_that_asks_is_told_that_nothing_changed(app: Flask, harbour: UUID) -> None:
    key = add_shown_service(harbour)
    first = app.test_client().get(f"{ROOT}/services")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in first.headers
    again = app.test_client().get(f"{ROOT}/services", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    end_service(load(key), act())
    db.session.commit()
    changed = app.test_client().get(f"{ROOT}/services", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_the_root_says_what_this_is(app: Flask, ask: Any) -> None:
    found = ask("/")
    assert found["version"] == "3.0"
    assert ask(found["openapi_url"].partition(ROOT)[2])["openapi"] == "3.1.0"


def test_queries_are_as_many_for_many_services_as_for_one(app: Flask, harbour: UUID) -> None:
    def count(path: str) -> int:
        with counted_queries(app) as asked:
            assert app.test_client().get(f"{ROOT}{path}").status_code == 200
        return len(asked)

    key = add_shown_service(harbour, address="1 Harbour Street")
    paths = ("/services", "/service_at_locations", f"/services/{key}")
    before = [count(path) for path in paths]
    for _ in range(4):
        add_shown_service(harbour, address="1 Harbour Street")
    assert [count(path) for path in paths] == before
    assert max(before) <= 12
