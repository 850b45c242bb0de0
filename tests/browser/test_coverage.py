"""A lead finds the worst gap in a browser and plans an event from it; a coordinator agrees a pathway on a phone. Maps, tables and paper."""

from __future__ import annotations

import os
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
from outreach.demo.programme import load_programme
from outreach.events.models import Event
from outreach.events.queries import Title
from outreach.pathways.models import Pathway
from tests.browser.conftest import Quiet
from tests.browser.test_campaigns import Office, fill_day, save, tab_of
from tests.browser.test_staff import check
from tests.conftest import NOW
from tests.serving import serving

SIZES = [(1280, 800), (360, 640)]


@pytest.fixture(scope="module")
def office(make_app: Callable[[Config], Flask], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demonstration's programme on a server of its own."""
    folder = tmp_path_factory.mktemp("coverage")
    app = make_app(Config(data_dir=folder, clock=frozen_clock(NOW)))
    with app.app_context():
        load_accounts(folder, now=NOW)
        load_programme(now=NOW)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}", app


def paths(office: Office) -> dict[str, str]:
    """A page of each kind."""
    with office[1].app_context():
        route = db.session.scalars(select(Pathway.id).where(Pathway.area == "west-yorkshire", Pathway.extent == "extant")).first()
    return {
        "map": "/manage/coverage?language=ar&need=immigration",
        "gaps": "/manage/coverage/gaps",
        "area": "/manage/coverage/west-yorkshire?language=ar&need=immigration",
        "pathways": "/manage/pathways?need=abuse",
        "pathways-area": "/manage/pathways/west-yorkshire",
        "pathways-all": "/manage/pathways/routes",
        "route": f"/manage/pathways/routes/{route}",
        "route-edit": f"/manage/pathways/routes/{route}/edit",
        "work": "/manage/commitments/L5/work",
    }


@pytest.mark.parametrize("size", SIZES)
def test_pages_are_accessible_and_fit(browser: Browser, office: Office, tmp_path: Path, size: tuple[int, int]) -> None:
    """Pictures are kept where SCREENSHOTS names a folder."""
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    tab = tab_of(browser, office, "lead", size)
    for name, path in paths(office).items():
        tab.goto(path)
        check(tab)
        tab.screenshot(path=folder / f"coverage-{name}-{size[0]}.png", full_page=True)
    tab.context.close()


def test_the_map_is_on_paper_with_its_table(browser: Browser, office: Office, tmp_path: Path) -> None:
    tab = tab_of(browser, office, "lead")
    for name in ("map", "pathways"):
        tab.goto(paths(office)[name])
        tab.emulate_media(media="print")
        tab.set_viewport_size({"width": 720, "height": 1000})  # A4 between its margins
        expect(tab.locator(".app-tiles")).to_be_visible()
        expect(tab.locator(".app-navigation--large")).to_be_hidden()
        tab.screenshot(path=Path(os.environ.get("SCREENSHOTS", tmp_path)) / f"coverage-{name}-print.png", full_page=True)
    tab.context.close()


@pytest.mark.parametrize(("size", "title", "day"), [(SIZES[0], "Who helps here", 8), (SIZES[1], "Tea and a map", 17)])
def test_a_lead_finds_the_worst_gap_and_plans_an_event_from_it(
    browser: Browser, office: Office, size: tuple[int, int], title: str, day: int
) -> None:
    tab = tab_of(browser, office, "lead", size)
    tab.goto("/manage/coverage")
    tab.get_by_role("button", name="Worst gaps").click()
    worst = tab.locator("main ol.app-rows > li").first
    expect(worst).to_contain_text("No independent service")
    expect(worst).to_contain_text("Languages of campaigns and events here: ")
    area = worst.locator("strong").first.inner_text().partition(":")[0]
    language = worst.inner_text().partition("events here: ")[2].partition(".")[0].partition(",")[0]
    worst.get_by_role("link", name="Plan an event").click()
    expect(tab.get_by_label("Force area")).to_have_value(area.lower().replace(" ", "-"))
    expect(tab.get_by_label("Language 1").locator("option:checked")).to_have_text(language)
    tab.get_by_label("Title").fill(title)
    tab.get_by_label("Kind").select_option("workshop")
    fill_day(tab, "Day", day, 12, 2026)
    tab.get_by_label("Starts at").fill("10am")
    tab.get_by_label("Ends at").fill("midday")
    tab.get_by_label("Online").check()
    tab.get_by_label("No police").check()
    save(tab, "Schedule it")
    expect(tab.get_by_text("The event is scheduled.")).to_be_visible()
    with office[1].app_context():
        planned = db.session.scalars(select(Event).join(Title, Event.title_key == Title.key).where(Title.english == title)).one()
        assert planned.area == area.lower().replace(" ", "-")
    tab.context.close()


def test_a_coordinator_agrees_a_pathway_from_a_gap_on_a_phone(browser: Browser, office: Office) -> None:
    tab = tab_of(browser, office, "coordinator", SIZES[1])
    tab.goto("/manage/coverage/gaps")
    tab.get_by_role("link", name="Agree a pathway").first.click()
    tab.get_by_label("Extant").check()
    tab.get_by_label("Or to whom else").fill("Lamp house (invented)")
    tab.get_by_label("How somebody is referred").fill("The officer calls together with the person.")
    fill_day(tab, "Look again by", 1, 6, 2027)
    save(tab, "Save")
    expect(tab.locator(".govuk-error-summary")).to_contain_text("agreed by both sides")
    check(tab)
    fill_day(tab, "Agreed on", 20, 11, 2026)
    tab.get_by_label("Who agreed for the police").fill("Head of victim care")
    tab.get_by_label("Who agreed for the service").fill("Manager")
    save(tab, "Save")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Extant")
    expect(tab.get_by_text("Lamp house (invented)")).to_be_visible()
    check(tab)
    tab.context.close()
