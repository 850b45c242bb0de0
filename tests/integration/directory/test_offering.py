"""Members list services of their organisation: drafts that wait to be shown, and changes that wait while readers see what was approved."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm.attributes import set_committed_value

from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.content.models import PublicationRequest
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.models import Service, ServiceChange
from outreach.directory.operations import ServiceRefused, archive_service, change_service, end_service, show_service
from outreach.directory.queries import find_pending
from outreach.directory.revising import approve, ask, offer_service, version_of
from outreach.directory.rules import Capacity, Refusal, Stage
from outreach.directory.told import find_directory
from outreach.outbox.models import Mail
from outreach.partners.models import Organisation
from outreach.partners.rules import RevisionState
from outreach.partners.rules import Stage as PartnerStage
from tests.accounts import add_account, areas, post, sign_in
from tests.client import PageClient
from tests.conftest import NOW
from tests.directory import add_shown, load, values
from tests.pages import form_of, parse_page
from tests.partners import add_member_of, add_organisation

BASE = "/manage/directory"
OFFER = f"{BASE}/offer"
TYPED = {
    "name": "Harbour talk",
    "description": "Somebody to talk to.",
    "main_need": "counselling",
    "areas": ["kent"],
    "phones-0-number": "0161 496 0104",
    "phones-0-cost": "free",
    "access": ["phone"],
    "cost": "free",
    "recourse": "yes",
    "standing": "independent",
    "passes_on": "asks-first",
    "capacity": "open",
    "openings-0-days": "0-4",
    "openings-0-opens": "9am",
    "openings-0-closes": "5:30pm",
    "languages-0-language": "ti",
    "languages-0-mode": "native",
}


class Harbour:
    """A partner of Kent with an owner and an editor, a coordinator of Kent, and a service that readers see."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.organisation_id = add_organisation(name="Harbour")
            self.owner, self.editor = add_member_of(self.organisation_id), add_member_of(self.organisation_id, is_owner=False)
            self.coordinator, self.far = add_account(Role.COORDINATOR, areas("kent")), add_account(Role.COORDINATOR, areas("gwent"))
            self.lead = add_account()
            self.shown = add_shown(self.lead, name="Harbour advice", organisation_id=self.organisation_id)

    def member(self) -> PageClient:
        return sign_in(self.app, self.owner)

    def staff(self) -> PageClient:
        return sign_in(self.app, self.coordinator)

    def ask(self, client: PageClient, **typed: Any) -> Any:
        path = f"{BASE}/{self.shown}/ask"
        return client.post(path, data={**form_of(client.page(path)), **typed})

    def waits(self) -> tuple[str, str]:
        """The address of what waits, and what somebody who looks at it now has seen."""
        with self.app.app_context():
            row = db.session.scalars(select(ServiceChange).where(ServiceChange.state == RevisionState.PENDING)).one()
            set_committed_value(row, "service", load(row.service_id))
            return f"{BASE}/changes/{row.id}", version_of(row)

    def told(self) -> list[Any]:
        with self.app.app_context():
            return [*find_directory(NOW).services]

    def pause(self) -> None:
        with self.app.app_context():
            db.session.get_one(Organisation, self.organisation_id).paused_at = NOW
            db.session.commit()


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    return Harbour(app)


def requests() -> int:
    return db.session.scalar(select(func.count()).select_from(PublicationRequest)) or 0


def acts(service_id: Any) -> list[str]:
    wanted = select(AuditEntry.action).where(AuditEntry.subject == f"service/{service_id}").order_by(AuditEntry.place)
    return [*db.session.scalars(wanted)]


def offer(harbour: Harbour, client: PageClient, **typed: Any) -> str:
    answer = client.post(OFFER, data={**form_of(client.page(OFFER)), **TYPED, **typed})
    assert answer.status_code == 303
    return str(answer.location)


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
    path = offer(harbour, client)
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
    path = offer(harbour, client)
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
    path = offer(harbour, client)
    assert post(client, f"{path}/take-change-back").status_code == 303
    assert "Harbour talk" not in client.page(BASE).text
    with harbour.app.app_context():
        assert db.session.scalars(select(ServiceChange)).one().state == RevisionState.TAKEN_BACK
        assert load(UUID(path.rsplit("/", 1)[1])).stage == Stage.ARCHIVED
    assert post(client, f"{path}/take-change-back").status_code == 303
    assert "Nothing waits any more" in client.page(path).text


