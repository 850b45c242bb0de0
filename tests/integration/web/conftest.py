"""Toys on each database: what the ground of the signed-in pages is tried with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import delete

from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from tests.client import PageClient
from tests.conftest import NOW
from tests.toys import Toy, add_toys


@pytest.fixture(scope="session")
def new_toy_database(make_empty: Callable[[], str]) -> str:
    return make_empty()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def toy_app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Callable[[Config], Flask]) -> Flask:
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_toy_database")
    app = make_app(Config(data_dir=tmp_path_factory.mktemp("toys"), database_url=url, clock=frozen_clock(NOW)))
    add_toys(app)
    return app


@pytest.fixture
def toys(toy_app: Flask) -> Iterator[PageClient]:
    """A browser before an empty shelf."""
    client = toy_app.test_client()
    assert isinstance(client, PageClient)
    yield client
    with toy_app.app_context():
        db.session.execute(delete(Toy))
        db.session.commit()
