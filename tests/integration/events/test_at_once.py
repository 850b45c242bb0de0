"""Two people who book the same interpreter at the same moment: one of them is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from flask import Flask

from outreach.accounts.rules import Role
from outreach.core.config import Config
from outreach.core.db import db
from outreach.events.assigning import Clashing
from outreach.events.rules import Need
from tests.accounts import add_account
from tests.events import add_event, add_interpreter


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_of_two_who_book_an_interpreter_at_once_one_is_refused(
    request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask], engine: str
) -> None:
    url = "" if engine == "sqlite" else request.getfixturevalue("new_postgres_database")
    app = make_app(Config(data_dir=tmp_path, database_url=url))
    with app.app_context():
        lead = add_account(Role.LEAD)
        interpreters = [add_interpreter(lead, name=f"Ines {number}") for number in range(5)]
    start, results = threading.Barrier(2), []

    def book(area: str) -> None:
        for interpreter in interpreters:
            start.wait(timeout=30)
            with app.app_context():
                try:
                    add_event(lead, area=area, starts=time(10), languages=[("ur", Need.BOOKED, interpreter)])
                    results.append((interpreter, "booked"))
                except Clashing:
                    db.session.rollback()
                    results.append((interpreter, "refused"))

    people = [threading.Thread(target=book, args=(area,)) for area in ("kent", "surrey")]
    for one in people:
        one.start()
    for one in people:
        one.join(timeout=60)
    expected = [(interpreter, result) for interpreter in interpreters for result in ("booked", "refused")]
    assert sorted(results, key=str) == sorted(expected, key=str)
