"""Two who do something about one organisation at once, on each database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from outreach.accounts.models import Account
from outreach.accounts.rules import Role, Standing
from outreach.audit.models import AuditEntry
from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.partners.models import Member, Revision
from outreach.partners.rules import RevisionState
from tests.accounts import add_account, send_plainly, sign_in, token_of
from tests.client import PageClient
from tests.conftest import NOW
from tests.pages import form_of
from tests.partners import add_member_of, add_organisation

OWN = "/manage/organisation"


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask]) -> Flask:
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_postgres_database")
    return make_app(Config(data_dir=tmp_path, database_url=url, clock=frozen_clock(NOW)))


def at_once(sends: list[tuple[PageClient, str, dict[str, str]]]) -> list[int]:
    barrier = Barrier(len(sends))

    def send(one: tuple[PageClient, str, dict[str, str]]) -> TestResponse:
        barrier.wait()
        return send_plainly(*one)

    with ThreadPoolExecutor(len(sends)) as threads:
        return [answer.status_code for answer in threads.map(send, sends)]


@pytest.mark.parametrize("way", ["demoted", "left"])
def test_of_the_last_two_owners_who_go_at_once_one_stays(office: Flask, way: str) -> None:
    with office.app_context():
        organisation_id = add_organisation()
        owners = [add_member_of(organisation_id) for _each in range(2)]
    clients = [(sign_in(office, one), one) for one in owners]
    act = "editor" if way == "demoted" else "remove"
    sends = [(client, f"{OWN}/members/{one}/{act}", {"csrf_token": token_of(client)}) for client, one in clients]
    assert set(at_once(sends)) == {303}
    with office.app_context():
        members = db.session.scalars(select(Member).where(Member.organisation_id == organisation_id, Member.is_owner)).all()
        active = [one for one in members if db.session.get_one(Account, one.account_id).standing is Standing.ACTIVE]
        assert len(active) == 1


def test_of_two_members_who_first_ask_for_a_change_at_once_both_are_kept_or_one_is_asked(office: Flask) -> None:
    with office.app_context():
        organisation_id = add_organisation()
        people = [add_member_of(organisation_id), add_member_of(organisation_id, is_owner=False)]
    sends = []
    for person, (key, fields) in zip(
        people, (("reach", {"telephone": "020 7946 0000"}), ("organisation", {"other_name": "HRB"})), strict=True
    ):
        client, path = sign_in(office, person), f"{OWN}/profile/{key}"
        sends.append((client, path, {**form_of(client.page(path)), **fields}))
    assert at_once(sends) == [303, 303]
    with office.app_context():
        waiting = db.session.scalars(select(Revision).where(Revision.state == RevisionState.PENDING)).one()
        assert waiting.changes == {"telephone": "020 7946 0000", "other_name": "HRB"}


def test_two_of_the_staff_who_approve_at_once_approve_once(office: Flask) -> None:
    with office.app_context():
        organisation_id = add_organisation()
        owner, leads = add_member_of(organisation_id), [add_account(Role.LEAD) for _each in range(2)]
    client, path = sign_in(office, owner), f"{OWN}/profile/reach"
    client.post(path, data={**form_of(client.page(path)), "telephone": "020 7946 0000"})
    with office.app_context():
        revision_id: UUID = db.session.scalars(select(Revision.id)).one()
    staff = [sign_in(office, lead) for lead in leads]
    sends = [(one, f"/manage/partners/revisions/{revision_id}/approve", {"csrf_token": token_of(one), "version": "1"}) for one in staff]
    assert at_once(sends) == [303, 303]
    with office.app_context():
        approved = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "organisation.revision-approved")
        assert db.session.scalar(approved) == 1
