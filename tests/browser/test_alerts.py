"""A partner raises a practice alert in a browser and reads the answer to it. The pages are accessible and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from outreach.alerts.models import Alert
from outreach.alerts.rules import State
from outreach.commitments.queries import list_commitments
from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.alerts import load_alerts
from outreach.demo.commitments import load_commitments
from outreach.demo.partners import load_partners
from outreach.demo.updates import load_updates
from outreach.updates.models import ProgressUpdate
from tests.browser.conftest import Quiet
from tests.browser.pictures import keep_picture
from tests.browser.test_campaigns import Office, save, tab_of
from tests.browser.test_staff import check
from tests.conftest import NOW
from tests.serving import serving

SIZES = [(1280, 800), (360, 640)]


@pytest.fixture
def desk(make_app: Callable[[Config], Flask], tmp_path: Path) -> Iterator[Office]:
    app = make_app(Config(data_dir=tmp_path / "desk", clock=frozen_clock(NOW)))
    with app.app_context():
        load_accounts(tmp_path / "desk", now=NOW)
        load_commitments(now=NOW)
        load_partners(now=NOW)
        load_alerts(now=NOW)
        load_updates(now=NOW)
        db.session.commit()
        assert list_commitments()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}", app


def alert_in(desk: Office, state: State) -> str:
    with desk[1].app_context():
        return str(db.session.scalar(select(Alert.id).where(Alert.state == state).order_by(Alert.raised_at.desc())))


@pytest.mark.parametrize("size", SIZES)
def test_an_alert_is_raised_and_answered_and_the_answer_is_disputed(browser: Browser, desk: Office, size: tuple[int, int]) -> None:
    mine, theirs = tab_of(browser, desk, "partner", size), tab_of(browser, desk, "lead", size)
    mine.goto("/manage/alerts")
    mine.get_by_role("button", name="Raise a practice alert").click()
    save(mine, "Raise the alert")
    expect(mine.get_by_role("alert").get_by_text("Choose what happened")).to_be_visible()
    check(mine)
    mine.get_by_label("No interpreter").check()
    mine.get_by_label("Force area").select_option("west-yorkshire")
    mine.get_by_label("Month").select_option("2026-10")
    mine.get_by_label("On the telephone").check()
    save(mine, "Raise the alert")
    expect(mine.get_by_text("Raised. A lead has to answer.")).to_be_visible()
    path = mine.url.partition("/manage")[2]
    theirs.goto(f"/manage{path}")
    expect(theirs.get_by_role("main")).not_to_contain_text("Harbour Light")
    theirs.get_by_role("button", name="Answer").click()
    theirs.get_by_label("Looked into: practice departed from what was promised").check()
    theirs.get_by_label("Training was given or arranged").check()
    theirs.get_by_label("In your words").fill("Mrs Lamp reported to us")
    save(theirs, "Answer")
    expect(theirs.get_by_role("alert").get_by_text("Take “Mrs Lamp” out")).to_be_visible()
    check(theirs)
    theirs.get_by_label("In your words").fill("The call handlers were shown how to reach an interpreter.")
    save(theirs, "Answer")
    expect(theirs.get_by_text("Answered. The partner is told.")).to_be_visible()
    mine.goto("/manage/")
    mine.get_by_role("link", name="1 of your practice alerts has an answer").click()
    mine.goto(f"/manage{path}")
    expect(mine.get_by_text("The call handlers were shown")).to_be_visible()
    mine.get_by_role("button", name="This does not settle it").click()
    mine.get_by_label("It has happened again").check()
    save(mine, "Send it to a national lead")
    expect(mine.get_by_text("A national lead has to answer now.")).to_be_visible()
    for tab in (mine, theirs):
        tab.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_accessible_and_fit(browser: Browser, desk: Office, size: tuple[int, int]) -> None:
    shown, answered, twice = (alert_in(desk, state) for state in (State.OPEN, State.ANSWERED, State.CLOSED))
    with desk[1].app_context():
        updates = db.session.execute(select(ProgressUpdate.id, ProgressUpdate.state).order_by(ProgressUpdate.state)).all()
    pages = {
        "partner": ["", "/new", f"/{shown}", f"/{shown}/edit", f"/{shown}/withdraw", f"/{twice}", f"/{answered}"],
        "lead": ["", f"/{shown}", f"/{shown}/answer", f"/{alert_in(desk, State.DISPUTED)}", "?state=closed&area=kent"],
    }
    for who, paths in pages.items():
        tab = tab_of(browser, desk, who, size)
        others = ["/manage/", *(f"/manage/updates/{row.id}/document" for row in updates)] if who == "lead" else ["/manage/"]
        for number, path in enumerate([*(f"/manage/alerts{path}" for path in paths), *others]):
            tab.goto(path)
            check(tab)
            keep_picture(tab, f"alerts-{who}-{number}-{size[0]}")
        tab.context.close()
