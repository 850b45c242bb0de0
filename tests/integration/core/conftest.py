"""Installations whose queue lies in each of the places where it may lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from outreach.core.config import Config
from tests.provider import Provider, running_provider
from tests.redis_server import RedisServer

QUEUES = ["sqlite", "postgresql", pytest.param("redis", marks=pytest.mark.redis)]


@pytest.fixture
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=QUEUES)
def queued(request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask]) -> Flask:
    """An installation with its queue in SQLite, in PostgreSQL or in Redis."""
    database = request.getfixturevalue("new_postgres_database") if request.param == "postgresql" else ""
    redis = request.getfixturevalue("redis_server").url if request.param == "redis" else ""
    return make_app(Config(data_dir=tmp_path, database_url=database, redis_url=redis))


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider
