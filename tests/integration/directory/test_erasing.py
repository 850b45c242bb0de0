"""A year after an organisation has left, nothing that it said of its services is kept; the feed still knows that they are gone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.content.library import Translation
from outreach.content.operations import save_translation
from outreach.core.db import Base, db
from outreach.core.text import revision_id
from outreach.directory.assigning import Act
from outreach.directory.models import Service
from outreach.directory.revising import ask
from outreach.directory.rules import Mode, Stage
from outreach.overview.organisation import erase_departed
from outreach.partners.membership import leave_programme
from outreach.partners.models import Organisation
from outreach.partners.rules import KEPT_AFTER_LEAVING, Consent
from tests.accounts import add_account, sign_in
from tests.conftest import NOW
from tests.directory import PHONE, add_shown, load
from tests.partners import add_member_of, add_organisation

THE_TRAIL = ("audit_entry", "outbox_mail")  # who did what, without what was said; mails have a date of their own


def tables_with(word: str) -> list[str]:
    """The tables in which a word stands anywhere."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in THE_TRAIL]
    return [table.name for table in tables if any(word in str(row).lower() for row in db.session.execute(select(table)))]


def test_nothing_that_was_said_of_services_is_kept(app: Flask) -> None:
    with app.app_context():
        lead = add_account()
        organisation_id = add_organisation(name="Zqmark", consents=[Consent.LISTED, Consent.OPEN_DATA])
        owner = add_member_of(organisation_id)
        said: dict[str, Any] = {"address": "1 Zqmark Row", "email": "zqmark@zqmark.example", "note": "Zqmark"}
        said |= {"description": "Zqmark helps.", "languages": [("ti", Mode.NATIVE, "Zqmark", [])]}
        said |= {"phones": [(*PHONE[:1], "Zqmark", *PHONE[2:])], "organisation_id": organisation_id}
        shown = add_shown(lead, name="Zqmark advice", **said)
        draft = add_shown(lead, name="Zqmark draft", is_draft=True, **said)
        other = add_shown(lead, name="Elsewhere")
        key = load(shown).description_key
        save_translation(key, "ti", Translation("Zqmark ti", revision_id("Zqmark helps."), by="TI", on=date(2026, 11, 20)))
        ask(load(shown), {"name": "Zqmark tea"}, Act(owner, NOW))
        leave_programme(db.session.get_one(Organisation, organisation_id), by=db.session.get_one(Account, owner), now=NOW)
        db.session.commit()
        found = {"service", "service_change", "service_phone", "service_language", "content_unit", "content_translation"}
        assert found <= set(tables_with("zqmark"))
        later = NOW + KEPT_AFTER_LEAVING + timedelta(days=1)
        assert erase_departed(app.config["OUTREACH"], later) == 1
        db.session.expire_all()
        assert tables_with("zqmark") == []
        assert [(load(one).stage, load(one).name) for one in (shown, draft)] == [(Stage.ENDED, "–"), (Stage.ARCHIVED, "–")]
        assert db.session.get_one(Service, other).name == "Elsewhere"
    client = app.test_client()
    assert client.get(f"/api/oruk/services/{shown}").get_json()["status"] == "defunct"
    assert client.get(f"/api/oruk/services/{draft}").status_code == 404
    assert sign_in(app, lead).page(f"/manage/directory/{shown}").title.startswith("–")
