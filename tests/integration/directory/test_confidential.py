"""Markers planted in what must not leave: searched for in every page, feed, file, list and log where it must not be."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.models import Service, ServiceChange
from outreach.directory.operations import change_service
from outreach.directory.queries import find_pending
from outreach.directory.revising import ASKED, ask, give_back, offer_service, version_of
from outreach.directory.rules import Access
from outreach.partners.models import Organisation
from outreach.site.generations import find_current
from outreach.site.operations import export_site, publish_site
from tests.accounts import add_account, areas, post, sign_in
from tests.conftest import NOW
from tests.directory import add_shown, load, values
from tests.integration.test_confidential_places import files, markers
from tests.partners import add_member_of, add_organisation

BASE = "/manage/directory"
LISTS = (BASE, f"{BASE}?q=zqmark", f"{BASE}?format=csv&stage=shown", "/manage/audit", "/manage/audit?format=csv", "/manage/", "/metrics")


class Directory:
    """An installation with a confidential service, and one that was open until its address had to go; every note holds a marker."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.lead, self.far = add_account(), add_account(Role.COORDINATOR, areas("surrey"))
            organisation = add_organisation(name="Harbour")
            self.member = add_member_of(organisation)
            hidden: dict[str, Any] = {"is_confidential": True, "note": "Zqmarknote by the bakery", "access": [Access.PHONE]}
            self.hidden = add_shown(self.lead, name="House", organisation_id=organisation, **hidden)
            open_before: dict[str, Any] = {
                "address": "Zqmarkaddress 1",
                "website": "https://zqmark.example",
                "email": "zqmark@zqmark.example",
            }
            self.moved = add_shown(self.lead, name="Moved", organisation_id=organisation, **open_before)
            gone = dict.fromkeys(open_before, "")
            change_service(load(self.moved), {**gone, "is_confidential": True}, Act(self.lead, NOW))
            self.asked = add_shown(self.lead, name="Asked", organisation_id=organisation)
            self._ask(db.session.get_one(Organisation, organisation))
            db.session.commit()

    def _ask(self, organisation: Organisation) -> None:
        """The member asks for a change of a service; of two that they have sent, one was given back."""
        by, wanted = Act(self.member, NOW), {"address": "Zqmarkaddress 3", "email": "zqmark@zqmarkmail.example"}
        ask(load(self.asked), {**wanted, "description": "Zqmarkpending, in words."}, by)
        self.offered, self.given_back = (self._offer(name, organisation, by) for name in ("Offered", "Given back"))
        pending = db.session.scalars(select(ServiceChange).where(ServiceChange.service_id == self.given_back)).one()
        set_committed_value(pending, "service", load(self.given_back))
        give_back(pending, version=version_of(pending), reason="Zqmarkreason for it", act=Act(self.lead, NOW))

    def _offer(self, name: str, organisation: Organisation, by: Act) -> UUID:
        places = {"address": "Zqmarkaddress 4", "email": "zqmark@zqmarkmail.example"}
        said = {**values(**places), "name": name, "description": f"Zqmarkdraft {name}."}
        return offer_service(uuid4(), {each: said[each] for each in ASKED}, by, organisation=organisation).id

    @property
    def services(self) -> tuple[UUID, UUID]:
        return self.hidden, self.moved

    def publish(self) -> None:
        with self.app.app_context():
            publish_site(self.app.config["OUTREACH"], now=NOW)
            db.session.commit()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def directory(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, copy_mould: Callable[..., Flask]) -> Directory:
    """For looking only."""
    made = Directory(copy_mould(request.param, tmp_path_factory.mktemp("directory") / "copy", clock=lambda: NOW))
    made.publish()
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def own_directory(request: pytest.FixtureRequest, make_copy: Callable[..., Flask]) -> Directory:
    """To be changed."""
    return Directory(make_copy(request.param, clock=lambda: NOW))


def test_the_markers_are_there_to_be_found(directory: Directory) -> None:
    """Otherwise nothing else here says anything."""
    lead, member = sign_in(directory.app, directory.lead), sign_in(directory.app, directory.member)
    assert "Zqmarknote" in lead.get(f"{BASE}/{directory.hidden}").text
    assert "Zqmarkpending" in member.get(f"{BASE}/{directory.asked}").text
    text = member.get(f"{BASE}/{directory.given_back}").text
    assert "Zqmarkreason" in text
    assert "Zqmarkdraft" in text


def test_no_public_page_and_no_export_holds_one(directory: Directory, tmp_path: Path) -> None:
    config = directory.app.config["OUTREACH"]
    current = find_current(config.data_dir / "site")
    assert current is not None
    kent = current.files["en/find-help/kent.html"].address
    text = directory.app.test_client().get(kent).text
    assert "House" in text
    assert "We do not show the place here." in text
    with directory.app.app_context():
        export_site(config, tmp_path / "site")
    assert [(path, markers(text)) for path, text in files(tmp_path / "site") if markers(text)] == []
    assert directory.app.test_cli_runner().invoke(args=["content", "export", str(tmp_path / "content")]).exit_code == 0
    assert "Advice for everybody." in (tmp_path / "content" / "events.pot").read_text("utf-8")
    assert [path for path, text in files(tmp_path / "content") if markers(text)] == []


def test_no_answer_of_the_open_data_holds_one(directory: Directory) -> None:
    """Nor does it know of a service that only waits to be shown."""
    client = directory.app.test_client()
    services = json.loads(client.get("/api/oruk/services").text)["contents"]
    assert sorted(one["name"] for one in services) == ["Asked", "House", "Moved"]
    for path in (f"/api/oruk/services/{directory.asked}", "/api/oruk/services", "/api/oruk/service_at_locations"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert markers(answer.text) == [], path
    assert client.get(f"/api/oruk/services/{directory.given_back}").status_code == 404


def test_no_list_no_spreadsheet_and_no_trail_holds_one(directory: Directory) -> None:
    client = sign_in(directory.app, directory.lead)
    for path in LISTS:
        response = client.get(path, follow_redirects=True)
        assert response.status_code == 200, path
        assert [word for word in markers(response.text) if word.strip("“”") != "zqmark"] == [], path


def test_members_do_not_get_the_note_and_staff_elsewhere_get_nothing(directory: Directory) -> None:
    member, far = sign_in(directory.app, directory.member), sign_in(directory.app, directory.far)
    for service_id in directory.services:
        page = member.get(f"{BASE}/{service_id}")
        assert page.status_code == 200
        assert markers(page.text) == []
        assert far.get(f"{BASE}/{service_id}").status_code == 404
    assert markers(far.get(BASE).text) == []


def test_no_line_of_a_log_holds_one(own_directory: Directory, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    own_directory.app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.DEBUG):
        client = sign_in(own_directory.app, own_directory.lead)
        for service_id in own_directory.services:
            client.get(f"{BASE}/{service_id}")
        sign_in(own_directory.app, own_directory.member).get(f"{BASE}/{own_directory.asked}/ask")
        with own_directory.app.app_context():
            pending = find_pending(own_directory.asked)
            assert pending
            change = f"{BASE}/changes/{pending.id}"
        assert "Zqmarkpending" in client.get(change).text
        post(client, f"{change}/approve", version="0.0")
        with own_directory.app.app_context():
            db.session.get_one(Service, own_directory.hidden).address = "Zqmarkaddress 2"
            with pytest.raises(IntegrityError, match="confidential"):
                db.session.commit()
            db.session.rollback()
        own_directory.publish()
    assert markers(caplog.text + "".join(capfd.readouterr())) == []
