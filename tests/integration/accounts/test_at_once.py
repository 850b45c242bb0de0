"""Two people change accounts at once, or one person in two tabs: nothing is lost, and nothing is made twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from outreach.accounts.models import Account
from outreach.accounts.operations import AccountRefused, change_part, invite_account
from outreach.accounts.rules import Refusal, Role, Standing
from outreach.core.db import db
from tests.accounts import EVERYWHERE, add_account, areas, part_of, send_plainly, sign_in, values
from tests.client import PageClient
from tests.conftest import NOW
from tests.integration.accounts.test_forgery import hidden
from tests.pages import form_of, parse_page


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
