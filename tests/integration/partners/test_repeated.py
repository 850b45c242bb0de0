"""Registering by robots, too often, twice, and with input that nobody types."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from outreach.partners.models import Organisation
from tests.accounts import new_client
from tests.pages import form_of, parse_page
from tests.partners import add_organisation
from tests.registering import (
    ANSWERS,
    CONTACT,
    START,
    begin,
    count,
    fill,
    mails,
    opened_earlier,
    register,
    send,
    set_clock,
)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter your email address"),
        ({"email": "nobody"}, "in the form name@example.org"),
        ({"email": "x@homeoffice.gov.uk"}, "nobody at the Home Office"),
        ({"email": CONTACT, "homepage": "https://spam.example"}, "A field that people cannot see"),
        ({"email": CONTACT, "opened": "forged"}, "faster than people type"),
    ],
)
def test_what_looks_like_a_robot_is_told_how_to_go_on(app: Flask, typed: dict[str, str], said: str) -> None:
    client = new_client(app)
    answer = send(client, START, **{"opened": opened_earlier(app), **typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert mails(app) == []
    page = parse_page(answer.data)
    again = {**form_of(page), "email": CONTACT, "opened": opened_earlier(app)}
    assert client.post(START, data=again).status_code == 303


def test_too_quick_is_too_quick(app: Flask) -> None:
    client = new_client(app)
    answer = send(client, START, email=CONTACT)
    assert answer.status_code == 422
    assert "faster than people type" in answer.text
    assert form_of(parse_page(answer.data))["email"] == CONTACT


def test_mails_to_one_address_and_beginnings_from_one_network_are_limited_and_nothing_is_lost(app: Flask) -> None:
    for _number in range(6):
        begin(new_client(app))
    client = new_client(app)
    answer = send(client, START, email=CONTACT, opened=opened_earlier(app))
    assert (answer.status_code, len(mails(app))) == (422, 6)
    assert "Wait 1 minute" in answer.text
    assert form_of(parse_page(answer.data))["email"] == CONTACT
    for number in range(4):
        begin(new_client(app), email=f"other{number}@harbour.example")
    assert "Wait" in send(new_client(app), START, email="last@harbour.example", opened=opened_earlier(app)).text
    set_clock(app, timedelta(minutes=16))
    begin(client)


def test_the_same_organisation_by_another_person_is_looked_at_and_only_its_contact_is_told(app: Flask) -> None:
    with app.app_context():
        known = add_organisation(is_approved=False, name="The harbour light", contact_email="ana@harbour.example")
        other = add_organisation(is_approved=False, identifiers=("GB-CHC-1141636",), contact_email="bo@harbour.example")
    plain = register(new_client(app), organisation={**ANSWERS["organisation"], "name": "Quay House"}, numbers={"has_none": "yes"}).text
    again = register(new_client(app)).text
    assert parse_page(again).text == parse_page(plain).text
    told = [address for kind, address in mails(app) if kind == "partners/again"]
    assert told == ["ana@harbour.example", "bo@harbour.example"]
    assert count(app, Organisation) == 4
    register(new_client(app), email="eve@evil.example")
    assert [kind for kind, _address in mails(app)].count("partners/again") == 3  # once a week each; the third is the second of ours
    assert {known, other}


def test_nobody_is_told_of_one_that_is_not_public_and_everybody_of_one_that_is(app: Flask) -> None:
    with app.app_context():
        add_organisation(is_approved=False, name="Harbour Light", contact_email="ana@harbour.example")
    client = new_client(app)
    address = begin(client)
    fill(client, address)
    assert "listed already" not in client.page(f"{address}/check").text
    with app.app_context():
        add_organisation(name="Harbour-Light", contact_email="bo@harbour.example")
    assert "listed already: Harbour-Light" in client.page(f"{address}/check").text


def test_the_same_contact_registers_the_same_organisation_once(app: Flask) -> None:
    register(new_client(app))
    set_clock(app, timedelta(minutes=1))
    answer = register(new_client(app))
    assert "You have registered this organisation already" in answer.text
    assert count(app, Organisation) == 1
    assert "partners/again" not in [kind for kind, _address in mails(app)]


@pytest.mark.parametrize("path", ["organisation", "numbers", "languages", "safeguarding", "consents"])
def test_malformed_and_enormous_input_ends_in_a_message(app: Flask, path: str) -> None:
    client = new_client(app)
    address = begin(client)
    form = form_of(client.page(f"{address}/{path}"))
    for junk in ("\0\ud800".encode(errors="surrogatepass"), b"x" * 5000, b"%00%ff", "١٢٣".encode()):
        sent = {name: junk if name not in ("csrf_token",) else value for name, value in form.items()}
        extra = {"identifiers-0-register": junk, "identifiers-0-number": junk, "languages": junk, "languages-ur": junk, "kind": junk}
        assert client.post(f"{address}/{path}", data={**extra, **sent}).status_code in (303, 409, 422)
    assert client.post(f"{address}/{path}", data={**form, "x": "y" * 2**21}).status_code == 413
