"""The protocol is told as the register has it, with the day of the last look, under everything that is issued."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from outreach.accounts.rules import Role
from outreach.briefings.operations import note_look
from outreach.briefings.protocol import find_protocol
from outreach.briefings.rules import Protocol, Refusal
from outreach.commitments.operations import change_state, seed_register
from outreach.commitments.queries import get_commitment
from outreach.commitments.rules import State
from outreach.core.db import db
from tests.accounts import add_account, areas, post, sign_in
from tests.briefings import TODAY, add_briefing, add_issue, add_version, person, typed_day
from tests.conftest import NOW
from tests.integration.briefings.test_versions import refusal_of
from tests.integration.commitments.test_register import hidden

ROOT = "/manage/briefings"
TOLD = "was announced in December 2021 and promised again on 31 July 2023 (written answer HL9622). No published protocol has been found."


def test_the_line_stands_under_the_words_of_every_issue_with_what_the_register_says(app: Flask) -> None:
    with app.app_context():
        seed_register(now=NOW)
        lead, second, near = add_account(Role.LEAD), add_account(Role.LEAD), add_account(Role.AUDITOR, areas("kent"))
        material = add_briefing(lead)
        add_version(material, lead, second, held="link", wording="", url="https://example.org/words")
        issue_id = add_issue(material, lead).id
        note_look(uuid4(), looked_on=TODAY, places="GOV.UK", is_found=False, url="", by=person(lead), now=NOW)
        db.session.commit()
    text = sign_in(app, near).page(f"{ROOT}/issues/{issue_id}").text
    assert "https://example.org/words" in text
    assert TOLD in text
    assert "It is not a protection" in text
    assert "Last looked for on Sun 22 November 2026" in text
    assert "R3 Announced, not found" in text
    assert text.index("https://example.org/words") < text.index(TOLD)


@pytest.mark.parametrize(
    ("state", "is_found", "standing"),
    [
        (None, False, Protocol.NOT_FOUND),
        (None, True, Protocol.SEEN),
        (State.IN_PROGRESS, False, Protocol.REGISTERED),
        (State.SET_ASIDE, False, Protocol.REGISTERED),  # then the row of the letter counts, which the seed has as open
    ],
)
def test_what_is_said_follows_the_register_and_the_last_look(
    app: Flask, state: State | None, is_found: bool, standing: Protocol
) -> None:  # fmt: skip
    with app.app_context():
        seed_register(now=NOW)
        lead = add_account(Role.LEAD)
        if state:
            change_state(get_commitment("R3"), state, reason="x", by=None, now=NOW)
        for days_ago, found in ((50, not is_found), (3, is_found)):
            on = TODAY - timedelta(days=days_ago)
            url = "https://example.org" if found else ""
            note_look(uuid4(), looked_on=on, places="GOV.UK", is_found=found, url=url, by=person(lead), now=NOW)
        assert find_protocol(TODAY).standing is standing
        db.session.commit()
    text = sign_in(app, lead).page(f"{ROOT}/protocol").text
    assert (TOLD in text) == (standing is Protocol.NOT_FOUND)
    assert "GOV.UK" in text


def test_without_a_register_nothing_is_claimed_and_nobody_has_looked(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
        found = find_protocol(TODAY)
        assert (found.standing, found.look, found.is_look_due) == (Protocol.UNKNOWN, None, True)
    text = sign_in(app, lead).page(f"{ROOT}/protocol").text
    assert "has no row about it" in text
    assert "No published protocol has been found" not in text


def test_a_look_is_noted_once_on_a_day_that_has_come_and_is_due_after_ninety(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
        about: dict[str, Any] = {"places": "GOV.UK", "is_found": False, "url": "", "by": person(lead), "now": NOW}
        late = refusal_of(lambda: note_look(uuid4(), looked_on=TODAY + timedelta(days=1), **about))
        assert late.refusal is Refusal.IN_THE_FUTURE
    client = sign_in(app, lead)
    opened = hidden(client.page(f"{ROOT}/protocol/look"))
    form = {"places": "GOV.UK"} | typed_day("looked_on", -91)
    assert post(client, f"{ROOT}/protocol/look", **opened, **form, is_found="yes").status_code == 422, "where it was found"
    assert post(client, f"{ROOT}/protocol/look", **opened, **form, url="https://example.org").status_code == 422
    assert post(client, f"{ROOT}/protocol/look", **opened, **form | typed_day("looked_on", 1)).status_code == 422
    for _ in range(2):
        assert post(client, f"{ROOT}/protocol/look", **opened, **form).status_code == 303
    text = client.page(f"{ROOT}/protocol").text
    assert text.count("found nothing published") == 1
    assert "more than 90 days ago: look again" in text
