"""An installation with its commands, its clock and its readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from werkzeug.test import TestResponse

from outreach.content.models import PublicationRequest, RevisionRow, TranslationRow
from outreach.core.config import Config
from outreach.core.db import db
from outreach.worker import run_due
from tests.conftest import NOW
from tests.moulds import copy_site
from tests.own_content import own_library
from tests.pages import Page, parse_page, text_of

_WITHDRAWAL = own_library().withdrawal
WITHDRAWAL = {"en": _WITHDRAWAL.english, **{tag: found.text for tag, found in _WITHDRAWAL.translations.items()}}


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> object:
        return self.now


class Installation:
    """An installation on its own database, with its commands, its clock and its readers."""

    def __init__(self, app: Flask, time: Time) -> None:
        self.app, self.time = app, time

    def run(self, *arguments: str) -> Result:
        return self.app.test_cli_runner().invoke(args=list(arguments))

    def get(self, path: str) -> TestResponse:
        """What a reader gets once the server has looked for a new generation."""
        self.app.wsgi_app.next_look = 0.0  # type: ignore[attr-defined]
        return self.app.test_client().get(path)

    def page(self, path: str) -> Page:
        return parse_page(self.get(path).data)

    def work(self) -> None:
        """One cycle of the worker, five seconds later."""
        self.time.now += timedelta(seconds=5)
        with self.app.app_context():
            run_due(self.app.config["OUTREACH"])


@pytest.fixture(params=["sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, make_copy: Callable[..., Flask]) -> Installation:
    """An installation on each database with the project's content imported and published."""
    time = Time()
    return Installation(make_copy(request.param, clock=time), time)


@pytest.fixture
def make_new(make_app: Callable[[Config], Flask], find_mould: Callable[[str], Config]) -> Callable[[Path, Time], Installation]:
    """Makes a new installation in a folder, with an empty database; what has been rendered once need not be rendered again."""

    def make(folder: Path, time: Time) -> Installation:
        copy_site(find_mould("sqlite"), folder)
        return Installation(make_app(Config(data_dir=folder, clock=time)), time)  # type: ignore[arg-type]

    return make


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rows(app: Flask) -> list[int]:
    with app.app_context():
        counts = [db.session.query(table).count() for table in (RevisionRow, TranslationRow, PublicationRequest)]
        db.session.rollback()
        return counts


def boxes(page: Page) -> list[str]:
    return [text_of(box) for box in page.all("div") if box.get("class") == "checking"]
