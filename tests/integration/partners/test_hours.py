"""Hours that an organisation gives, their payment, and the events that it hosts."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.events.models import Event
from outreach.partners.models import Organisation
from tests.accounts import add_account, areas, post, sign_in
from tests.events import NEW as NEW_EVENT
from tests.events import typed
from tests.own_pages import OWN
from tests.pages import form_of
from tests.partners import add_organisation


def test_hours_are_entered_confirmed_agreed_and_paid_and_both_sides_see_it(app: Flask, ours: tuple[UUID, UUID]) -> None:
    client, path = sign_in(app, ours[1]), f"{OWN}/hours/new"
    day = {"worked_on-day": "20", "worked_on-month": "11", "worked_on-year": "2026"}
    form = {**form_of(client.page(path)), **day, "hours": "1.5", "purpose": "training", "wants_payment": "yes", "asked_pence": "75"}
    assert client.post(path, data={**form, "hours": "25"}).status_code == 422
    assert client.post(path, data={**form, "worked_on-year": "2027"}).status_code == 422
    assert client.post(path, data={**form, "worked_on-year": "1900"}).status_code == 422
    assert [client.post(path, data=form).status_code for _twice in range(2)] == [303, 303]
    assert "1 entry" in client.page(f"{OWN}/hours").text
    with app.app_context():
        inside, outside = (add_account(Role.COORDINATOR, areas(slug)) for slug in ("kent", "gwent"))
    staff, stranger = sign_in(app, inside), sign_in(app, outside)
    assert "£75" in staff.page("/manage/partners/hours").text
    link = next(link for link in staff.page("/manage/partners/hours").links if "/hours/" in link and "format" not in link)
    assert stranger.get(link).status_code == 404
    assert post(staff, link, decision="agree", agreed_pence="60").status_code == 303
    own = link.replace("/manage/partners", OWN)
    assert "These hours are confirmed" in client.page(own).text
    assert post(client, f"{own}/remove").status_code == 303
    assert "Ask the programme if they have to change" in client.page(f"{OWN}/hours").text
    paid = {"paid_on-day": "21", "paid_on-month": "11", "paid_on-year": "2026"}
    assert post(staff, link, **paid).status_code == 303
    assert "Paid £60" in client.page(f"{OWN}/hours").text
    assert "60" in client.get(f"{OWN}/hours?format=csv").text


def test_the_form_of_an_event_offers_partners_in_sight_and_fills_in_the_host(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    with app.app_context():
        coordinator, name = add_account(Role.COORDINATOR, areas("kent")), db.session.get_one(Organisation, organisation_id).name
        away = add_organisation(areas=("gwent",), name="Away Lantern")
    client = sign_in(app, coordinator)
    assert "Away Lantern" not in client.page(NEW_EVENT).text
    fields = typed(client, visibility="partners", host_organisation_id=str(organisation_id))
    assert post(client, NEW_EVENT, **{**fields, "host_organisation_id": str(away)}).status_code == 422
    assert post(client, NEW_EVENT, **fields).status_code == 303
    with app.app_context():
        event = db.session.scalars(select(Event)).one()
        assert (event.host_organisation_id, event.host_name) == (organisation_id, name)
        assert event.host_email == db.session.get_one(Organisation, organisation_id).profile.contact_email
    assert "Tea and questions" in sign_in(app, owner).page(f"{OWN}/everything").text
