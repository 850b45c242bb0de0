"""Marker addresses: what is confidential about a place, a host or where people join online, planted in every field that can hold it, and
searched for wherever it must not be.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.content.queries import find_library
from outreach.core.db import db
from outreach.core.languages import LANGUAGES
from outreach.events.models import Event
from outreach.events.operations import cancel_event
from outreach.events.rules import Need, StaffRole, Visibility, Whereabouts
from outreach.site.generations import find_current
from outreach.site.operations import export_site, publish_site
from tests.accounts import add_account, areas, new_client, sign_in
from tests.campaigns import days
from tests.client import PageClient
from tests.conftest import NOW
from tests.events import act, add_event, add_interpreter, add_series, add_venue, load
from tests.integration.events.test_own_calendar import make_address
from tests.pages import parse_page

VENUE = {"name": "Zqmarkvenue", "address": "Zqmarkaddress 1", "transport": "Zqmarktransport"}
HOST = {"host_name": "Zqmarkhost", "host_email": "zqmarkhost@zqmark.example"}
NOTES = {"purpose": "Zqmarkpurpose", "safeguarding": "Zqmarksafeguarding", "risks": "Zqmarkrisks"}
JOIN = {"whereabouts": Whereabouts.ONLINE, "join_url": "https://zqmarkjoin.example/zqmarkjoin"}
AGREED = {"agreed_by": "Zqmarkwarden", "agreed_on": days(-1)}
EVERYWHERE = ("/manage/events", "/manage/events/month", "/manage/events/week", "/manage/events/agenda", "/manage/", "/manage/timeline")
LISTS = ("/manage/events?format=csv&when=all", "/manage/audit?format=csv", "/manage/audit", "/manage/jobs", "/manage/outbox", "/metrics")
REASON = "zqmarkreason"  # why an event is cancelled is on record for staff, and for nobody else


class Office:
    """An installation in which every field about places, hosts and notes of public events holds a marker."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.lead = add_account(name="Ffion Fair")
            self.far = add_account(Role.COORDINATOR, areas("surrey"))
            self.events = self._plant()

    def _plant(self) -> list[UUID]:
        me = self.lead
        venue, agreed = add_venue(me, **VENUE), add_venue(me, **{**VENUE, **AGREED})  # type: ignore[arg-type]
        who = add_interpreter(me, name="Zqmarkinterpreter")
        public: dict[str, Any] = {"visibility": Visibility.PUBLIC, **HOST, **NOTES, "languages": [("ur", Need.CONFIRMED, who)]}
        told = {"whereabouts": Whereabouts.HOST_TELLS}
        here, there = ({"whereabouts": Whereabouts.VENUE, "venue_id": one} for one in (venue, agreed))
        made = [add_event(me, title="Host tells", held_on=days(2), **told, **public)]
        made.append(add_event(me, title="Not shown", held_on=days(3), **here, **public))
        made.append(add_event(me, title="Agreed, and not shown", held_on=days(4), **there, **public))
        made += add_series(me, "FREQ=WEEKLY;COUNT=3", first_on=days(6), title="Series", **told, **public)
        cancel_event(load(made[-1], me), REASON, act(me))
        made.append(add_event(me, title="Online", held_on=days(7), **JOIN, **public))
        made.append(add_event(me, title="Internal", held_on=days(5), **here, **{**public, "visibility": Visibility.INTERNAL}))
        made.append(add_event(me, title="At work there", held_on=days(8), staff=[(self.far, StaffRole.SUPPORT)], **told, **public))
        db.session.commit()
        return made

    def publish(self) -> None:
        with self.app.app_context():
            publish_site(self.app.config["OUTREACH"], now=NOW)
            db.session.commit()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, copy_mould: Callable[..., Flask]) -> Office:
    """For looking only."""
    made = Office(copy_mould(request.param, tmp_path_factory.mktemp("office") / "copy", clock=lambda: NOW))
    made.publish()
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def own_office(request: pytest.FixtureRequest, make_copy: Callable[..., Flask]) -> Office:
    """To be changed."""
    return Office(make_copy(request.param, clock=lambda: NOW))


def markers(text: str) -> list[str]:
    return sorted({word for word in text.lower().replace('"', " ").split() if "zqmark" in word})


def files(folder: Path) -> Iterator[tuple[Path, str]]:
    return ((path, path.read_text("utf-8")) for path in folder.rglob("*") if path.is_file() and path.suffix not in (".br", ".gz"))


def test_the_markers_are_there_to_be_found(office: Office) -> None:
    """Otherwise nothing else here says anything."""
    text = sign_in(office.app, office.lead).get(f"/manage/events/{office.events[1]}").text.lower()
    planted = [*VENUE.values(), *HOST.values(), *NOTES.values(), "zqmarkinterpreter"]
    for marker in (words.split()[0].lower() for words in planted if words not in (VENUE["address"], VENUE["transport"])):
        assert marker in text, marker
    assert "zqmarkjoin" in sign_in(office.app, office.lead).get(f"/manage/events/{office.events[6]}").text
    with office.app.app_context():
        assert len(db.session.scalars(select(Event)).all()) == len(office.events)


