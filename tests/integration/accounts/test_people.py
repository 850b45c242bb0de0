"""What leads do about people: nobody gets more than was meant, the last lead stays, two people at once lose nothing."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from outreach.accounts.guessing import Bucket
from outreach.accounts.models import Account, Passkey, SignIn, Tries
from outreach.accounts.operations import AccountRefused, begin_sign_in, change_part, count_try, invite_account, leave
from outreach.accounts.queries import find_responsible, find_successors
from outreach.accounts.rules import Refusal, Role, Standing
from outreach.accounts.tasks import KEPT, clear_away
from outreach.core.db import db
from outreach.outbox.models import Mail
from tests.accounts import EVERYWHERE, add_account, areas, part_of, post, sign_in
from tests.client import PageClient
from tests.conftest import NOW
from tests.integration.accounts.conftest import Clock
from tests.integration.accounts.test_forgery import hidden
from tests.pages import Page, parse_page

MORE = {
    "role": "lead",
    "is_national": "yes",
    "email": "other@police.example",
    "active": "1",
    "password": "forged forged forged",
    "fs_uniquifier": "forged",
    "id": str(uuid4()),
    "version_id": "9",
    "joined_at": "2020-01-01",
    "suspended_at": "",
    "is_demonstration": "yes",
    "tf_primary_method": "",
    "left_at": "2020-01-01",
    "organisation": "Forged",
    "kind": "police",
    "areas": "kent",
}


def values(app: Flask, account_id: UUID) -> dict[str, Any]:
    """Everything that a row holds, with its areas."""
    with app.app_context():
        account = db.session.get_one(Account, account_id)
        columns = {column.key: getattr(account, column.key) for column in Account.__table__.columns}
        return {**columns, "areas": sorted(row.area for row in account.areas)}


def difference(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def form_of(page: Page) -> dict[str, Any]:
    """Everything that a browser would send of the form in the main part of a page."""
    sent: dict[str, Any] = hidden(page)
    for element in page.one("main").iter():
        kind, name = element.get("type", "text"), element.get("name", "")
        if element.tag == "input" and kind in ("text", "email", "tel"):
            sent[name] = element.get("value", "")
        elif element.tag == "input" and kind in ("radio", "checkbox") and "checked" in element.attrib:
            sent[name] = [*sent.get(name, []), element.get("value", "")]
        elif element.tag == "select":
            sent[name] = next((option.get("value", "") for option in element.iter("option") if "selected" in option.attrib), "")
    return sent


def test_fields_that_the_profile_does_not_have_change_nothing(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR, areas("gwent"))
    before, client = values(app, me), sign_in(app, me)
    form = {**MORE, **form_of(client.page("/manage/profile/details")), "name": "After"}
    assert client.post("/manage/profile/details", data=form).status_code == 303
    assert difference(before, values(app, me)) == {"name", "version"}


def test_fields_that_the_form_of_a_part_does_not_have_change_nothing(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account(Role.COORDINATOR, areas("gwent"))
    before, client = values(app, other), sign_in(app, me)
    form = {**MORE, **form_of(client.page(f"/manage/people/{other}/part")), "organisation": "After"}
    form["is_national"] = ""
    assert client.post(f"/manage/people/{other}/part", data=form).status_code == 303
    assert difference(before, values(app, other)) == {"organisation", "version"}


def test_fields_that_the_invitation_does_not_have_change_nothing(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    form = {**MORE, **hidden(client.page("/manage/people/invite")), "language": "en", "email": "new@police.example", "is_national": ""}
    answer = client.post("/manage/people/invite", data=form)
    assert answer.status_code == 303
    made = values(app, UUID(answer.headers["Location"].rpartition("/")[2]))
    assert (made["password"], made["joined_at"], made["left_at"], made["is_demonstration"]) == (None, None, None, False)
    assert made["fs_uniquifier"] != "forged"


FORGED: dict[str, dict[str, Any]] = {
    "the whole programme": {"is_national": "yes", "areas": []},
    "the whole programme beside an area": {"is_national": "yes", "areas": ["gwent"]},
    "another area": {"areas": ["kent"]},
    "another area beside one's own": {"areas": ["gwent", "kent"]},
    "an area that there is not": {"areas": ["atlantis"]},
    "no area": {"areas": []},
    "a linguist, who belongs nowhere": {"role": "translator", "kind": "translators", "languages": ["ur"], "areas": []},
    "a kind that there is not": {"kind": "home-office"},
    "a role that there is not": {"role": "minister"},
}


@pytest.mark.parametrize("what", FORGED)
@pytest.mark.parametrize("page", ["invite", "part"])
def test_a_lead_of_an_area_cannot_give_more_than_they_have(app: Flask, page: str, what: str) -> None:
    with app.app_context():
        me, other = add_account(Role.LEAD, areas("gwent")), add_account(Role.COORDINATOR, areas("gwent"))
    client = sign_in(app, me)
    path = "/manage/people/invite" if page == "invite" else f"/manage/people/{other}/part"
    before = values(app, other)
    fields = {"role": "lead", "kind": "police", "organisation": "x", "areas": ["gwent"], "email": "new@police.example", "language": "en"}
    answer = client.post(path, data={**hidden(client.page(path)), **fields, **FORGED[what]})
    if what == "the whole programme beside an area":  # the box is not theirs to tick
        assert answer.status_code == 303
    else:
        assert answer.status_code == 422
        assert values(app, other) == before
    with app.app_context():
        given = db.session.scalars(select(Account).where(Account.id != me)).all()
        assert all(account.scope == areas("gwent") for account in given)


def test_nobody_suspends_themselves_by_any_way(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_account()
    client = sign_in(app, me)
    assert "Suspend" not in client.page(f"/manage/people/{me}").one("main").findtext(".//a[@href]", "")
    assert post(client, f"/manage/people/{me}/suspend", reason="x").status_code == 303
    assert "cannot do this to your own account" in client.get(f"/manage/people/{me}").text
    assert values(app, me)["suspended_at"] is None


@pytest.mark.parametrize("act", ["part", "suspend", "leave"])
def test_the_last_national_lead_stays(app: Flask, act: str) -> None:
    with app.app_context():
        area_lead, last = add_account(Role.LEAD, areas("gwent")), add_account(Role.LEAD)
        add_account(Role.AUDITOR)
    client = sign_in(app, last)
    fields = {"part": {**form_of(client.page(f"/manage/people/{last}/part")), "role": "coordinator"}, "suspend": {"reason": "x"}}
    before = values(app, last)
    answer = post(client, f"/manage/people/{last}/{act}", **fields.get(act, {"successor": str(area_lead)}))
    assert answer.status_code in (303, 422)
    assert values(app, last) == before


@pytest.mark.parametrize("way", ["demoted", "suspended", "ended"])
def test_of_the_last_two_national_leads_who_remove_each_other_at_once_one_stays(moving: Flask, way: str) -> None:
    with moving.app_context():
        first, second = add_account(), add_account()
    clients = {second: sign_in(moving, first), first: sign_in(moving, second)}
    forms = {target: _removal(client, target, way) for target, client in clients.items()}
    barrier = Barrier(2)

    def remove(target: UUID) -> TestResponse:
        barrier.wait()
        return send_plainly(clients[target], *forms[target])

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(remove, clients))
    assert all(answer.status_code in (302, 303, 400, 403, 422) for answer in answers), [answer.status for answer in answers]
    with moving.app_context():
        leads = db.session.scalars(select(Account).where(Account.role == Role.LEAD, Account.is_national)).all()
        assert len([lead for lead in leads if lead.standing is Standing.ACTIVE]) == 1


def send_plainly(client: PageClient, path: str, data: dict[str, Any]) -> TestResponse:
    """A POST without what our client checks besides, which is not made for threads."""
    return FlaskClient.open(client, path, method="POST", data=data)


def _removal(client: PageClient, target: UUID, way: str) -> tuple[str, dict[str, Any]]:
    if way == "demoted":
        path = f"/manage/people/{target}/part"
        return path, {**form_of(client.page(path)), "role": "coordinator"}
    if way == "suspended":
        path = f"/manage/people/{target}/suspend"
        return path, {**hidden(client.page(path)), "reason": "x"}
    path = f"/manage/people/{target}/leave"
    page = client.page(path)
    successor = next(option.get("value") for option in page.one("select").iter("option") if option.get("value"))
    return path, {**hidden(page), "successor": successor}


def test_two_leads_who_invite_one_address_at_once_make_one_account(moving: Flask) -> None:
    with moving.app_context():
        leads = [add_account(), add_account()]
    barrier = Barrier(2)

    def invite(lead: UUID) -> str:
        with moving.app_context():
            by = db.session.get_one(Account, lead)
            db.session.rollback()
            barrier.wait()
            try:
                part = part_of(Role.COORDINATOR)
                invite_account(email="new@police.example", part=part, organisation="x", by=db.session.merge(by), now=NOW)
                db.session.commit()
            except AccountRefused as refused:
                db.session.rollback()
                return str(refused)
            return "invited"

    with ThreadPoolExecutor(2) as threads:
        said = sorted(threads.map(invite, leads))
    assert said == [Refusal.ADDRESS_TAKEN, "invited"]


def test_the_second_of_two_who_change_one_account_sees_both_versions_and_keeps_both(moving: Flask) -> None:
    with moving.app_context():
        one, two, other = add_account(), add_account(), add_account(Role.COORDINATOR, areas("gwent"))
    path = f"/manage/people/{other}/part"
    first, second = sign_in(moving, one), sign_in(moving, two)
    forms = [form_of(client.page(path)) for client in (first, second)]
    assert first.post(path, data={**forms[0], "areas": ["gwent", "kent"]}).status_code == 303
    answer = second.post(path, data={**forms[1], "organisation": "Second"})
    assert answer.status_code == 409
    page = parse_page(answer.data)
    assert "Kent, Gwent" in page.text
    assert "Second" in page.text
    assert second.post(path, data=form_of(page)).status_code == 303
    after = values(moving, other)
    assert (after["areas"], after["organisation"]) == (["gwent", "kent"], "Second")


def test_two_tabs_of_one_profile_lose_nothing(moving: Flask) -> None:
    with moving.app_context():
        me = add_account(name="Before")
    client, path = sign_in(moving, me), "/manage/profile/details"
    tabs = [form_of(client.page(path)) for _ in range(2)]
    assert client.post(path, data={**tabs[0], "telephone": "020 7946 0000"}).status_code == 303
    answer = client.post(path, data={**tabs[1], "name": "After"})
    assert answer.status_code == 409
    assert client.post(path, data=form_of(parse_page(answer.data))).status_code == 303
    after = values(moving, me)
    assert (after["name"], after["telephone"]) == ("After", "020 7946 0000")


def test_what_else_happens_to_an_account_is_no_other_version_of_a_form(moving: Flask) -> None:
    """Signing in with a code, say, or a change of the profile while a lead changes the role."""
    with moving.app_context():
        me, other = add_account(), add_account(Role.COORDINATOR, areas("gwent"))
    client, path = sign_in(moving, me), f"/manage/people/{other}/part"
    form = form_of(client.page(path))
    with moving.app_context():
        account = db.session.get_one(Account, other)
        account.tf_last_counter, account.name = 12345, "Renamed"
        db.session.commit()
    assert client.post(path, data={**form, "organisation": "After"}).status_code == 303
    after = values(moving, other)
    assert (after["organisation"], after["name"]) == ("After", "Renamed")


def test_every_change_makes_another_version_and_none_makes_none(app: Flask) -> None:
    with app.app_context():
        by, account = (
            db.session.get_one(Account, add_account()),
            db.session.get_one(Account, add_account(Role.COORDINATOR, areas("gwent"))),
        )
        for scope, is_changed in ((areas("gwent"), False), (areas("kent"), True), (areas("kent", "gwent"), True), (EVERYWHERE, True)):
            before = account.version
            assert change_part(account, part_of(Role.COORDINATOR, scope), account.organisation, by=by, now=NOW) == is_changed
            db.session.commit()
            assert (account.version > before) == is_changed


def test_whoever_leaves_is_erased_but_for_their_name_and_their_id(app: Flask) -> None:
    with app.app_context():
        me, lead = add_account(Role.COORDINATOR, email="ceri@police.example", name="Ceri"), db.session.get_one(Account, add_account())
        account = db.session.get_one(Account, me)
        account.telephone, account.tf_primary_method, account.tf_totp_secret = "020 7946 0000", "authenticator", "secret"
        account.tf_last_counter, account.mf_recovery_codes, account.fs_webauthn_user_handle = 1, ["code"], "handle"
        about = {"credential_id": b"1", "public_key": b"1", "sign_count": 0, "backup_state": False, "device_type": "x"}
        db.session.add(Passkey(user_id=me, name="x", usage="first", create_datetime=NOW, lastuse_datetime=NOW, **about))
        begin_sign_in(account, browser="", now=NOW)
        uniquifier = account.fs_uniquifier
        leave(account, successor=lead, by=lead, now=NOW)
        db.session.commit()
    after = values(app, me)
    erased = ("email", "password", "tf_primary_method", "tf_totp_secret", "tf_last_counter", "mf_recovery_codes", "fs_webauthn_user_handle")
    assert {name: after[name] for name in erased} == dict.fromkeys(erased)
    assert (after["telephone"], after["name"], after["left_at"]) == ("", "Ceri", NOW)
    assert after["fs_uniquifier"] != uniquifier
    with app.app_context():
        assert not db.session.scalars(select(Passkey)).all()
        assert not db.session.scalars(select(SignIn)).all()


def test_an_address_that_was_erased_can_be_invited_again(app: Flask) -> None:
    with app.app_context():
        lead = db.session.get_one(Account, add_account())
        old = db.session.get_one(Account, add_account(Role.COORDINATOR, email="ceri@police.example"))
        leave(old, successor=lead, by=lead, now=NOW)
        db.session.commit()
        again = invite_account(email="ceri@police.example", part=part_of(Role.COORDINATOR), organisation="x", by=lead, now=NOW)
        db.session.commit()
        assert again.id != old.id


def test_what_somebody_owned_is_found_with_whoever_follows_the_one_who_followed(app: Flask) -> None:
    with app.app_context():
        lead = db.session.get_one(Account, add_account())
        chain = [db.session.get_one(Account, add_account(Role.COORDINATOR, areas("gwent"))) for _ in range(4)]
        for leaver, successor in itertools.pairwise(chain):
            leave(leaver, successor=successor, by=lead, now=NOW)
            db.session.commit()
        assert {find_responsible(account.id) for account in chain} == {chain[-1]}
        assert find_responsible(uuid4()) is None


def test_only_somebody_whose_part_covers_the_leavers_can_follow(app: Flask) -> None:
    with app.app_context():
        ids = {
            "national lead": add_account(),
            "lead of gwent": add_account(Role.LEAD, areas("gwent")),
            "coordinator of gwent": add_account(Role.COORDINATOR, areas("gwent")),
            "national coordinator": add_account(Role.COORDINATOR),
            "translator of Urdu": add_account(Role.TRANSLATOR),
            "auditor": add_account(Role.AUDITOR),
        }
        people = {name: db.session.get_one(Account, account_id) for name, account_id in ids.items()}

        def followers(of: Account) -> set[str]:
            return {name for name, person in people.items() if person in find_successors(of)}

        assert followers(people["national lead"]) == set()
        assert followers(people["lead of gwent"]) == {"national lead"}
        assert followers(people["national coordinator"]) == {"national lead"}
        assert followers(people["coordinator of gwent"]) == {"national lead", "lead of gwent", "national coordinator"}
        assert followers(people["translator of Urdu"]) == {"national lead"}


@pytest.mark.parametrize("path", ["/manage/people", "/manage/people?format=csv", "/manage/people?standing=active&sort=-role"])
def test_a_list_of_people_takes_as_many_queries_for_many_as_for_few(app: Flask, path: str) -> None:
    with app.app_context():
        me = add_account()
        engine = db.engine
    counts = []
    for more in (2, 12):
        with app.app_context():
            for _ in range(more):
                add_account(Role.COORDINATOR, areas("gwent", "kent"))
        client = sign_in(app, me)
        seen: list[str] = []
        note = lambda *arguments: seen.append(arguments[2])  # noqa: E731, B023 - used up in this round
        event.listen(engine, "before_cursor_execute", note)
        assert client.get(path).status_code == 200
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_is_old_is_cleared_away_and_nothing_else(moving: Flask, clock: Clock) -> None:
    with moving.app_context():
        account = db.session.get_one(Account, add_account())
        for _ in range(2):
            begin_sign_in(account, browser="", now=clock.now)
            count_try({Bucket.PAIR: clock.now.isoformat()}, clock.now)
            db.session.commit()
            clock.now += KEPT + timedelta(hours=11)
        clock.now -= timedelta(hours=22)
        clear_away(moving.config["OUTREACH"], clock.now)
        assert len(db.session.scalars(select(SignIn)).all()) == 1
        assert db.session.scalars(select(Tries)).all() == []


def test_people_are_told_by_mail_what_became_of_their_part(app: Flask) -> None:
    with app.app_context():
        by = db.session.get_one(Account, add_account())
        account = db.session.get_one(Account, add_account(Role.COORDINATOR, areas("gwent"), email="ceri@police.example"))
        change_part(account, part_of(Role.AUDITOR, areas("kent")), account.organisation, by=by, now=NOW)
        db.session.commit()
        mail = db.session.scalars(select(Mail)).one()
        assert mail.address == "ceri@police.example"
        assert "Kent" in mail.text
