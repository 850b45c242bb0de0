"""A commitment's page of everything that was done for it: across features, by day, within the areas of whoever looks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from outreach.accounts.queries import get_account
from outreach.accounts.rules import Role
from outreach.campaigns.rules import Doing
from outreach.commitments.operations import add_evidence, seed_register
from outreach.commitments.queries import get_commitment
from outreach.commitments.rules import Kind
from outreach.core.db import db
from tests.accounts import EVERYWHERE, add_account, areas, sign_in
from tests.campaigns import add_action, add_campaign, days
from tests.conftest import NOW


@pytest.fixture
def lead(app: Flask) -> object:
    """A national lead, who has planned, done and shown things for L2, in Kent and in Surrey."""
    with app.app_context():
        seed_register(now=NOW)
        lead = add_account(Role.LEAD)
        by = get_account(lead, scope=EVERYWHERE)
        kent = add_campaign(lead, "kent", name="Kentish lanterns", commitments=["L2"])
        add_campaign(lead, "surrey", name="Surrey lanterns", commitments=["L2"])
        add_campaign(lead, "kent", name="For something else", commitments=["L3"])
        add_action(kent, lead, title="Print the leaflet", commitments=["L2"], doing=Doing.DONE, started_on=days(-4), done_on=days(-3))
        add_action(kent, lead, title="Post the leaflet", commitments=["L2"], due_on=days(9))
        about: dict[str, Any] = {"kind": Kind.FILE, "title": "Six briefings", "reference": "Sheet", "dated_on": days(-30)}
        add_evidence(get_commitment("L2", is_locked=True), uuid4(), places=areas("kent"), by=by, now=NOW, **about)
        db.session.commit()
        return lead


def test_everything_done_for_a_commitment_is_there_by_its_day(app: Flask, lead: object) -> None:
    text = sign_in(app, lead).page("/manage/commitments/L2/work").text  # type: ignore[arg-type]
    places = [text.index(title) for title in ("Six briefings", "Kentish lanterns", "Print the leaflet", "Post the leaflet")]
    assert places == sorted(places)
    assert "Surrey lanterns" in text
    assert "For something else" not in text


def test_what_lies_outside_the_areas_of_whoever_looks_is_not_there(app: Flask, lead: object) -> None:
    with app.app_context():
        coordinator = add_account(Role.COORDINATOR, areas("surrey"))
    text = sign_in(app, coordinator).page("/manage/commitments/L2/work").text
    assert "Surrey lanterns" in text
    assert "Kentish" not in text
    assert "leaflet" not in text
    assert "Six briefings" not in text


def test_a_commitment_leads_there_and_one_without_work_says_what_will_be_there(app: Flask, lead: object) -> None:
    client = sign_in(app, lead)  # type: ignore[arg-type]
    assert "/manage/commitments/L2/work" in client.page("/manage/commitments/L2").links
    assert "Nothing yet" in client.page("/manage/commitments/L5/work").text
    assert client.get("/manage/commitments/L99/work").status_code == 404
