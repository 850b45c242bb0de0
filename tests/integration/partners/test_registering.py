"""An organisation is registered: from the first page to the last, and everything that can go wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.partners.labels import FIELDS
from outreach.partners.links import Purpose
from outreach.partners.models import Application, Organisation
from outreach.partners.profile import PUBLIC, Spoken
from outreach.partners.queries import find_consents
from outreach.partners.rules import Consent, Stage
from outreach.partners.tasks import erase_drafts
from outreach.worker import LINKS, make_link
from tests.accounts import new_client
from tests.conftest import NOW
from tests.pages import form_of, parse_page
from tests.partners import add_organisation
from tests.registering import ANSWERS, CONTACT, START, begin, fill, id_of, link_of, mails, opened_earlier, press, register, send

SENT = "Your registration is sent"


@pytest.fixture(autouse=True)
def _kept_clock(app: Flask) -> Iterator[None]:
    before = app.config["OUTREACH"]
    yield
    app.config["OUTREACH"] = before


def set_clock(app: Flask, later: timedelta) -> None:
    app.config["OUTREACH"] = replace(app.config["OUTREACH"], clock=frozen_clock(NOW + later))


def count(app: Flask, model: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def draft_of(app: Flask, address: str) -> Application:
    with app.app_context():
        return db.session.get_one(Application, id_of(address))


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


def test_whoever_knows_the_id_of_a_draft_gets_nowhere(app: Flask) -> None:
    address = begin(new_client(app))
    fresh = new_client(app)
    assert fresh.page(address, status=404).heading == "Open your link first"
    answer = send(fresh, START, email="eve@evil.example", opened=opened_earlier(app), form_key=str(id_of(address)))
    assert answer.status_code == 303
    assert answer.headers["Location"] != address
    fresh.page(address, status=404)
    for path in ("organisation", "consents", "check", "erase"):
        fresh.page(f"{address}/{path}", status=404)
    new_client(app).page(f"/partners/register/{uuid4()}", status=404)


def test_a_browser_that_was_closed_comes_back_by_the_link_and_sends_what_it_had_typed(app: Flask) -> None:
    client = new_client(app)
    address = begin(client)
    typed = {**form_of(client.page(f"{address}/organisation")), **ANSWERS["organisation"]}
    later = new_client(app)
    own = form_of(later.page(START))["csrf_token"]
    answer = later.post(f"{address}/organisation", data={**typed, "csrf_token": own})
    page = parse_page(answer.data)
    assert (answer.status_code, page.heading) == (404, "Open your link first")
    link = link_of(app, id_of(address), Purpose.BACK)
    assert press(later, link).headers["Location"] == address
    sent = later.post(f"{address}/organisation", data=form_of(page))
    assert sent.status_code == 303
    assert draft_of(app, address).profile.name == "Harbour Light"


def test_a_link_ends_with_the_next_one_and_after_a_week_and_says_what_to_do(app: Flask) -> None:
    client = new_client(app)
    address = begin(client)
    first = link_of(app, id_of(address), Purpose.BACK)
    set_clock(app, timedelta(hours=2))
    assert "holds for 7 days" in client.post(f"{address}/link", data=form_of(client.page(address))).text
    latest = link_of(app, id_of(address), Purpose.BACK)
    assert latest != first
    stranger = new_client(app)
    assert "newer one" in stranger.page(first, status=410).text
    assert stranger.page(latest).heading == "Go on with your registration"
    set_clock(app, timedelta(days=7, hours=2))
    assert press_again(stranger, latest).status_code == 200
    assert press(stranger, link_of(app, id_of(address), Purpose.BACK)).status_code == 303
    assert stranger.page("/partners/register/back/no-token", status=404).heading == "This link does not work any more"
    assert stranger.page("/m/partners/no-token", status=404).heading == "This link does not work any more"
    assert [kind for kind, _address in mails(app)] == ["partners/come_back"] * 3


def press_again(client: Any, path: str) -> Any:
    return client.post(path, data=form_of(client.page(path, status=410)))


def test_with_another_address_of_the_contact_earlier_links_end(app: Flask) -> None:
    client = new_client(app)
    address = begin(client)
    fill(client, address)
    send(client, f"{address}/check", may_speak="yes")
    back, confirm = (link_of(app, id_of(address), purpose) for purpose in Purpose)
    set_clock(app, timedelta(minutes=1))
    assert send(client, f"{address}/contact", contact_email="ana@harbour.example").status_code == 303
    new_client(app).page(back, status=410)
    assert "address of the contact was changed" in new_client(app).page(confirm, status=410).text
    assert mails(app)[-1] == ("partners/come_back", "ana@harbour.example")


def test_a_draft_is_erased_at_once_when_asked_and_by_itself_after_thirty_days(app: Flask) -> None:
    client = new_client(app)
    first, second = begin(client), begin(client)
    assert press(client, f"{first}/erase").status_code == 303
    assert "Everything that you entered is erased" in client.page("/partners/register").text
    client.page(first, status=404)
    config: Config = app.config["OUTREACH"]
    with app.app_context():
        assert erase_drafts(config, NOW + timedelta(days=30)) == 0
        assert erase_drafts(config, NOW + timedelta(days=30, seconds=1)) == 1
    assert count(app, Application) == 0
    client.page(second, status=404)
    assert press_status(client, second) == 404


def press_status(client: Any, address: str) -> int:
    token = form_of(client.page("/partners/register/start"))["csrf_token"]
    return int(client.post(f"{address}/reach", data={"csrf_token": token}).status_code)


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


def test_the_cookie_of_registration_goes_to_partners_only_and_opens_nothing_else(app: Flask) -> None:
    client = new_client(app)
    answer = client.get(START)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert "Path=/partners" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert cookie.startswith("outreach-registration=")
    value = cookie.partition("=")[2].partition(";")[0]
    fresh = new_client(app)
    fresh.set_cookie("outreach", value, path="/manage")
    with fresh.session_transaction("/manage/") as session:
        assert dict(session) == {}


def test_a_mail_that_leaves_has_the_link_that_its_row_only_names(app: Flask) -> None:
    address = begin(new_client(app))
    config: Config = app.config["OUTREACH"]
    with app.app_context():
        mail = db.session.scalars(select(Mail)).one()
        made = make_link(mail.secret, config, makers=LINKS)
        assert made == config.public_url + link_of(app, id_of(address), Purpose.BACK)
        assert made.rpartition("/")[2] not in mail.text + mail.html
        assert make_link(f"registration:{uuid4()}", config, makers=LINKS) is None
