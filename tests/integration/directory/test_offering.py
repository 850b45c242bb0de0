"""Members list services of their organisation: drafts, until somebody of the staff shows them; and who may do nothing of it."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.models import Service, ServiceChange
from outreach.directory.operations import ServiceRefused, archive_service, end_service, show_service
from outreach.directory.revising import ask, offer_service
from outreach.directory.rules import Capacity, Refusal, Stage
from outreach.outbox.models import Mail
from outreach.overview.organisation import erase_departed
from outreach.partners.models import Organisation
from outreach.partners.rules import KEPT_AFTER_LEAVING, RevisionState
from outreach.partners.rules import Stage as PartnerStage
from tests.accounts import add_account, areas, post, sign_in
from tests.conftest import NOW
from tests.directory import load, values
from tests.offering import BASE, OFFER, TYPED, Harbour, acts, theirs
from tests.pages import form_of, parse_page
from tests.partners import add_member_of, add_organisation


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    return Harbour(app)


@pytest.mark.parametrize("who", ["owner", "editor"])
def test_a_member_adds_a_service_that_waits_and_is_shown(harbour: Harbour, who: str) -> None:
    client, staff = sign_in(harbour.app, getattr(harbour, who)), harbour.staff()
    assert OFFER in client.page(BASE).links
    form = client.page(OFFER)
    for inside in ("Note for staff", "Last training", "Partner organisation", "Who runs it"):
        assert inside not in form.text, inside
    typed = {**form_of(form), **TYPED}
    assert client.post(OFFER, data={**typed, "name": ""}).status_code == 422
    assert [client.post(OFFER, data=typed).status_code for _twice in range(2)] == [303, 303]
    with harbour.app.app_context():
        made = db.session.scalars(select(Service).where(Service.name == "Harbour talk")).one()
        assert (made.organisation_id, made.provider, made.stage) == (harbour.organisation_id, "Harbour", Stage.DRAFT)
        assert (made.note, made.trained_on) == ("", None)
        assert acts(made.id) == ["service.made", "service.offered"]
        path = f"{BASE}/{made.id}"
    assert "It waits to be shown to readers" in client.page(path).text
    assert "Look at the new service of a partner" in staff.page("/manage/").text
    listed = staff.page(f"{BASE}?waits=new").text
    assert "Harbour talk" in listed
    assert "Harbour advice" not in listed
    assert post(staff, f"{path}/show").status_code == 303
    assert "waits for an answer" in staff.page(path).text, "what waits is decided where it is looked at"
    change, version = harbour.waits()
    assert "Somebody to talk to." in staff.page(change).text
    assert [one.name for one in harbour.told()] == ["Harbour advice"]
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert sorted(one.name for one in harbour.told()) == ["Harbour advice", "Harbour talk"]
    with harbour.app.app_context():
        assert {mail.kind for mail in db.session.scalars(select(Mail))} == {"directory/decided"}
        assert acts(made.id)[2:] == ["service.shown", "service.change-approved"]
    assert "Look at the new service of a partner" not in staff.page("/manage/").text


def test_a_draft_of_theirs_is_edited_freely_and_whoever_looked_before_looks_again(harbour: Harbour) -> None:
    client, staff = harbour.member(), harbour.staff()
    path = harbour.offer(client)
    change, version = harbour.waits()
    edit = f"{path}/ask"
    typed = form_of(client.page(edit))
    assert client.post(edit, data={**typed, "name": "Harbour evening talk"}).status_code == 303
    with harbour.app.app_context():
        assert load(UUID(path.rsplit("/", 1)[1])).name == "Harbour evening talk"
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert "Somebody has changed this service since" in staff.page(change).text
    assert "Harbour evening talk" not in [one.name for one in harbour.told()]
    assert client.post(edit, data={**typed, "name": "Mine"}).status_code == 409, "two members at once"


def test_a_draft_that_is_given_back_says_why_and_is_sent_again_by_saving_it(harbour: Harbour) -> None:
    client, staff = harbour.member(), harbour.staff()
    path = harbour.offer(client)
    change, version = harbour.waits()
    assert post(staff, f"{change}/give-back", version=version, reason="").status_code == 422
    assert post(staff, f"{change}/give-back", version=version, reason="Who answers in the evening?").status_code == 303
    page = client.page(path)
    assert "It was given back" in page.text
    assert "Who answers in the evening?" in page.text
    assert "was given back" in client.page("/manage/").text
    assert client.post(f"{path}/ask", data=form_of(client.page(f"{path}/ask"))).status_code == 303
    again, version = harbour.waits()
    assert again != change
    assert post(staff, f"{again}/approve", version=version).status_code == 303
    assert "Harbour talk" in [one.name for one in harbour.told()]
    assert "Who answers" not in client.page(path).text


def test_a_draft_that_is_taken_back_goes_out_of_the_lists(harbour: Harbour) -> None:
    client = harbour.member()
    path = harbour.offer(client)
    assert post(client, f"{path}/take-change-back").status_code == 303
    assert "Harbour talk" not in client.page(BASE).text
    with harbour.app.app_context():
        assert db.session.scalars(select(ServiceChange)).one().state == RevisionState.TAKEN_BACK
        assert load(UUID(path.rsplit("/", 1)[1])).stage == Stage.ARCHIVED
    assert post(client, f"{path}/take-change-back").status_code == 303
    assert "Nothing waits any more" in client.page(path).text


def test_only_what_is_theirs_to_say_is_asked_for(harbour: Harbour) -> None:
    with harbour.app.app_context():
        for name in ("note", "trained_on", "contact_on", "provider"):
            with pytest.raises(ServiceRefused, match=Refusal.NOT_THEIRS):
                ask(load(harbour.shown), {name: None}, Act(harbour.owner, NOW))
        organisation = db.session.get_one(Organisation, harbour.organisation_id)
        with pytest.raises(ServiceRefused, match=Refusal.NOT_THEIRS):
            offer_service(uuid4(), values(), Act(harbour.owner, NOW), organisation=organisation)
        db.session.rollback()


def test_a_service_about_which_its_organisation_waits_does_not_go(harbour: Harbour) -> None:
    harbour.ask(harbour.member(), name="Harbour tea")
    with harbour.app.app_context():
        for operation in (end_service, archive_service):
            with pytest.raises(ServiceRefused, match=Refusal.WAITS):
                operation(load(harbour.shown), Act(harbour.lead, NOW))
        offer_service(uuid4(), theirs(), Act(harbour.owner, NOW), organisation=db.session.get_one(Organisation, harbour.organisation_id))
        draft = db.session.scalars(select(Service.id).where(Service.stage == Stage.DRAFT)).one()
        with pytest.raises(ServiceRefused, match=Refusal.WAITS):
            show_service(load(draft), Act(harbour.lead, NOW))
        db.session.rollback()


def test_others_see_nothing_and_change_nothing(harbour: Harbour) -> None:
    client = harbour.member()
    harbour.ask(client, name="Harbour tea")
    change, version = harbour.waits()
    with harbour.app.app_context():
        stranger, auditor = add_member_of(add_organisation()), add_account(Role.AUDITOR)
        alone = add_account(Role.PARTNER, areas("kent"))
    path = f"{BASE}/{harbour.shown}"
    for other in (stranger, alone):
        theirs = sign_in(harbour.app, other)
        assert theirs.get(path).status_code == 404
        assert theirs.get(f"{path}/ask").status_code == 404
        assert post(theirs, f"{path}/ask", name="Mine").status_code == 404
        assert post(theirs, f"{path}/take-change-back").status_code == 404
    assert client.get(change).status_code == 403
    far = sign_in(harbour.app, harbour.far)
    assert far.get(change).status_code == 404
    assert post(far, f"{change}/approve", version=version).status_code == 404
    reader = sign_in(harbour.app, auditor)
    assert "Approve" not in [button.text for button in reader.page(change).all("button")]
    assert post(reader, f"{change}/approve", version=version).status_code == 403
    assert [one.name for one in harbour.told()] == ["Harbour advice"]


def test_while_an_organisation_is_paused_its_members_change_nothing(harbour: Harbour) -> None:
    client = harbour.member()
    path = f"{BASE}/{harbour.shown}"
    form, new = form_of(client.page(f"{path}/ask")), form_of(client.page(OFFER))
    with harbour.app.app_context():
        version = str(load(harbour.shown).version)
    harbour.pause()
    for address in (OFFER, f"{path}/ask", f"{path}/hours", f"{path}/close"):
        assert client.get(address).location == BASE, address
    for address, data in ((f"{path}/ask", {**form, "name": "Harbour tea"}), (OFFER, {**new, **TYPED})):
        answer = client.post(address, data=data)
        assert answer.status_code == 422
        assert "Your organisation is paused" in answer.text
        assert form_of(parse_page(answer.data))["name"] == data["name"], "nothing typed is lost"
    assert post(client, f"{path}/hours", capacity="full").location == BASE
    assert post(client, f"{path}/confirm", version=version).location == BASE
    assert post(client, f"{path}/take-change-back").location == BASE
    assert "Your organisation is paused" in client.page(path).text
    with harbour.app.app_context():
        assert (load(harbour.shown).name, load(harbour.shown).capacity) == ("Harbour advice", Capacity.OPEN)
        assert db.session.scalars(select(ServiceChange)).all() == []
        assert len(db.session.scalars(select(Service)).all()) == 1


def test_an_organisation_that_has_left_has_no_service_in_sight_and_nothing_of_it_waits(harbour: Harbour) -> None:
    client = harbour.member()
    harbour.ask(client, name="Harbour tea")
    with harbour.app.app_context():
        db.session.get_one(Organisation, harbour.organisation_id).stage = PartnerStage.LEFT
        db.session.commit()
    assert "Harbour advice" not in client.page(BASE).text
    for address in (OFFER, f"{BASE}/{harbour.shown}", f"{BASE}/{harbour.shown}/ask", f"{BASE}/{harbour.shown}/hours"):
        assert client.get(address).status_code == 404, address
    assert "Look at the change of a service" not in harbour.staff().page("/manage/").text


def test_all_about_them_and_their_copy_name_services_with_what_waits(harbour: Harbour) -> None:
    client = harbour.member()
    harbour.ask(client, name="Harbour tea")
    harbour.offer(client)
    text = client.page("/manage/organisation/everything").text
    assert "A change waits for approval: Name" in text
    assert "It waits to be shown to readers" in text
    assert "Harbour tea" not in text, "what waits stands on no page but its own"
    copy = json.loads(post(client, "/manage/organisation/copy").text)
    found = {one["name"]: one for one in copy["services"]}
    assert set(found) == {"Harbour advice", "Harbour talk"}
    assert [(one["state"], one["changes"]) for one in found["Harbour advice"]["changes"]] == [("pending", {"name": "Harbour tea"})]
    assert found["Harbour talk"]["openings"][0] == [0, "09:00:00", "17:30:00"]
    assert "note" not in found["Harbour advice"]


def test_leaving_ends_what_waits_and_erasure_takes_it_away(harbour: Harbour) -> None:
    client = harbour.member()
    harbour.ask(client, name="Harbour tea")
    change, version = harbour.waits()
    assert post(client, "/manage/organisation/leave", is_sure="yes").status_code == 303
    staff = harbour.staff()
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert "Nothing waits any more" in staff.page(change).text
    assert "Look at the change of a service" not in staff.page("/manage/").text
    with harbour.app.app_context():
        assert db.session.scalars(select(ServiceChange)).one().state == RevisionState.TAKEN_BACK
        assert erase_departed(harbour.app.config["OUTREACH"], NOW + KEPT_AFTER_LEAVING) == 1
        assert db.session.scalars(select(ServiceChange)).all() == []
