"""Practice alerts from raising to the second answer: who sees what, who is told, and what nobody is told."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Account
from outreach.accounts.rules import Role
from outreach.alerts.models import Alert, AlertAnswer
from outreach.alerts.operations import AlertRefused, forget_raisers, remind
from outreach.alerts.queries import find_told
from outreach.alerts.rules import ANSWERED_WITHIN, MOST_A_DAY, NOBODY_NAMED, Kind, Refusal, State
from outreach.audit.models import AuditEntry
from outreach.commitments.operations import seed_register
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.outcomes.rules import FEW, Count
from outreach.partners.models import Organisation
from outreach.partners.rules import Stage
from tests.accounts import EVERYWHERE, add_account, areas, post, sign_in
from tests.alerts import add_alert, add_answer, add_dispute
from tests.campaigns import fields_of
from tests.conftest import NOW
from tests.pages import parse_page
from tests.partners import add_member_of, add_organisation

NEW = "/manage/alerts/new"
SAID = {"kind": "no-interpreter", "area": "kent", "month_on": "2026-10", "setting": "front-desk"}
ANSWER: dict[str, Any] = {"finding": "confirmed", "steps": ["guidance", "training"], "words": "We sent the guidance to every front desk."}
NAME = "Harbour of the Lantern"


def state_of(alert_id: UUID) -> str:
    return db.session.get_one(Alert, alert_id, populate_existing=True).state


def add_partner(**said: Any) -> tuple[UUID, UUID]:
    """An approved organisation that serves Kent, and its owner."""
    organisation_id = add_organisation(**{"name": NAME, **said})
    return organisation_id, add_member_of(organisation_id)


def mails(kind: str) -> list[tuple[str, str]]:
    rows = db.session.execute(select(Mail.address, Mail.subject).where(Mail.kind == f"alerts/{kind}").order_by(Mail.address, Mail.subject))
    return [(row.address, row.subject) for row in rows]


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


def test_nobody_of_the_staff_is_told_who_raised_it_but_the_lead_who_answers_where_that_is_agreed(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        answering = add_account(Role.LEAD)
        hidden, named = add_alert(organisation, member), add_alert(organisation, member, is_named=True)
        add_answer(hidden, answering)
        assert remind(NOW + timedelta(days=1)) > 0
        db.session.commit()
        who = {
            "lead": add_account(Role.LEAD, areas("kent")),
            "national": add_account(Role.LEAD),
            "coordinator": add_account(Role.COORDINATOR, areas("kent")),
            "auditor": add_account(Role.AUDITOR),
        }
        texts = "".join(f"{mail.subject}{mail.text}{mail.html}" for mail in db.session.scalars(select(Mail)))
        assert NAME not in texts
        acts = db.session.scalars(select(AuditEntry).where(AuditEntry.subject.startswith("alert/"))).all()
        assert {entry.actor for entry in acts if entry.action != "alert.answered"} == {NOBODY_NAMED}
        place = next(entry.place for entry in acts if entry.action == "alert.answered")
        assert [entry.action for entry in acts if entry.place == place - 1] == ["alert.raised"]
        assert str(member) not in "".join(f"{entry.actor}{entry.detail}{entry.changed}" for entry in acts)
    for role, account in who.items():
        client, knows = sign_in(app, account), role in ("lead", "national")
        assert NAME not in client.page(f"/manage/alerts/{hidden}").text, role
        assert (NAME in client.page(f"/manage/alerts/{named}").text) is knows, role
        for path in ("/manage/alerts", "/manage/"):
            assert NAME not in client.page(path).text, role
        assert NAME not in client.get("/manage/alerts?format=csv").text
    for role in ("national", "auditor"):
        client = sign_in(app, who[role])
        assert client.page("/manage/audit?what=alert.answered").links.count(f"/manage/audit/{place}") == 1, role
        assert client.get(f"/manage/audit/{place - 1}").status_code == 404, "the row of whoever raised it"
        assert NOBODY_NAMED not in client.page("/manage/audit").text
    client = sign_in(app, member)
    assert post(client, f"/manage/alerts/{named}/unname").status_code == 303
    assert NAME not in sign_in(app, who["lead"]).page(f"/manage/alerts/{named}").text
    with app.app_context():
        db.session.get_one(Alert, named).is_named = True
        db.session.get_one(Organisation, organisation).stage = Stage.LEFT
        db.session.commit()
    assert NAME not in sign_in(app, who["lead"]).page(f"/manage/alerts/{named}").text, "it has left"


def test_an_alert_of_another_organisation_or_area_is_not_there(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        alert_id = add_alert(organisation, member)
        other = add_member_of(add_organisation())
        far = add_account(Role.LEAD, areas("surrey"))
        translator = add_account(Role.TRANSLATOR)
    path = f"/manage/alerts/{alert_id}"
    client = sign_in(app, other)
    for page in ("", "/edit", "/withdraw", "/dispute"):
        assert client.get(f"{path}{page}").status_code == 404, page
    for page in ("/edit", "/withdraw", "/dispute", "/unname"):
        assert post(client, f"{path}{page}").status_code == 404, page
    assert "You have raised no practice alert" in client.page("/manage/alerts").text
    client = sign_in(app, far)
    assert client.get(path).status_code == client.get(f"{path}/answer").status_code == 404
    assert "No practice alerts in your areas" in client.page("/manage/alerts").text
    assert sign_in(app, translator).get("/manage/alerts").status_code == 403


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


def test_the_outbox_shows_nobody_who_was_told_of_an_answer(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        lead, auditor = add_account(Role.LEAD), add_account(Role.AUDITOR)
        alert_id = add_alert(organisation, member)
        add_answer(alert_id, lead)
        assert remind(NOW) == 0
        mail_id = db.session.scalars(select(Mail.id).where(Mail.kind == "alerts/answered")).one()
        address = db.session.get_one(Account, member).email
        assert address
    for account in (lead, auditor):
        client = sign_in(app, account)
        for path in ("/manage/outbox", "/manage/outbox?kind=alerts/answered", "/manage/outbox?format=csv"):
            assert address not in client.get(path).text
        for page in ("", "/picture"):
            assert client.get(f"/manage/outbox/{mail_id}{page}").status_code == 404


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


def test_the_list_is_filtered_by_how_alerts_stand_and_taken_away_without_formulas(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        lead = add_account(Role.LEAD)
        add_alert(organisation, member)
        add_alert(organisation, member, now=NOW - timedelta(days=40), kind=Kind.NOT_HEARD)
        for alert_id in (answered := add_alert(organisation, member), disputed := add_alert(organisation, member)):
            add_answer(alert_id, lead)
        add_dispute(disputed)
        wanted = {"answered": db.session.get_one(Alert, answered).reference, "disputed": db.session.get_one(Alert, disputed).reference}
    client = sign_in(app, lead)
    for state, number in {"waiting": 1, "late": 1, "answered": 1, "disputed": 1, "disputed-late": 0, "closed": 0, "withdrawn": 0}.items():
        rows = list(csv.reader(io.StringIO(client.get(f"/manage/alerts?format=csv&state={state}").text.lstrip("\ufeff"))))
        assert len(rows) == 1 + number, state
        assert state not in wanted or rows[1][0] == wanted[state]
    rows = list(csv.reader(io.StringIO(client.get("/manage/alerts?format=csv&concerns=L6").text.lstrip("\ufeff"))))
    assert [row[1] for row in rows[1:]] == ["We asked or told the force something, and got no answer"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_what_is_told_of_many_is_as_it_stood_at_the_end_of_the_period(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        lead, second = add_account(Role.LEAD), add_account(Role.LEAD)
        ids = [add_alert(organisation, member, now=NOW - timedelta(days=50)) for _number in range(7)]
        for alert_id in ids[:6]:
            add_answer(alert_id, lead, now=NOW - timedelta(days=40))
        add_dispute(ids[0], now=NOW - timedelta(days=30))
        last = (NOW - timedelta(days=35)).date()
        told = find_told(date(2026, 1, 1), last)["kent"]
        assert (told.answered, told.waiting, told.late, told.disputed) == (Count(6, True), FEW, Count(0, True), Count(0, True))
        add_answer(ids[0], second)
        assert find_told(date(2026, 1, 1), last)["kent"] == told, "what came later changes nothing"
        told = find_told(date(2026, 1, 1), NOW.date())["kent"]
        assert (told.answered, told.late) == (Count(6, True), FEW)
        assert find_told(date(2026, 1, 1), date(2026, 2, 1)) == {}


def test_a_commitment_shows_the_alerts_that_concern_it_within_the_areas_of_whoever_looks(app: Flask) -> None:
    with app.app_context():
        seed_register(now=NOW)
        organisation, member = add_partner(areas=("kent", "surrey"))
        add_alert(organisation, member, kind=Kind.NOT_REFERRED)
        add_alert(organisation, member, kind=Kind.NOT_REFERRED, area="surrey")
        add_alert(organisation, member, kind=Kind.NO_INTERPRETER)
        me = add_account(Role.COORDINATOR, areas("kent"))
    page = sign_in(app, me).page("/manage/commitments/L5/work").text
    assert "No way to support was offered, or none was known" in page
    assert "Kent, Waits for an answer" in page
    assert "Surrey" not in page
    assert "No interpreter" not in page
    assert NAME not in page


def test_who_raised_it_is_forgotten_a_year_after_it_ended(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        ended, waiting = add_alert(organisation, member), add_alert(organisation, member)
        add_answer(ended, add_account(Role.LEAD))
        assert forget_raisers(NOW + timedelta(days=364)) == 0
        assert forget_raisers(NOW + timedelta(days=365)) == 1
        db.session.commit()
        assert db.session.get_one(Alert, ended).raised_by_id is None
        assert db.session.get_one(Alert, waiting).raised_by_id == member


def test_the_database_takes_no_alert_and_no_answer_that_is_none(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        alert_id = add_alert(organisation, member)
        add_answer(alert_id, add_account(Role.LEAD))
        conditions = ("kind = 'lost'", "setting = ''", "state = 'lost'", "dispute = 'again'", "ended_at = NULL", "told = 'lost'")
        statements = [f"UPDATE practice_alert SET {condition}" for condition in conditions]
        statements += [
            f"UPDATE practice_alert_answer SET {condition}" for condition in ("number = 3", "obstacle = 'no-record'", "words = ''")
        ]
        for statement in statements:
            with pytest.raises(IntegrityError), db.session.begin_nested():
                db.session.execute(text(statement))
        assert db.session.get_one(Alert, alert_id).due_on == NOW.date() + ANSWERED_WITHIN


def test_what_is_not_there_is_not_found(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD, EVERYWHERE)
    assert sign_in(app, lead).get(f"/manage/alerts/{uuid4()}").status_code == 404
