"""Calendars of thousands of events: the public one, which is a finished file, and somebody's own, which is written when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from bench.results import Goal, Row, compare
from bench.rounds import Pace
from outreach.accounts.calendar_keys import make_calendar_address
from outreach.accounts.models import Account
from outreach.campaigns.queries import asker_of
from outreach.core.config import Config
from outreach.core.db import db
from outreach.events.diary import find_diary
from outreach.events.ical import CONTENT_TYPE, write_calendar
from outreach.site.generations import File, lock, write_generation
from outreach.site.operations import site_folder
from outreach.site.rules import feed_path

PATH = feed_path("en", "events")
FEED_GOAL = Goal("at most 20", most=20)


def measure_calendars(
    pace: Pace, app: Flask, account_id: UUID, *, today: date, time_of: Callable[[Callable[[], object]], float]
) -> Iterator[Row]:
    """Each calendar as a program gets it that has nothing yet, in multiples of reading the same bytes from a finished file."""
    config: Config = app.config["OUTREACH"]
    with app.app_context():
        account = db.session.get_one(Account, account_id)
        entries = list(find_diary(asker_of(account), today, public_url=config.public_url))
        address = urlsplit(make_calendar_address(account, config, now=config.clock())).path
        db.session.commit()
        db.session.remove()
    public = write_calendar("Events", (replace(one, summary="Event", place="", address="") for one in entries)).encode()
    with lock(site_folder(config)):
        generation, _changed = write_generation(site_folder(config), {PATH: File(f"/{PATH}", 200, CONTENT_TYPE, public)}, {})
    client, own = app.test_client(), config.data_dir / "own.ics"
    tag = client.get(address).headers["ETag"]
    own.write_bytes(client.get(address).data)
    measures = {
        "file": partial(time_of, (generation.folder / PATH).read_bytes),
        "public": partial(time_of, partial(_read, client, f"/{PATH}", public)),
        "own file": partial(time_of, own.read_bytes),
        "own": partial(time_of, partial(client.get, address)),
        "known": partial(time_of, partial(client.get, address, headers={"If-None-Match": tag})),
    }
    seen = pace.take_turns(pace.choose(11, 5), measures)
    many = f"{len(entries):,} events"
    yield Row(f"the public calendar, {many} / reading its finished file", compare(seen["public"], seen["file"]), (FEED_GOAL,))
    yield Row(f"one’s own calendar, {many} / reading a finished file of it", compare(seen["own"], seen["own file"]))
    yield Row("one’s own calendar, known already (304) / the same", compare(seen["known"], seen["own file"]))


def _read(client: FlaskClient, path: str, expected: bytes) -> None:
    answer = client.get(path)
    if answer.data != expected:
        raise RuntimeError(f"{path}: {answer.status}")
