"""An organisation is registered: from the first page to the last."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.partners.labels import FIELDS
from outreach.partners.links import Purpose
from outreach.partners.models import Application, Organisation
from outreach.partners.profile import PUBLIC, Spoken
from outreach.partners.queries import find_consents
from outreach.partners.rules import Consent, Stage
from tests.accounts import add_account, areas, new_client
from tests.pages import form_of, parse_page
from tests.registering import (
    ANSWERS,
    CONTACT,
    SENT,
    START,
    begin,
    count,
    draft_of,
    fill,
    id_of,
    link_of,
    mails,
    opened_earlier,
    press,
    register,
    send,
)


def test_the_first_page_says_who_runs_the_programme_and_who_sees_what_and_asks_nothing(app: Flask) -> None:
    client = new_client(app)
    page = client.page("/partners/register")
    for words in (
        "National Police Chiefs’ Council",
        "together with the Home Office",
        "does not mean that you endorse the police",
        "How to leave",
    ):
        assert words in page.text
    assert "Set-Cookie" not in client.get("/partners/register").headers
    everybody, few = page.text.split("Only those who run the programme")[:2]
    everybody = everybody.rpartition("Everybody, when you are approved")[2]
    for name, label in FIELDS.items():
        assert (str(label) in everybody) is (name in PUBLIC), name
        assert (str(label) in few) or name in PUBLIC


def test_an_organisation_is_registered_without_an_account(app: Flask) -> None:
    client = new_client(app)
    answer = register(client)
    assert SENT in parse_page(answer.data).text
    with app.app_context():
        organisation = db.session.scalars(select(Organisation)).one()
        profile = organisation.profile
        assert (organisation.stage, organisation.name, organisation.language) == (Stage.APPLIED, "Harbour Light", "en")
        assert profile.identifiers == ("GB-CHC-1141636",)
        assert profile.languages == (Spoken("ar", "Sudanese"), Spoken("ur"))
        assert profile.website == "https://www.harbour.example"
        assert (profile.contact_email, profile.contact_name) == (CONTACT, "Noor Malik")
        assert find_consents(organisation.id) == {Consent.LISTED, Consent.REPORTS}
        left = db.session.get_one(Application, organisation.id)
        assert (left.answers, left.consents) == ({}, None)
    assert mails(app) == [("partners/come_back", CONTACT), ("partners/confirm", CONTACT)]


def test_nothing_is_sent_by_opening_the_link_and_it_is_sent_once(app: Flask) -> None:
    client = new_client(app)
    address = begin(client)
    fill(client, address)
    send(client, f"{address}/check", may_speak="yes")
    link = link_of(app, id_of(address), Purpose.CONFIRM)
    stranger = new_client(app)
    assert "Harbour Light" in stranger.page(link).text
    stranger.get(link)
    assert count(app, Organisation) == 0
    form = form_of(stranger.page(link))
    assert SENT in stranger.post(link, data=form).text
    assert "sent already" in stranger.post(link, data=form).text
    assert "sent already" in stranger.page(link).text
    assert count(app, Organisation) == 1
    assert SENT in client.page(address).text
    client.page(f"{address}/organisation", status=404)


def test_what_is_sent_is_what_was_seen(app: Flask) -> None:
    client = new_client(app)
    address = begin(client)
    fill(client, address)
    send(client, f"{address}/check", may_speak="yes")
    link = link_of(app, id_of(address), Purpose.CONFIRM)
    seen = form_of(client.page(link))
    send(client, f"{address}/organisation", name="Harbour Lamp")
    answer = client.post(link, data=seen)
    assert answer.status_code == 409
    assert "Something was changed" in answer.text
    assert "Harbour Lamp" in answer.text
    assert count(app, Organisation) == 0
    assert SENT in press(client, link).text


def test_a_check_leads_to_what_is_missing_and_needs_somebody_who_may_speak(app: Flask) -> None:
    client = new_client(app)
    address = begin(client)
    assert client.get(f"{address}/check").headers["Location"] == f"{address}/organisation"
    assert "0 of 12 parts" in client.page(address).text
    assert fill(client, address).headers["Location"] == f"{address}/check"
    refused = send(client, f"{address}/check")
    assert refused.status_code == 422
    assert "ask your colleagues first" in refused.text
    assert client.get(f"{address}/mailed").status_code == 303
    changed = send(client, f"{address}/reach", website="")
    assert changed.headers["Location"] == f"{address}/check"


def test_after_each_part_comes_the_next_that_is_open(app: Flask) -> None:
    client = new_client(app)
    address = begin(client)
    assert send(client, f"{address}/ties", **ANSWERS["ties"]).headers["Location"] == f"{address}/consents"
    assert send(client, f"{address}/consents", **ANSWERS["consents"]).headers["Location"] == f"{address}/organisation"


def test_each_consent_is_asked_by_itself_and_none_is_chosen_beforehand(app: Flask) -> None:
    client = new_client(app)
    address = begin(client)
    assert not set(form_of(client.page(f"{address}/consents"))) & {"listed", "open_data", "logo", "reports"}
    refused = send(client, f"{address}/consents", listed="yes")
    assert refused.status_code == 422
    assert refused.text.count(": choose yes or no") == 6  # three fields, each in the summary too
    kept = form_of(parse_page(refused.data))
    assert kept["listed"] == ["yes"]


def test_what_was_typed_wrongly_is_kept_and_shown_again(app: Flask) -> None:
    client = new_client(app)
    address = begin(client)
    typed = {"identifiers-0-register": "GB-SC", "identifiers-0-number": "051284", "identifiers-1-register": "GB-COH"}
    answer = send(client, f"{address}/numbers", **typed, **{"identifiers-1-number": "1234567"})
    assert answer.status_code == 422
    shown = form_of(parse_page(answer.data))
    assert {name: shown[name] for name in typed} == typed
    assert "numbers" not in draft_of(app, address).answered


def test_the_language_changes_in_the_middle_of_a_form_and_nothing_is_lost(app: Flask) -> None:
    client = new_client(app)
    address = begin(client)
    answer = send(client, f"{address}/organisation", name="Golau’r Harbwr", about="Te", to="cy")
    page = parse_page(answer.data)
    assert (answer.status_code, page.one("html").get("lang")) == (200, "cy")
    assert form_of(page)["name"] == "Golau’r Harbwr"
    assert client.page("/partners/register").one("html").get("lang") == "cy"
    back = client.post("/partners/register/language", data={"to": "en", "next": "//evil.example"})
    assert back.headers["Location"] == "/partners/register"
    assert client.page(address).one("html").get("lang") == "en"


def test_two_tabs_with_one_section_are_told_of_each_other(app: Flask) -> None:
    client = new_client(app)
    address = begin(client)
    fill(client, address)
    other = form_of(client.page(f"{address}/reach"))
    send(client, f"{address}/reach", website="https://one.example")
    answer = client.post(f"{address}/reach", data={**other, "website": "https://other.example"})
    assert answer.status_code == 409
    assert "one.example" in answer.text
    assert "other.example" in answer.text
    elsewhere = form_of(client.page(f"{address}/organisation"))
    send(client, f"{address}/reach", website="https://two.example")
    assert client.post(f"{address}/organisation", data={**elsewhere, "about": "Tea."}).status_code == 303


def test_a_double_click_begins_one_registration(app: Flask) -> None:
    client = new_client(app)
    form = {**form_of(client.page(START)), "email": CONTACT, "opened": opened_earlier(app)}
    first, second = client.post(START, data=form), client.post(START, data=form)
    assert first.headers["Location"] == second.headers["Location"]
    assert count(app, Application) == 1
    assert len(mails(app)) == 1


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ({"where": "areas", "areas": ["kent"]}, "kent"),
        ({"where": "areas", "areas": ["gwent"]}, "national"),
        ({"where": "everywhere"}, "national"),
    ],
)
def test_those_who_run_the_programme_there_are_told_that_an_organisation_waits(app: Flask, where: dict[str, Any], told: str) -> None:
    with app.app_context():
        add_account(Role.COORDINATOR, areas("kent"), email="kent@police.example")
        add_account(Role.AUDITOR, areas("kent"))
        add_account(Role.LEAD, areas("surrey"))
        add_account(Role.LEAD, email="national@police.example")
    register(new_client(app), areas=where)
    assert [address for kind, address in mails(app) if kind == "partners/applied"] == [f"{told}@police.example"]
