"""The outcome of an event is recorded in a browser, an answer is published, a file is imported. The pages are accessible and narrow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.campaigns import load_campaigns
from outreach.demo.events import load_events
from outreach.demo.outcomes import load_outcomes
from outreach.events.models import Event
from outreach.events.queries import Title
from outreach.replies.models import Reply
from tests.browser.conftest import Quiet
from tests.browser.pictures import keep_picture
from tests.browser.test_campaigns import Office, save, tab_of
from tests.browser.test_staff import check
from tests.conftest import NOW

SIZES = [(1280, 800), (360, 640)]


@pytest.fixture
def diary(make_app: Callable[[Config], Flask], tmp_path: Path) -> Iterator[Office]:
    app = make_app(Config(data_dir=tmp_path / "diary", clock=frozen_clock(NOW)))
    with app.app_context():
        load_accounts(tmp_path / "diary", now=NOW)
        load_campaigns(now=NOW)
        load_events(now=NOW)
        load_outcomes(now=NOW)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", app
    server.shutdown()
    server.server_close()


def id_of(diary: Office, title: str) -> str:
    with diary[1].app_context():
        return str(db.session.scalar(select(Event.id).join(Title, Event.title_key == Title.key).where(Title.english == title)))


def answer_of(diary: Office, state: str) -> str:
    with diary[1].app_context():
        return str(db.session.scalar(select(Reply.id).where(Reply.state == state)))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scripts", [True, False])
def test_the_outcome_of_an_event_is_recorded_from_the_home_page(
    browser: Browser, diary: Office, size: tuple[int, int], *, scripts: bool
) -> None:
    tab = tab_of(browser, diary, "coordinator", size, scripts=scripts)
    tab.goto("/manage/")
    tab.get_by_role("link", name="Record the outcome: Stall at the market").click()
    tab.get_by_label("How many attended").fill("31")
    tab.get_by_label("By language").check()
    for place, (language, number) in enumerate((("pl", "26"), ("ur", "3")), 1):
        rows = tab.get_by_role("group", name="Numbers by language")
        rows.get_by_label(f"Language {place}").select_option(language)
        rows.get_by_label(f"Number {place}").fill(number)
    tab.get_by_label("Trust in the police").check()
    tab.get_by_label("In a few words").fill("Mrs Lamp has no visa")
    tab.get_by_label("Action 1").fill("Bring more cards in Polish")
    save(tab, "Save")
    expect(tab.get_by_role("alert").get_by_text("Take “Mrs Lamp” out")).to_be_visible()
    expect(tab.get_by_label("Action 1")).to_have_value("Bring more cards in Polish")
    if scripts:
        check(tab)
    tab.get_by_label("In a few words").fill("Many ask who is told")
    save(tab, "Save")
    expect(tab.get_by_text("The outcome is recorded.")).to_be_visible()
    expect(tab.get_by_text("Polish: 26; Urdu: fewer than five")).to_be_visible()
    tab.get_by_role("button", name="Mark as done – Bring more cards in Polish").click()
    expect(tab.get_by_text("Marked as done.")).to_be_visible()
    tab.context.close()


def test_an_answer_is_published_by_somebody_else_than_its_writer(browser: Browser, diary: Office) -> None:
    tab = tab_of(browser, diary, "lead")
    tab.goto("/manage/")
    tab.get_by_role("link", name="You said, we did: Greater Manchester").click()
    tab.get_by_role("button", name="I have read it: publish").click()
    expect(tab.get_by_text("This is what readers of this area are told now.")).to_be_visible()
    tab.context.close()


def test_a_file_is_looked_at_and_imported(browser: Browser, diary: Office) -> None:
    tab = tab_of(browser, diary, "lead")
    tab.goto("/manage/events/import")
    head, row = "reference;title;kind;area;day;starts;ends;place", "A-1;Lamp evening;drop-in;Kent;2026-12-03;18:00;20:00;online"
    file = {"name": "events.csv", "mimeType": "text/csv", "buffer": f"{head}\r\n{row}\r\n".encode()}
    tab.get_by_label("CSV file").set_input_files(file)  # type: ignore[arg-type]
    save(tab, "Look at the file")
    expect(tab.get_by_role("row").filter(has_text="Lamp evening")).to_contain_text("New")
    check(tab)
    save(tab, "Import all rows")
    expect(tab.get_by_text("1 event is new.")).to_be_visible()
    tab.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_accessible_and_fit(browser: Browser, diary: Office, size: tuple[int, int]) -> None:
    tab, bakers = tab_of(browser, diary, "lead", size), id_of(diary, "Bakers’ evening")
    paths = [f"/manage/outcomes{page}" for page in ("", f"/{bakers}", f"/{bakers}/edit", f"/{id_of(diary, 'Stall at the market')}")]
    draft, told = answer_of(diary, "draft"), answer_of(diary, "published")
    paths += [f"/manage/replies{page}" for page in ("", "/areas", "/areas/kent/new", "/areas/gwent/new")]
    paths += [f"/manage/replies/{page}" for page in (draft, told, f"{draft}/edit", f"{draft}/set-aside")]
    for number, path in enumerate([*paths, f"/manage/events/{bakers}", "/manage/events/import", "/manage/"]):
        tab.goto(path)
        check(tab)
        keep_picture(tab, f"outcomes-{number}-{size[0]}")
    tab.context.close()
