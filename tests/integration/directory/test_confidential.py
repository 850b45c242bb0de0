"""Markers planted in what must not leave: searched for in every page, feed, file, list and log where it must not be."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.models import Service
from outreach.directory.operations import change_service
from outreach.directory.rules import Access
from outreach.site.generations import find_current
from outreach.site.operations import export_site, publish_site
from tests.accounts import add_account, areas, sign_in
from tests.conftest import NOW
from tests.directory import add_shown, load
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
            db.session.commit()

    @property
    def services(self) -> tuple[UUID, UUID]:
        return self.hidden, self.moved

    def publish(self) -> None:
        with self.app.app_context():
            publish_site(self.app.config["OUTREACH"], now=NOW)
            db.session.commit()


@pytest.fixture(params=["sqlite", "postgresql"])
def directory(request: pytest.FixtureRequest, make_copy: Callable[..., Flask]) -> Directory:
    made = Directory(make_copy(request.param, clock=lambda: NOW))
    made.publish()
    return made


def test_the_markers_are_there_to_be_found(directory: Directory) -> None:
    """Otherwise nothing else here says anything."""
    assert "Zqmarknote" in sign_in(directory.app, directory.lead).get(f"{BASE}/{directory.hidden}").text


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


def test_no_line_of_a_log_holds_one(directory: Directory, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    directory.app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.DEBUG):
        client = sign_in(directory.app, directory.lead)
        for service_id in directory.services:
            client.get(f"{BASE}/{service_id}")
        with directory.app.app_context():
            db.session.get_one(Service, directory.hidden).address = "Zqmarkaddress 2"
            with pytest.raises(IntegrityError, match="confidential"):
                db.session.commit()
            db.session.rollback()
        directory.publish()
    assert markers(caplog.text + "".join(capfd.readouterr())) == []
