"""A registration that is not sent yet: who comes back to it and how, and when it is erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from outreach.core.config import Config
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.partners.links import Purpose
from outreach.partners.models import Application
from outreach.partners.tasks import erase_drafts
from outreach.worker import LINKS, make_link
from tests.accounts import new_client
from tests.conftest import NOW
from tests.pages import form_of, parse_page
from tests.registering import (
    ANSWERS,
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
    send,
    set_clock,
)


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
