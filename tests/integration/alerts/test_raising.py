"""A partner raises a practice alert, corrects it, withdraws it, and says that an answer does not settle it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.rules import Role
from outreach.alerts.models import Alert, AlertAnswer
from outreach.alerts.operations import AlertRefused
from outreach.alerts.queries import find_told
from outreach.alerts.rules import MOST_A_DAY, Refusal, State
from outreach.core.db import db
from tests.accounts import add_account, areas, post, sign_in
from tests.alerts import ANSWER, NAME, NEW, SAID, add_alert, add_answer, add_partner, state_of
from tests.campaigns import fields_of
from tests.conftest import NOW
from tests.pages import parse_page
from tests.partners import add_member_of, add_organisation


def test_an_alert_is_raised_once_answered_disputed_and_answered_again(app: Flask) -> None:
    with app.app_context():
        _organisation, member = add_partner()
        lead, national = add_account(Role.LEAD, areas("kent"), name="Ffion Fair"), add_account(Role.LEAD, name="Cosmo Quill")
    client = sign_in(app, member)
    page = client.page(NEW)
    for words in ("Before you send it: who sees what", "They see “a partner organisation”", "somebody may guess", "not a complaint"):
        assert words in page.text
    fields = {**fields_of(client, NEW), **SAID}
    sent = [post(client, NEW, **fields) for _twice in range(2)]
    assert {answer.status_code for answer in sent} == {303}
    path = sent[0].headers["Location"]
    assert path == sent[1].headers["Location"]
    assert "Nobody has answered yet" in client.page(path).text
    answering = sign_in(app, lead)
    page = answering.page(path)
    assert "A partner organisation" in page.text
    assert NAME not in page.text
    fields = {**fields_of(answering, f"{path}/answer"), **ANSWER}
    assert {post(answering, f"{path}/answer", **fields).status_code for _twice in range(2)} == {303}
    page = client.page(path)
    for words in ("Answered", "practice departed from what was promised", "Training was given", ANSWER["words"], "Ffion Fair"):
        assert words in page.text
    assert post(client, f"{path}/dispute", dispute="nothing-done").status_code == 303
    assert "A national lead who has not answered before" in client.page(path).text
    assert post(answering, f"{path}/answer", **fields_of(answering, path), **ANSWER).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AlertAnswer)) == 1, "the area's lead cannot answer it again"
    second = sign_in(app, national)
    fields = {**fields_of(second, f"{path}/answer"), **ANSWER, "words": "Training was held, with a date for each desk."}
    assert post(second, f"{path}/answer", **fields).status_code == 303
    page = client.page(path)
    for words in ("Answered twice", "Second answer, by a national lead", "does not say that you agree"):
        assert words in page.text
    assert post(client, f"{path}/dispute", dispute="again").status_code == 303
    assert "You have said already" in client.page(path).text
    with app.app_context():
        assert state_of(UUID(path.rpartition("/")[2])) == State.CLOSED


def test_only_an_approved_partner_raises_alerts_and_only_where_it_works(app: Flask) -> None:
    with app.app_context():
        applicant = add_member_of(add_organisation(is_approved=False))
        _organisation, member = add_partner(areas=("kent", "surrey"))
    client = sign_in(app, applicant)
    assert client.get(NEW).status_code == 303
    assert "Only an approved partner organisation" in client.page("/manage/alerts").text
    assert NEW not in client.page("/manage/alerts").links
    client = sign_in(app, member)
    assert NEW in client.page("/manage/alerts").links
    areas_offered = [one.get("value", "") for one in client.page(NEW).all("select")[0].iter("option")]
    assert sorted(areas_offered) == ["", "kent", "surrey"]
    answer = post(client, NEW, **{**fields_of(client, NEW), **SAID, "area": "gwent"})
    assert answer.status_code == 422
    assert "Choose one of those in the list" in parse_page(answer.data).text


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"kind": ""}, "Choose what happened"),
        ({"kind": "lost"}, "Choose one of those in the list"),
        ({"month_on": ""}, "Choose the month"),
        ({"month_on": "2026-12"}, "Choose one of those in the list"),
        ({"month_on": "2025-10"}, "Choose one of those in the list"),
        ({"setting": ""}, "Choose where"),
    ],
)
def test_what_is_no_code_is_refused_and_the_rest_is_kept(app: Flask, said: dict[str, str], message: str) -> None:
    with app.app_context():
        _organisation, member = add_partner()
    client = sign_in(app, member)
    answer = post(client, NEW, **{**fields_of(client, NEW), **SAID, "is_named": "yes", **said})
    assert answer.status_code == 422
    page = parse_page(answer.data)
    assert message in page.text
    assert [box.get("checked") for box in page.all("input") if box.get("name") == "is_named"] == [""]
    assert page.all("textarea") == [], "a partner is asked for no words"


def test_an_organisation_raises_ten_alerts_a_day(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        for _number in range(MOST_A_DAY):
            add_alert(organisation, member)
        with pytest.raises(AlertRefused) as refused:
            add_alert(organisation, member)
        assert refused.value.refusal is Refusal.TOO_MANY
        db.session.rollback()
        add_alert(organisation, member, now=NOW + timedelta(days=1))


def test_it_is_corrected_until_it_is_answered_and_an_answer_to_other_words_is_refused(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner(areas=("kent", "surrey"))
        alert_id, lead = add_alert(organisation, member), add_account(Role.LEAD)
    path = f"/manage/alerts/{alert_id}"
    client, answering = sign_in(app, member), sign_in(app, lead)
    read = {**fields_of(answering, f"{path}/answer"), **ANSWER}
    fields = {**fields_of(client, f"{path}/edit"), **SAID, "kind": "refused"}
    assert post(client, f"{path}/edit", **fields).status_code == 303
    assert post(client, f"{path}/edit", **{**fields, "kind": "passed-on"}).status_code == 409
    refused = post(answering, f"{path}/answer", **read)
    assert refused.status_code == 422
    page = parse_page(refused.data)
    assert "has corrected the alert" in page.text
    assert [area.text or "" for area in page.all("textarea")] == [ANSWER["words"]]
    with app.app_context():
        db.session.get_one(Alert, alert_id).told = "new"
        db.session.commit()
    assert post(client, f"{path}/edit", **{**fields_of(client, f"{path}/edit"), **SAID, "area": "surrey"}).status_code == 303
    with app.app_context():
        assert db.session.get_one(Alert, alert_id).told == "", "those of the other area are told"
        add_answer(alert_id, lead)
    assert client.get(f"{path}/edit").status_code == 303
    assert "has been answered meanwhile" in client.page(path).text


def test_it_is_withdrawn_for_two_weeks_and_then_nobody_can_ask_for_it(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        fresh = add_alert(organisation, member)
        old = add_alert(organisation, member, now=NOW - timedelta(days=15))
        lead = add_account(Role.LEAD)
    client = sign_in(app, member)
    assert post(client, f"/manage/alerts/{fresh}/withdraw").status_code == 303
    assert "Withdrawn" in client.page(f"/manage/alerts/{fresh}").text
    assert post(client, f"/manage/alerts/{old}/withdraw").status_code == 303
    assert "The time for this is over" in client.page(f"/manage/alerts/{old}").text
    answering = sign_in(app, lead)
    assert answering.get(f"/manage/alerts/{fresh}/answer").status_code == 303
    assert "Nothing has to be answered" in answering.page(f"/manage/alerts/{fresh}").text
    with app.app_context():
        assert [state_of(one) for one in (fresh, old)] == [State.WITHDRAWN, State.OPEN]
        assert find_told(date(2026, 11, 22), date(2026, 11, 30)) == {}
