"""A progress update tells how practice alerts stood at the end of its period; a document that was frozen before says nothing of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.accounts.rules import Role
from outreach.alerts.models import Alert
from outreach.alerts.operations import withdraw_alert
from outreach.core.db import db
from outreach.updates.assembling import assemble
from outreach.updates.letter import Alerts, digest, read_canonical, write_canonical
from outreach.updates.operations import UpdateRefused, freeze
from outreach.updates.rules import Refusal, State
from tests.accounts import add_account, sign_in
from tests.alerts import add_alert, add_answer
from tests.conftest import NOW
from tests.integration.updates.conftest import Desk
from tests.partners import add_member_of, add_organisation

WITHIN = NOW - timedelta(days=10)  # the period ends two days ago
HEADING = "What partner organisations told"


def test_it_tells_how_alerts_stood_and_what_comes_later_changes_nothing(desk: Desk) -> None:
    with desk.app.app_context():
        assert assemble(desk.update).alerts == ()
        organisation = add_organisation(name="Harbour of the Lantern")
        member, lead = add_member_of(organisation), add_account(Role.LEAD)
        ids = [add_alert(organisation, member, now=WITHIN) for _number in range(7)]
        add_alert(organisation, member, now=NOW - timedelta(days=1))
        add_answer(ids[0], lead, now=WITHIN)
        told = (Alerts("Kent", "6", "0", "fewer than five", "0"),)
        assert assemble(desk.update).alerts == told
        desk.approve()
        add_answer(ids[1], lead)
        freeze(desk.update, by=desk.writer, now=NOW)
        db.session.commit()
        update = desk.update
        assert read_canonical(update.content).alerts == told
        assert update.pdf is not None
    page = sign_in(desk.app, desk.writer_id).page(f"/manage/updates/{desk.update_id}/document")
    for words in (HEADING, "not a count of cases", "fewer than five"):
        assert words in page.text
    assert "Harbour of the Lantern" not in page.text


def test_an_alert_that_is_withdrawn_ends_an_approval(desk: Desk) -> None:
    with desk.app.app_context():
        organisation = add_organisation()
        alert_id = add_alert(organisation, add_member_of(organisation), now=WITHIN)
        desk.approve()
        withdraw_alert(db.session.get_one(Alert, alert_id), now=NOW)
        with pytest.raises(UpdateRefused) as refused:
            freeze(desk.update, by=desk.writer, now=NOW)
        assert refused.value.refusal is Refusal.CHANGED


def test_a_document_of_the_first_form_is_read_as_it_was_frozen(desk: Desk) -> None:
    with desk.app.app_context():
        update = desk.update
        content = write_canonical(replace(assemble(update), alerts=None))
        assert content.count('"form":1') == 1
        update.content, update.digest, update.state = content, digest(content), State.FROZEN
        update.frozen_at, update.frozen_by_id, update.pdf = NOW, desk.writer_id, b"%PDF-"
        db.session.commit()
        organisation = add_organisation()
        add_alert(organisation, add_member_of(organisation), now=WITHIN)
    client = sign_in(desk.app, desk.writer_id)
    page = client.page(f"/manage/updates/{desk.update_id}/document")
    assert HEADING not in page.text
    assert "does not give the stored hash" not in page.text
    assert client.get(f"/manage/updates/{desk.update_id}/content.json").data.decode() == content


def test_a_draft_says_that_none_was_told_and_that_nothing_follows(desk: Desk) -> None:
    client = sign_in(desk.app, desk.writer_id)
    assert "It does not follow that practice was as promised" in client.page(f"/manage/updates/{desk.update_id}/document").text
    assert client.get(f"/manage/updates/{desk.update_id}/document.pdf").data.startswith(b"%PDF")
