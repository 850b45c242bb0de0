"""Leads are told of practice alerts, and answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from outreach.accounts.models import Account
from outreach.accounts.operations import leave
from outreach.accounts.rules import Role
from outreach.alerts.operations import AlertRefused, remind
from outreach.alerts.rules import Kind, Refusal, State
from outreach.core.db import db
from tests.accounts import add_account, areas, post, sign_in
from tests.alerts import ANSWER, add_alert, add_answer, add_dispute, add_partner, mails, state_of
from tests.campaigns import fields_of
from tests.conftest import NOW
from tests.pages import parse_page


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"finding": ""}, "Choose what you found"),
        ({"steps": []}, "Choose what was done"),
        ({"steps": ["nothing", "training"]}, "“Nothing was done” alone"),
        ({"finding": "cannot"}, "Choose why it cannot be looked into"),
        ({"words": ""}, "Enter an answer in your words"),
        ({"words": "Amina Yusuf reported an assault to us"}, "Take “Amina Yusuf” out"),
        ({"words": "Write to ceri@police.example"}, "Take the email address out"),
        ({"words": "It is crime 45/0012345/26"}, "Take “45/0012345/26” out"),
        ({"briefing_id": "00000000-0000-0000-0000-000000000001"}, "Choose one of those in the list"),
    ],
)
def test_an_answer_that_lacks_something_or_tells_of_somebody_is_refused_and_kept(app: Flask, said: dict[str, Any], message: str) -> None:
    with app.app_context():
        organisation, member = add_partner()
        alert_id, lead = add_alert(organisation, member), add_account(Role.LEAD)
    client, path = sign_in(app, lead), f"/manage/alerts/{alert_id}/answer"
    sent = {**fields_of(client, path), **ANSWER, **said}
    answer = post(client, path, **sent)
    assert answer.status_code == 422
    page = parse_page(answer.data)
    assert message in page.text
    assert [area.text or "" for area in page.all("textarea")] == [sent["words"]]
    with app.app_context():
        assert state_of(alert_id) == State.OPEN


def test_who_has_answered_does_not_answer_what_is_disputed(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        alert_id, lead = add_alert(organisation, member), add_account(Role.LEAD)
        add_answer(alert_id, lead)
        add_dispute(alert_id)
        with pytest.raises(AlertRefused) as refused:
            add_answer(alert_id, lead)
        assert refused.value.refusal is Refusal.SAME_PERSON
    client = sign_in(app, lead)
    assert client.get(f"/manage/alerts/{alert_id}/answer").status_code == 303
    assert "Another national lead" in client.page(f"/manage/alerts/{alert_id}").text


def test_a_dispute_that_only_another_national_lead_could_answer_says_so_and_stays_open(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        alert_id, lead = add_alert(organisation, member), add_account(Role.LEAD, name="Ffion Fair")
        add_answer(alert_id, lead)
        others = (Account.role == Role.LEAD, Account.is_national, Account.id != lead)
        db.session.execute(update(Account).where(*others).values(suspended_at=NOW))
        db.session.commit()
    client, path = sign_in(app, member), f"/manage/alerts/{alert_id}"
    assert "no national lead but the one who answered" in client.page(f"{path}/dispute").text
    assert post(client, f"{path}/dispute", dispute="again").status_code == 303
    page = client.page(path)
    for words in ("stays open until there is another national lead", "At present nobody can answer it", "Nobody judges their own answer"):
        assert words in page.text
    answering = sign_in(app, lead)
    page = answering.page(path)
    assert "a national lead other than Ffion Fair" in page.text
    assert f"{path}/answer" not in page.links
    assert post(answering, f"{path}/answer", **ANSWER).status_code in (303, 422)
    assert "Invite another national lead" in answering.page("/manage/").text
    with app.app_context():
        assert state_of(alert_id) == State.DISPUTED
        add_account(Role.LEAD)
    assert "At present nobody can answer it" not in client.page(path).text
    assert "Invite another national lead" not in answering.page("/manage/").text


def test_who_took_over_from_whoever_answered_is_another_person_and_can_judge_the_answer(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        alert_id, first, second = add_alert(organisation, member), add_account(Role.LEAD), add_account(Role.LEAD)
        add_answer(alert_id, first)
        add_dispute(alert_id)
        gone, successor = (db.session.get_one(Account, one) for one in (first, second))
        leave(gone, successor=successor, by=successor, now=NOW)
        db.session.commit()
    client = sign_in(app, second)
    assert "Practice alert: Kent" in client.page("/manage/").text
    assert f"/manage/alerts/{alert_id}/answer" in client.page(f"/manage/alerts/{alert_id}").links


def test_leads_are_mailed_when_it_is_raised_near_and_overdue_and_each_once(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner(areas=("kent", "surrey"))
        national, lead = add_account(Role.LEAD), add_account(Role.LEAD, areas("kent"), email="lead@kent.example")
        add_account(Role.COORDINATOR, areas("kent"))
        quiet = add_account(Role.LEAD, areas("kent"))
        db.session.get_one(Account, quiet).is_mailed = False
        alert_id, elsewhere = add_alert(organisation, member), add_alert(organisation, member, area="surrey")
        add_account(Role.LEAD, areas("gwent"))
        numbers = []
        leads = db.session.scalar(select(func.count()).where(Account.role == Role.LEAD, Account.is_national)) or 0
        for days in (0, 1, 1, 20, 21, 21, 28, 29, 29, 60):
            numbers.append(remind(NOW + timedelta(days=days)))
            db.session.commit()
        told = 1 + leads  # the lead of Kent; national leads for Surrey, which has none
        assert numbers == [0, told, 0, 0, told, 0, 0, told, 0, 0], "what is new is told from the next day on"
        assert [subject.partition(":")[0] for address, subject in mails("to_answer") if address == "lead@kent.example"] == [
            "A practice alert for Kent",
            "An answer is due soon",
            "An answer is overdue",
        ]
        add_answer(alert_id, lead)
        add_answer(elsewhere, national)
        assert len(mails("answered")) == 2
        address = db.session.get_one(Account, member).email
        assert {to for to, _subject in mails("answered")} == {address}
        add_dispute(alert_id)
        before = len(mails("to_answer"))
        assert remind(NOW) == 0
        assert remind(NOW + timedelta(days=1)) == leads, "every national lead, since the lead of Kent has answered"
        assert len(mails("to_answer")) == before + leads


def test_the_home_page_tells_leads_what_to_answer_and_partners_what_was_answered(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner(areas=("kent", "surrey"))
        new, late = add_alert(organisation, member), add_alert(organisation, member, now=NOW - timedelta(days=40), kind=Kind.REFUSED)
        add_alert(organisation, member, area="surrey", kind=Kind.PASSED_ON)
        lead, national = add_account(Role.LEAD, areas("kent")), add_account(Role.LEAD)
    text_of_lead, text_of_national = (sign_in(app, one).page("/manage/").text for one in (lead, national))
    assert "Answer a practice alert: A report was refused or not written down" in text_of_lead
    assert "Practice alert: Kent Look into it, and answer by" in text_of_lead
    assert "Surrey" not in text_of_lead
    assert "Practice alert: Surrey" in text_of_national, "an area without a lead of its own"
    assert "Kent" not in text_of_national
    assert "has an answer" not in sign_in(app, member).page("/manage/").text
    with app.app_context():
        for alert_id in (new, late):
            add_answer(alert_id, lead)
    assert "2 of your practice alerts have an answer" in sign_in(app, member).page("/manage/").text
    with app.app_context():
        add_dispute(new)
    assert "Practice alert: Kent" in sign_in(app, national).page("/manage/").text
    assert "Practice alert: Kent" not in sign_in(app, lead).page("/manage/").text
