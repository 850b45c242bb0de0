"""The audit trail as leads and auditors read it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask

from outreach.accounts.models import Account
from outreach.accounts.operations import subject_of
from outreach.accounts.rules import Role
from outreach.audit.operations import record
from outreach.campaigns.queries import asker_of
from outreach.core.db import db
from outreach.overview.trail import trail_of
from tests.accounts import add_account, areas, sign_in
from tests.briefings import add_briefing, add_issue, add_version
from tests.campaigns import add_campaign
from tests.conftest import NOW
from tests.events import add_event


@pytest.mark.parametrize("role", [Role.LEAD, Role.AUDITOR])
def test_leads_and_auditors_read_who_did_what(app: Flask, role: Role) -> None:
    with app.app_context():
        reader = add_account(role, name="Reader")
        other = add_account(Role.COORDINATOR, name="Cosmo Quill")
        record("account.suspended", subject_of(other), by=str(reader), now=NOW, detail="a test of the trail")
        db.session.commit()
    page = sign_in(app, reader).page("/manage/audit?what=account.suspended")
    assert "Suspended an account" in page.text
    assert "Cosmo Quill" in page.text
    assert str(other) not in page.text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.TRANSLATOR, Role.REVIEWER, Role.PARTNER])
def test_nobody_else_reads_it(app: Flask, role: Role) -> None:
    with app.app_context():
        reader = add_account(role)
    client = sign_in(app, reader)
    assert client.get("/manage/audit").status_code == 403
    assert client.get("/manage/audit/1").status_code == 403


def test_a_lead_of_an_area_reads_about_people_of_that_area_only(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD, areas("kent"), name="Kentish Lead")
        near = add_account(Role.COORDINATOR, areas("kent"), name="Near")
        far = add_account(Role.COORDINATOR, areas("surrey"), name="Far")
        for person in (near, far):
            record("account.changed", subject_of(person), by="command line", now=NOW)
        record("claim.withdrawn", "claim/not-law", by="command line", now=NOW)
        db.session.commit()
    client = sign_in(app, lead)
    page = client.page("/manage/audit")
    assert "Near" in page.text
    assert "Far" not in page.text
    assert "claim/not-law" not in page.text
    links = [link for link in sign_in(app, lead).page("/manage/audit").links if link.startswith("/manage/audit/")]
    assert links
    numbers = {int(link.rpartition("/")[2]) for link in links}
    outside = next(number for number in range(1, max(numbers) + 9) if number not in numbers)
    assert client.get(f"/manage/audit/{outside}").status_code == 404


def test_it_is_searched_by_person_record_and_time(app: Flask) -> None:
    with app.app_context():
        reader = add_account(Role.AUDITOR)
        cosmo, ffion = add_account(Role.LEAD, name="Cosmo Quill"), add_account(Role.LEAD, name="Ffion Fair")
        record("claim.withdrawn", "claim/not-law", by=str(cosmo), now=NOW - timedelta(days=9), detail="old")
        record("claim.restored", "claim/not-law", by=str(ffion), now=NOW, detail="new")
        db.session.commit()
    client = sign_in(app, reader)
    assert [row["Detail"] for row in exported(client.get("/manage/audit?person=cosmo+quill&q=not-law&format=csv").text)] == ["old"]
    assert [row["Detail"] for row in exported(client.get("/manage/audit?q=not-law&format=csv").text)] == ["new", "old"]
    recent = client.get(f"/manage/audit?q=not-law&at_from={NOW:%Y-%m-%d}&format=csv").text
    assert [(row["Who"], row["Detail"]) for row in exported(recent)] == [("Ffion Fair", "new")]


def test_a_row_shows_the_hashes_that_chain_it(app: Flask) -> None:
    with app.app_context():
        reader = add_account(Role.AUDITOR)
        record("claim.withdrawn", "claim/not-law", by=str(reader), now=NOW)
        db.session.commit()
    client = sign_in(app, reader)
    link = next(link for link in client.page("/manage/audit?q=not-law").links if link.startswith("/manage/audit/"))
    page = client.page(link)
    assert "Hash of the row before" in page.text
    assert "claim/not-law" in page.text


def exported(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_lead_of_an_area_reads_about_campaigns_events_and_briefings_there(app: Flask) -> None:
    with app.app_context():
        lead, maker, second = add_account(Role.LEAD, areas("kent")), add_account(Role.LEAD), add_account(Role.LEAD)
        briefing = add_briefing(maker)
        add_version(briefing, maker, second)
        about = {}
        for area in ("kent", "surrey"):
            campaign = f"campaign/{add_campaign(maker, area)}"
            event = f"event/{add_event(maker, area=area)}"
            issue = f"briefing-issue/{add_issue(briefing, maker, area).id}"
            record("campaign.changed", campaign, by=str(maker), now=NOW)
            about[area] = {campaign, event, issue}
        db.session.commit()
        seen = {entry.subject for entry in db.session.scalars(trail_of(asker_of(db.session.get_one(Account, lead))))}
        assert about["kent"] <= seen
        assert not about["surrey"] & seen


def test_its_question_does_not_grow_with_what_is_in_sight(app: Flask) -> None:
    def length() -> int:
        sent = trail_of(asker_of(db.session.get_one(Account, lead))).compile(db.engine).params
        return sum(len(value) if isinstance(value, list) else 1 for value in sent.values())

    with app.app_context():
        lead = add_account(Role.LEAD, areas("kent"))
        before = length()
        for _ in range(3):
            add_event(lead)
            add_campaign(lead, "kent")
        assert length() == before