def test_no_public_page_no_public_calendar_and_no_export_holds_one(office: Office, tmp_path: Path) -> None:
    config = office.app.config["OUTREACH"]
    current = find_current(config.data_dir / "site")
    assert current is not None
    told = [path for path in current.files if path.startswith("en/events/")]
    assert len([path for path in told if path.endswith(".html")]) == 1 + len(office.events) - 1
    with office.app.app_context():
        export_site(config, tmp_path / "site")
        assert find_library() is not None
    exported = list(files(tmp_path / "site"))
    assert len(exported) > len(LANGUAGES) * len(told)
    assert [(path, markers(text)) for path, text in exported if markers(text)] == []
    result = office.app.test_cli_runner().invoke(args=["content", "export", str(tmp_path / "content")])
    assert result.exit_code == 0
    assert "Host tells" in (tmp_path / "content" / "events.pot").read_text("utf-8")
    assert [path for path, text in files(tmp_path / "content") if markers(text)] == []


def test_no_own_calendar_holds_one(office: Office) -> None:
    for account in (office.lead, office.far):
        text = new_client(office.app).get(make_address(sign_in(office.app, account))).text
        assert "At work there" in text
        assert markers(text) == []


def test_no_list_no_calendar_no_print_and_no_spreadsheet_of_the_staff_holds_one(office: Office) -> None:
    client = sign_in(office.app, office.lead)
    prints = [f"/manage/events/programme?area=kent&language={tag}" for tag in ("en", "ur")]
    for path in (*EVERYWHERE, *LISTS, *prints):
        response = client.get(path, follow_redirects=True)
        assert response.status_code == 200, path
        assert [word for word in markers(response.text) if REASON not in word or "audit" not in path] == [], path


def test_staff_of_another_area_find_none_of_it(office: Office) -> None:
    client: PageClient = sign_in(office.app, office.far)
    for event_id in office.events[:-1]:
        assert client.get(f"/manage/events/{event_id}").status_code == 404
    for path in (
        *EVERYWHERE,
        "/manage/events/venues",
        "/manage/events/venues?format=csv",
        "/manage/events/programme?area=kent&language=en",
    ):
        response = client.get(path)
        assert response.status_code == 200, path
        assert markers(response.text) == [], path
    assert "Zqmarkvenue" not in client.get(f"/manage/events/{office.events[-1]}").text, "where the host tells, no place is kept"


def test_no_line_of_a_log_holds_one(own_office: Office, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    own_office.app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.DEBUG):
        client = sign_in(own_office.app, own_office.lead)
        for event_id in own_office.events:
            client.get(f"/manage/events/{event_id}")
        client.get(make_address(client))
        with own_office.app.app_context():
            event = load(own_office.events[0], own_office.lead)
            event.ends_at = event.starts_at - timedelta(hours=1)
            with pytest.raises(Exception, match="times"):
                db.session.commit()
            db.session.rollback()
        own_office.publish()
    said = caplog.text + "".join(capfd.readouterr())
    assert markers(said) == []


def test_a_place_that_is_shown_is_shown_on_its_page_and_in_no_calendar(own_office: Office) -> None:
    with own_office.app.app_context():
        venue = add_venue(own_office.lead, name="Open hall", address="Open street 1", **AGREED)  # type: ignore[arg-type]
        shown = {"whereabouts": Whereabouts.VENUE, "venue_id": venue, "shows_place": True}
        event_id = add_event(own_office.lead, visibility=Visibility.PUBLIC, held_on=days(9), title="Shown", **shown, **HOST, **NOTES)
    own_office.publish()
    client = new_client(own_office.app)
    page = parse_page(client.get(f"/ur/events/{event_id}").data)
    assert "Open street 1" in page.text
    assert markers(page.text) == []
    for path in ("/ur/events/kent.ics", "/en/events.ics", make_address(sign_in(own_office.app, own_office.lead))):
        assert "Open" not in client.get(path).text


def test_an_address_that_everybody_may_have_is_on_its_page_as_text_and_in_no_calendar(office: Office) -> None:
    """No link: a reader who follows one tells a company that they were here."""
    with office.app.app_context():
        shown: dict[str, Any] = {**JOIN, "join_url": "https://open.example/join?key=1", "shows_join": True}
        event_id = add_event(office.lead, visibility=Visibility.PUBLIC, held_on=days(9), title="Shown", **shown, **HOST, **NOTES)
    office.publish()
    client = new_client(office.app)
    page = parse_page(client.get(f"/ur/events/{event_id}").data)
    assert "https://open.example/join?key=1" in page.text
    assert not [link for link in page.links if "open.example" in link]
    assert markers(page.text) == []
    for path in ("/ur/events/kent", "/ur/events/kent.ics", "/en/events.ics", make_address(sign_in(office.app, office.lead))):
        assert "open.example" not in client.get(path).text
    assert "open.example" in sign_in(office.app, office.lead).get("/manage/events/programme?area=kent&language=ur").text
