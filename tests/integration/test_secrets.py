"""A secret link is made as a mail leaves, by the feature that it belongs to, and is kept nowhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from outreach.accounts.mails import invite, recover
from outreach.core.backup import back_up
from outreach.core.config import Config
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.outbox.rules import DELIVER_MAIL, SECRET_MARK, State
from outreach.worker import LINKS, run_due
from tests.conftest import NOW
from tests.provider import Provider, running_provider

ACCOUNT = UUID("00000000-0000-0000-0000-000000000007")
TOKEN = "s3cret-token-of-somebody"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask], provider: Provider) -> Flask:
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_postgres_database")
    settings = {"sendgrid_key": "SG.test", "sendgrid_host": provider.address, "mail_from": "programme@police.example"}
    return make_app(Config(data_dir=tmp_path / "data", database_url=url, clock=lambda: NOW, **settings))  # type: ignore[arg-type]


def link_for(secret: str, config: Config) -> str | None:
    return f"{config.public_url}/manage/accounts/{secret}/{TOKEN}" if secret.endswith(str(ACCOUNT)) else None


def put_mails() -> None:
    about = {"address": "ceri@police.example", "language": "cy", "now": NOW}
    invite(ACCOUNT, **about, invited_by="Asha", role="Coordinator", key="invitation/1")  # type: ignore[arg-type]
    recover(UUID(int=8), "Bo", **about, key="recovery/1")  # type: ignore[arg-type]
    db.session.commit()


def everything_in_the_database() -> str:
    tables = MetaData()
    tables.reflect(db.session.connection())
    found = [str(tuple(row)) for table in tables.sorted_tables for row in db.session.execute(select(table))]
    db.session.rollback()
    return "\n".join(found)


def test_a_secret_arrives_and_is_in_no_row_file_log_or_backup(
    own: Flask, provider: Provider, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(LINKS, "invitation", link_for)
    monkeypatch.setitem(LINKS, "recovery", link_for)
    config: Config = own.config["OUTREACH"]
    with own.app_context(), caplog.at_level("DEBUG"):
        put_mails()
        assert DELIVER_MAIL in run_due(config)
        assert {mail.kind: mail.state for mail in db.session.scalars(select(Mail))} == {
            "accounts/invitation": State.SENT,
            "accounts/recovery": State.DEAD,
        }
        (request,) = provider.requests
        assert [TOKEN in part["value"] and SECRET_MARK not in part["value"] for part in request["content"]] == [True, True]
        rows = everything_in_the_database()
        if db.engine.dialect.name == "sqlite":
            back_up(db.engine, config.data_dir / "backup")
        db.session.remove()
    assert "ceri@police.example" in rows
    assert TOKEN not in rows
    for path in config.data_dir.rglob("*"):
        assert path.is_dir() or TOKEN.encode() not in path.read_bytes(), path
    assert TOKEN not in caplog.text + "".join(capfd.readouterr())


def test_a_link_that_cannot_be_made_keeps_no_other_mail_from_going_out(
    own: Flask, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_secret: str, _config: Config) -> str:
        raise RuntimeError("somebody's data")

    monkeypatch.setitem(LINKS, "invitation", fail)
    monkeypatch.setitem(LINKS, "recovery", lambda _secret, _config: "https://x.example/")
    with own.app_context():
        put_mails()
        run_due(own.config["OUTREACH"])
        mails = {mail.kind: mail for mail in db.session.scalars(select(Mail))}
        waiting = mails["accounts/invitation"]
        assert (waiting.state, waiting.attempts, waiting.reason) == (State.WAITING, 1, "its link could not be made")
        assert waiting.due_at > NOW
        assert mails["accounts/recovery"].state == State.SENT
        db.session.remove()


def test_the_words_of_the_queue_hold_no_more_than_the_name_of_a_job(own: Flask) -> None:
    with own.app_context():
        put_mails()
        db.session.remove()
    path = own.config["OUTREACH"].data_dir / "queue.sqlite3"
    if path.exists():
        with closing(sqlite3.connect(path)) as connection:
            words = [data for (data,) in connection.execute("SELECT data FROM task")]
        assert words
        for word in words:
            assert DELIVER_MAIL.encode() in word
            assert b"ceri" not in word
            assert b"@" not in word