def test_a_change_waits_while_the_approved_copy_stays_and_confirms_nothing(harbour: Harbour) -> None:
    client, staff = harbour.member(), harbour.staff()
    with harbour.app.app_context():
        before, published = load(harbour.shown).confirmed_at, requests()
    assert harbour.ask(client, name="Harbour advice and tea", **{"phones-0-number": "0161 496 0105"}).status_code == 303
    assert [(one.name, one.phones[0].display) for one in harbour.told()] == [("Harbour advice", "01632 960123")]
    with harbour.app.app_context():
        assert requests() == published, "nothing that readers see has changed"
        row = db.session.scalars(select(ServiceChange)).one()
        assert set(row.changes) == {"name", "phones"}
        assert acts(harbour.shown)[-1] == "service.change-asked"
    page = client.page(f"{BASE}/{harbour.shown}")
    assert "A change waits for approval" in page.text
    assert "0161 496 0105" in page.text
    assert "Look at the change of a service" in staff.page("/manage/").text
    assert "Harbour advice" in staff.page(f"{BASE}?waits=change").text
    change, version = harbour.waits()
    shown = staff.page(change)
    assert [" ".join("".join(one.itertext()).split()) for one in shown.all("ins")] == ["new: and tea", "new: 0161 496 0105"]
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert [(one.name, one.phones[0].display) for one in harbour.told()] == [("Harbour advice and tea", "0161 496 0105")]
    with harbour.app.app_context():
        assert load(harbour.shown).confirmed_at == before
        assert requests() > published
        assert acts(harbour.shown)[-2:] == ["service.changed", "service.change-approved"]
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert "Nothing waits any more" in staff.page(change).text
    assert "Approved" in staff.page(change).text


def test_hours_and_room_of_the_same_form_are_so_at_once(harbour: Harbour) -> None:
    client = harbour.member()
    assert harbour.ask(client, capacity="full", cost="paid").status_code == 303
    with harbour.app.app_context():
        service = load(harbour.shown)
        assert (service.capacity, service.cost) == (Capacity.FULL, "free")
        assert set(db.session.scalars(select(ServiceChange)).one().changes) == {"cost"}
    assert "Hours and room are so from now on" in client.page(f"{BASE}/{harbour.shown}").text


def test_a_change_is_amended_and_withdrawn(harbour: Harbour) -> None:
    client, second = harbour.member(), sign_in(harbour.app, harbour.editor)
    harbour.ask(client, name="Harbour tea")
    first = harbour.waits()
    assert form_of(second.page(f"{BASE}/{harbour.shown}/ask"))["name"] == "Harbour tea", "it begins with what waits"
    harbour.ask(second, email="tea@harbour.example")
    assert harbour.waits()[0] == first[0]
    assert harbour.waits()[1] != first[1]
    with harbour.app.app_context():
        row = db.session.scalars(select(ServiceChange)).one()
        assert row.changes == {"name": "Harbour tea", "email": "tea@harbour.example"}
        assert row.asked_by_id == harbour.editor
    assert post(client, f"{BASE}/{harbour.shown}/take-change-back").status_code == 303
    with harbour.app.app_context():
        assert db.session.scalars(select(ServiceChange)).one().state == RevisionState.TAKEN_BACK
        assert load(harbour.shown).stage == Stage.SHOWN
    harbour.ask(client, name="Harbour tea")
    harbour.ask(client, name="Harbour advice")
    with harbour.app.app_context():
        assert find_pending(harbour.shown) is None, "what is wanted as it is waits no longer"


def test_two_members_who_ask_at_once_lose_nothing(harbour: Harbour) -> None:
    clients, path = (harbour.member(), sign_in(harbour.app, harbour.editor)), f"{BASE}/{harbour.shown}/ask"
    forms = [form_of(client.page(path)) for client in clients]
    assert clients[0].post(path, data={**forms[0], "name": "Harbour tea"}).status_code == 303
    answer = clients[1].post(path, data={**forms[1], "email": "tea@harbour.example"})
    assert answer.status_code == 409
    assert clients[1].post(path, data=form_of(parse_page(answer.data))).status_code == 303
    with harbour.app.app_context():
        assert db.session.scalars(select(ServiceChange)).one().changes == {"name": "Harbour tea", "email": "tea@harbour.example"}


def test_a_change_of_what_staff_have_changed_since_is_overtaken_until_it_is_saved_anew(harbour: Harbour) -> None:
    client, staff = harbour.member(), harbour.staff()
    harbour.ask(client, name="Harbour tea")
    with harbour.app.app_context():
        change_service(load(harbour.shown), {"cost": "paid"}, Act(harbour.lead, NOW))
        db.session.commit()
    change, _version = harbour.waits()
    assert "cannot be approved as it is" not in staff.page(change).text, "something else was changed"
    with harbour.app.app_context():
        change_service(load(harbour.shown), {"name": "Harbour soup"}, Act(harbour.lead, NOW))
        db.session.commit()
    change, version = harbour.waits()
    assert "cannot be approved as it is" in staff.page(change).text
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert "has been changed since" in staff.page(change).text
    assert [one.name for one in harbour.told()] == ["Harbour soup"]
    assert "has changed this service since" in client.page(f"{BASE}/{harbour.shown}").text
    assert harbour.ask(client).status_code == 303
    change, version = harbour.waits()
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert [(one.name, one.cost) for one in harbour.told()] == [("Harbour tea", "paid")]


