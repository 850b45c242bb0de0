"""An outbox on each database, and a provider on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from outreach.core.config import Config
from outreach.core.db import db
from outreach.outbox.operations import put_mail
from outreach.outbox.rules import Category
from tests.conftest import NOW
from tests.provider import Provider, running_provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask], provider: Provider) -> Flask:
    """An installation with a provider, of its own: workers commit."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_postgres_database")
    settings = {"sendgrid_key": "SG.test", "sendgrid_host": provider.address, "mail_from": "programme@police.example"}
    return make_app(Config(data_dir=tmp_path, database_url=url, clock=lambda: NOW, **settings))  # type: ignore[arg-type]


def put(
    key: str, *, address: str = "someone@charity.example", category: Category = Category.PROGRAMME, secret: str = "", **more: str
) -> bool:
    texts = {"subject": "A\nsubject", "text": "Words", "html": '<p lang="ur" dir="rtl">Words</p>', **more}
    is_new = put_mail(key=key, kind="test", category=category, address=address, language="ur", secret=secret, now=NOW, **texts)
    db.session.commit()
    return is_new
