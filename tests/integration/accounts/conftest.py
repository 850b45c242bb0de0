"""Installations of their own for what needs more than a transaction: a moving clock, several connections, production."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete

from outreach.accounts.models import Account, Tries
from outreach.core.config import Config, Mode
from outreach.core.db import db
from outreach.outbox.models import Mail
from tests.conftest import NOW

SECRET = "a secret for tests that is longer than it has to be"


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(scope="session")
def _clock() -> Clock:
    return Clock()


@pytest.fixture
def clock(_clock: Clock) -> Clock:
    _clock.now = NOW
    return _clock


@pytest.fixture(scope="session")
def account_database(make_empty: Callable[[], str]) -> str:
    return make_empty()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def _settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, _clock: Clock) -> dict[str, object]:
    folder: Path = tmp_path_factory.mktemp("accounts")
    url = "" if request.param == "sqlite" else request.getfixturevalue("account_database")
    return {"data_dir": folder, "database_url": url, "clock": _clock}


@pytest.fixture(scope="session")
def _moving(_settings: dict[str, object], make_app: Callable[[Config], Flask]) -> Flask:
    return make_app(Config(**_settings))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def _production(_settings: dict[str, object], _moving: Flask, make_app: Callable[[Config], Flask]) -> Flask:
    about = {"mode": Mode.PRODUCTION, "public_url": "https://outreach.police.example", "secret_keys": (SECRET,)}
    return make_app(Config(**{**_settings, **about}))  # type: ignore[arg-type]


@pytest.fixture
def moving(_moving: Flask, clock: Clock) -> Iterator[Flask]:
    """A demonstration on each database, with a clock that can be moved; what it commits is there for every connection."""
    yield _moving
    _clear(_moving)


@pytest.fixture
def production(_production: Flask, clock: Clock) -> Iterator[Flask]:
    """As `moving`, in production: a second step is asked for."""
    yield _production
    _clear(_production)


def _clear(app: Flask) -> None:
    with app.app_context():
        for table in (Mail, Tries):
            db.session.execute(delete(table))
        db.session.execute(Account.__table__.update().values(successor_id=None))  # type: ignore[attr-defined]
        db.session.execute(delete(Account))
        db.session.commit()