@pytest.mark.parametrize(
    ("asked", "meanwhile", "refusal"),
    [
        ({"description": "Your report is confidential."}, {}, Refusal.WORDS),
        ({"description": "See [us](page:us)."}, {}, Refusal.WORDS),
        ({"address": "1 Invented Row"}, {"is_confidential": True}, Refusal.CONFIDENTIAL),
    ],
)
def test_what_may_not_be_said_or_does_not_fit_is_looked_at_again_when_it_is_approved(
    harbour: Harbour, asked: dict[str, Any], meanwhile: dict[str, Any], refusal: Refusal
) -> None:
    """What waits may have been asked for before a phrase was forbidden, or the service may be confidential since."""
    with harbour.app.app_context():
        ask(load(harbour.shown), {"name": "Harbour tea"}, Act(harbour.owner, NOW))
        service = load(harbour.shown)
        pending = db.session.scalars(select(ServiceChange)).one()
        pending.changes, pending.before = asked, {name: {"description": "Advice for everybody."}.get(name, "") for name in asked}
        if meanwhile:
            change_service(service, meanwhile, Act(harbour.lead, NOW))
        db.session.commit()
        with pytest.raises(ServiceRefused, match=refusal):
            approve(pending, version=version_of(pending), act=Act(harbour.coordinator, NOW))
        db.session.rollback()
    change, version = harbour.waits()
    staff = harbour.staff()
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert post(staff, f"{change}/give-back", version=version, reason="Not so.").status_code == 303
    assert [one.name for one in harbour.told()] == ["Harbour advice"]


def test_only_what_is_theirs_to_say_is_asked_for(harbour: Harbour) -> None:
    with harbour.app.app_context():
        for name in ("note", "trained_on", "contact_on", "provider"):
            with pytest.raises(ServiceRefused, match=Refusal.NOT_THEIRS):
                ask(load(harbour.shown), {name: None}, Act(harbour.owner, NOW))
        organisation = db.session.get_one(Organisation, harbour.organisation_id)
        with pytest.raises(ServiceRefused, match=Refusal.NOT_THEIRS):
            offer_service(uuid4(), values(), Act(harbour.owner, NOW), organisation=organisation)
        db.session.rollback()


def test_who_asked_does_not_approve(harbour: Harbour) -> None:
    with harbour.app.app_context():
        service = load(harbour.shown)
        ask(service, {"name": "Harbour tea"}, Act(harbour.lead, NOW))
        pending = db.session.scalars(select(ServiceChange)).one()
        with pytest.raises(ServiceRefused, match=Refusal.OWN):
            approve(pending, version=version_of(pending), act=Act(harbour.lead, NOW))
        db.session.rollback()


def test_a_service_about_which_its_organisation_waits_does_not_go(harbour: Harbour) -> None:
    harbour.ask(harbour.member(), name="Harbour tea")
    with harbour.app.app_context():
        for operation in (end_service, archive_service):
            with pytest.raises(ServiceRefused, match=Refusal.WAITS):
                operation(load(harbour.shown), Act(harbour.lead, NOW))
        offer_service(uuid4(), _theirs(), Act(harbour.owner, NOW), organisation=db.session.get_one(Organisation, harbour.organisation_id))
        draft = db.session.scalars(select(Service.id).where(Service.stage == Stage.DRAFT)).one()
        with pytest.raises(ServiceRefused, match=Refusal.WAITS):
            show_service(load(draft), Act(harbour.lead, NOW))
        db.session.rollback()


def _theirs() -> dict[str, Any]:
    return {name: value for name, value in values().items() if name not in ("provider", "note", "trained_on", "contact_on")}


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


def test_an_area_that_is_not_theirs_is_for_others_to_approve(harbour: Harbour) -> None:
    with harbour.app.app_context():
        ask(load(harbour.shown), {"areas": ["kent", "surrey"]}, Act(harbour.owner, NOW))
        db.session.commit()
    change, version = harbour.waits()
    staff = harbour.staff()
    assert "It concerns areas that are not yours" in staff.page(change).text
    assert "Look at the change of a service" not in staff.page("/manage/").text
    assert post(staff, f"{change}/approve", version=version).status_code == 403
    assert post(sign_in(harbour.app, harbour.lead), f"{change}/approve", version=version).status_code == 303
    assert [one.areas for one in harbour.told()] == [frozenset({"kent", "surrey"})]


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
