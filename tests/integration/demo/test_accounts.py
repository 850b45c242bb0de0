"""The demonstration's accounts: one for each role and a second lead, with passwords that are written down once."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.models import Account
from outreach.accounts.rules import Role
from outreach.briefings.models import Briefing
from outreach.campaigns.models import Campaign
from outreach.commitments.models import Commitment
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN, FILE, PEOPLE, load_accounts
from outreach.events.models import Event
from outreach.policies.models import Policy
from outreach.updates.models import ProgressUpdate
from tests.accounts import new_client, post
from tests.conftest import NOW


def load(app: Flask, folder: Path) -> list[str]:
    with app.app_context():
        lines = load_accounts(folder, now=NOW)
        db.session.commit()
    return lines


def rows(app: Flask) -> dict[str, tuple[str, int]]:
    with app.app_context():
        accounts = db.session.scalars(select(Account).where(Account.is_demonstration)).all()
        return {account.email or "": (account.password or "", account.version) for account in accounts}


def can_sign_in(app: Flask, line: str) -> bool:
    _, email, password = line.split()
    client = new_client(app)
    post(client, "/manage/sign-in", email=email, password=password)
    return client.get("/manage/").status_code == 200


def test_each_role_and_a_second_lead_have_one_and_every_password_in_the_file_works(app: Flask, tmp_path: Path) -> None:
    lines = load(app, tmp_path)
    assert [line.split()[1] for line in lines] == [f"{name}@{DOMAIN}" for name in ("lead", "second-lead", *list(Role)[1:])]
    assert {line.split()[0] for line in lines} == {*Role}
    assert (tmp_path / FILE).read_text("utf-8").splitlines() == lines
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert all(can_sign_in(app, line) for line in lines)


def test_a_second_time_changes_nothing(app: Flask, tmp_path: Path) -> None:
    first, before = load(app, tmp_path), rows(app)
    written = (tmp_path / FILE).stat().st_mtime_ns
    assert load(app, tmp_path) == first
    assert rows(app) == before
    assert (tmp_path / FILE).stat().st_mtime_ns == written


def test_where_the_file_is_lost_or_spoilt_new_passwords_are_made_that_work(app: Flask, tmp_path: Path) -> None:
    before = load(app, tmp_path)
    for spoilt in (None, "what is this\n\n"):
        (tmp_path / FILE).unlink() if spoilt is None else (tmp_path / FILE).write_text(spoilt, "utf-8")
        lines = load(app, tmp_path)
        assert not set(lines) & set(before)
        assert can_sign_in(app, lines[0])
        assert (tmp_path / FILE).read_text("utf-8").splitlines() == lines
        before = lines


def test_where_the_database_is_new_the_file_stays_true(app: Flask, tmp_path: Path) -> None:
    lines = load(app, tmp_path)
    with app.app_context():
        for account in db.session.scalars(select(Account).where(Account.is_demonstration)):
            db.session.delete(account)
        db.session.commit()
    assert load(app, tmp_path) == lines
    assert can_sign_in(app, lines[0])


def test_the_command_that_loads_the_demonstration_can_be_given_twice(app: Flask) -> None:
    runner, counted = app.test_cli_runner(), []
    for _ in range(2):
        assert runner.invoke(args=["demo", "load"]).exit_code == 0
        with app.app_context():
            made = (Account, Commitment, Campaign, Event, Policy, ProgressUpdate, Briefing)
            counted.append([db.session.scalar(select(func.count()).select_from(model)) for model in made])
    assert counted[0] == counted[1]
    with app.app_context():
        with_password = select(func.count()).select_from(Account).where(Account.password != "", Account.password.is_not(None))
        assert db.session.scalar(with_password) == len(PEOPLE), "owners of the other organisations cannot sign in"
    assert all(counted[0]), "something of the programme is not there"
