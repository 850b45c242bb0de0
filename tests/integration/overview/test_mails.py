"""The outbox and the jobs as leads and auditors see them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.operations import invite_account
from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.outbox.models import Mail, Suppression
from outreach.outbox.operations import put_mail, suppress
from outreach.outbox.render import MailKind
from outreach.outbox.rules import SECRET_MARK, Category, Reason, State
from outreach.overview.mails import MAILS
from outreach.worker import JOBS, run_due
from tests.accounts import add_account, areas, part_of, post, sign_in
from tests.conftest import NOW, ON_SQLITE

WHOLE = '<!doctype html><html lang="en" dir="ltr"><head><title>A subject</title></head><body><h1>A subject</h1><p>Words</p></body></html>'
PAGES = ["/manage/outbox", "/manage/outbox/kinds", "/manage/outbox/suppressions", "/manage/jobs", "/manage/jobs/deliver_mail"]


def lifting_page(app: Flask) -> str:
    """The page on which an address that is not written to is written to again."""
    with app.app_context():
        suppression = db.session.scalars(select(Suppression).order_by(Suppression.reason)).first()
        assert suppression
        return f"/manage/outbox/suppressions/{suppression.id}"


def add_mail(state: State, *, html: str = "<p>Words</p>") -> Mail:
    texts = {"subject": "A subject", "text": "Words", "html": html}
    put_mail(
        key=f"test/{state}", kind="accounts/suspended", category=Category.ACCOUNT, address="a@b.example", language="en", now=NOW, **texts
    )
    mail = db.session.scalars(select(Mail).where(Mail.key == f"test/{state}")).one()
    mail.state, mail.settled_at = state, NOW
    db.session.commit()
    return mail


@pytest.mark.parametrize("path", PAGES)
def test_only_those_who_see_the_whole_programme_see_mails_and_jobs(app: Flask, path: str) -> None:
    with app.app_context():
        allowed = [add_account(Role.LEAD), add_account(Role.AUDITOR)]
        refused = [add_account(Role.LEAD, areas("kent")), add_account(Role.AUDITOR, areas("kent")), add_account(Role.COORDINATOR)]
    assert [sign_in(app, account).get(path).status_code for account in allowed] == [200, 200]
    assert [sign_in(app, account).get(path).status_code for account in refused] == [403, 403, 403]


def test_an_invitation_is_seen_without_its_link(app: Flask) -> None:
    with app.app_context():
        lead = add_account()
        invite_account(email="new@charity.example", part=part_of(Role.PARTNER), organisation="A charity", by=None, now=NOW)
        db.session.commit()
        mail = db.session.scalars(select(Mail)).one()
        mail_id, secret = mail.id, SECRET_MARK
    client = sign_in(app, lead)
    page = client.page(f"/manage/outbox/{mail_id}")
    assert "new@charity.example" in page.text
    assert secret not in page.text
    picture = client.get(f"/manage/outbox/{mail_id}/picture")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert "script-src" not in picture.headers["Content-Security-Policy"]


@pytest.mark.parametrize("state", State)
def test_a_mail_in_any_state_shows_its_headers_text_and_html(app: Flask, state: State) -> None:
    with app.app_context():
        lead, mail_id = add_account(), add_mail(state, html=WHOLE).id
        db.session.get_one(Mail, mail_id).settled_at = None if state in (State.WAITING, State.SENDING) else NOW
        db.session.commit()
    client = sign_in(app, lead)
    text = client.page(f"/manage/outbox/{mail_id}").text
    for part in ("From", app.config["OUTREACH"].mail_from, "To", "a@b.example", "Content-Language", "As plain text", "Words"):
        assert part in text
    assert ("Settled" in text) is (state not in (State.WAITING, State.SENDING))
    assert client.get(f"/manage/outbox/{mail_id}/picture").text == WHOLE


def test_in_the_demonstration_the_link_can_be_followed_and_nowhere_else(app: Flask) -> None:
    with app.app_context():
        lead = add_account()
        invite_account(email="new@charity.example", part=part_of(Role.PARTNER), organisation="A charity", by=None, now=NOW)
        db.session.commit()
        run_due(app.config["OUTREACH"], tuple(job for job in JOBS if job.name == "deliver_mail"))
        mail_id = db.session.scalars(select(Mail.id)).one()
    client = sign_in(app, lead)
    assert "Follow its link" in client.page(f"/manage/outbox/{mail_id}").text
    response = post(client, f"/manage/outbox/{mail_id}/follow")
    assert response.status_code == 303
    assert "Welcome to the programme" in app.test_client().get(response.location).text
    with app.app_context():
        db.session.get_one(Mail, mail_id).state = State.SENT
        db.session.commit()
    assert post(client, f"/manage/outbox/{mail_id}/follow").status_code == 404


@pytest.mark.parametrize("state", [State.HELD, State.DEAD, State.SUPPRESSED, State.KEPT])
def test_a_lead_sends_a_mail_again_with_a_reason(app: Flask, state: State) -> None:
    with app.app_context():
        lead, mail_id = add_account(), add_mail(state).id
    client = sign_in(app, lead)
    assert post(client, f"/manage/outbox/{mail_id}/resend", reason="").status_code == 422
    assert post(client, f"/manage/outbox/{mail_id}/resend", reason="The address works again").status_code == 303
    with app.app_context():
        assert db.session.get_one(Mail, mail_id).state == State.WAITING
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "mail.resent")).one()
        assert (entry.actor, entry.detail) == (str(lead), "The address works again")


@pytest.mark.parametrize("state", [State.SENT, State.SENDING, State.WAITING])
def test_a_mail_that_went_out_or_is_on_its_way_is_not_sent_twice(app: Flask, state: State) -> None:
    with app.app_context():
        lead, mail_id = add_account(), add_mail(state).id
    client = sign_in(app, lead)
    assert "Send it again" not in client.page(f"/manage/outbox/{mail_id}").text
    assert post(client, f"/manage/outbox/{mail_id}/resend", reason="Again").status_code == 303
    with app.app_context():
        assert db.session.get_one(Mail, mail_id).state == state


def test_an_auditor_looks_and_changes_nothing(app: Flask) -> None:
    with app.app_context():
        auditor, mail_id = add_account(Role.AUDITOR), add_mail(State.DEAD).id
        suppress("a@b.example", Reason.BOUNCE, now=NOW)
        db.session.commit()
    client = sign_in(app, auditor)
    assert client.get(f"/manage/outbox/{mail_id}").status_code == 200
    assert post(client, f"/manage/outbox/{mail_id}/resend", reason="Again").status_code == 403
    assert post(client, lifting_page(app), reason="Again").status_code == 403


def test_an_address_is_written_to_again_with_a_reason_and_the_trail_does_not_name_it(app: Flask) -> None:
    with app.app_context():
        lead = add_account()
        suppress("a@b.example", Reason.BOUNCE, now=NOW)
        suppress("a@b.example", Reason.COMPLAINT, now=NOW)
        db.session.commit()
    client = sign_in(app, lead)
    page = lifting_page(app)
    assert f'href="{page}"' in client.get("/manage/outbox/suppressions").text
    assert "a@b.example" in client.page(page).text
    assert post(client, page, reason="They asked for it").status_code == 303
    assert client.get(page).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(Suppression)).all() == []
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "mail.unsuppressed")).all()
        assert [(entry.subject, entry.detail) for entry in entries] == [
            (page.replace("/manage/outbox/suppressions", "suppression"), "They asked for it")
        ]


@ON_SQLITE
@pytest.mark.parametrize("kind", MAILS, ids=lambda kind: kind.key)
def test_every_kind_of_mail_is_looked_at_in_each_of_its_languages(app: Flask, kind: MailKind) -> None:
    """On one database: these pages show invented mails, and ask it for nothing."""
    with app.app_context():
        lead = add_account()
    client = sign_in(app, lead)
    links = [link for link in client.page("/manage/outbox/kinds").links if f"/{kind.key}/" in link]
    assert len(links) == 2
    for link in links:
        client.page(link)
        assert client.get(f"{link}/picture").status_code == 200
    assert client.get(links[0].rpartition("/")[0] + "/ur").status_code == 404


def test_a_worker_that_has_stopped_is_told_on_the_page_of_jobs(app: Flask) -> None:
    with app.app_context():
        lead = add_account()
    page = sign_in(app, lead).page("/manage/jobs")
    assert "the worker has stopped" in page.text
    assert page.text.count("as soon as there is a worker") == len(JOBS)


def test_jobs_tell_when_they_ran_and_how_it_went(app: Flask) -> None:
    with app.app_context():
        lead = add_account()
        run_due(app.config["OUTREACH"], tuple(job for job in JOBS if job.name == "deliver_mail"))
    client = sign_in(app, lead)
    page = client.page("/manage/jobs")
    assert "Send what is in the outbox" in page.text
    assert "Well" in page.text
    assert "Not run yet" in page.text
    assert "as soon as there is a worker" not in page.text, "a worker has just run a job"
    assert "nothing to do" in client.page("/manage/jobs/deliver_mail").text
    assert "It has not run yet" in client.page("/manage/jobs/publish").text
    assert client.get("/manage/jobs/nothing").status_code == 404
