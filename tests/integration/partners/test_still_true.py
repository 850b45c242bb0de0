"""The word of an organisation grows old: it is asked for by mail, each step once, and given by a link, a member, or by telephone."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.rules import Role
from outreach.content.models import PublicationRequest
from outreach.core.config import Config
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.outbox.rules import SECRET_MARK
from outreach.overview.organisation import find_acts
from outreach.partners.models import Organisation, Reminder
from outreach.partners.queries import is_listed
from outreach.partners.rules import STEPS, Stage, Step, find_step
from outreach.partners.tasks import ask_partners
from outreach.partners.verifying import link_for, write_secret
from tests.accounts import add_account, areas, new_client, post, sign_in
from tests.conftest import NOW
from tests.partners import add_member_of, add_organisation


@pytest.fixture
def old(app: Flask) -> UUID:
    """An organisation that confirmed 61 days ago."""
    with app.app_context():
        return add_organisation(now=NOW - timedelta(days=61))


def ask(app: Flask, days: float) -> int:
    """Run the job when the word of `old` is so many days old."""
    return ask_partners(app.config["OUTREACH"], NOW + timedelta(days=days - 61))


def told() -> list[str]:
    return [row.step for row in db.session.scalars(select(Reminder).order_by(Reminder.put_at))]


def link_of(app: Flask, organisation_id: UUID) -> str:
    config: Config = app.config["OUTREACH"]
    with app.app_context():
        link = link_for(write_secret(db.session.get_one(Organisation, organisation_id)), config)
        assert link
        return link.removeprefix(config.public_url)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_due_from_its_day_on_and_not_a_moment_before(step: Step) -> None:
    before = list(STEPS).index(step) - 1
    assert find_step(NOW, NOW + STEPS[step]) is step
    assert find_step(NOW, NOW + STEPS[step] - timedelta(microseconds=1)) is (list(STEPS)[before] if before >= 0 else None)


def test_each_step_is_told_once_and_the_next_word_begins_another_round(app: Flask, old: UUID) -> None:
    with app.app_context():
        for days, expected in ((59.9, 0), (60, 1), (74, 0), (75, 1), (75, 0), (85, 1), (90, 1), (119, 0), (120, 1), (400, 0)):
            assert ask(app, days) == expected, days
        assert told() == [*Step]
        assert [mail.kind for mail in db.session.scalars(select(Mail).order_by(Mail.created_at))] == [
            *["partners/still_true"] * 3,
            *["partners/lapsed"] * 2,
        ]
        db.session.get_one(Organisation, old).verified_at = NOW
        db.session.commit()
        assert ask_partners(app.config["OUTREACH"], NOW + timedelta(days=60)) == 1


def test_a_worker_that_slept_for_weeks_tells_only_where_it_stands_now(app: Flask, old: UUID) -> None:
    with app.app_context():
        assert ask(app, 95) == 1
        assert told() == [Step.UNVERIFIED]
        assert ask(app, 130) == 1
        assert ask(app, 131) == 0
        assert told() == [Step.UNVERIFIED, Step.HIDDEN]


def test_the_contact_and_members_who_want_mail_are_asked_and_no_row_holds_the_link(app: Flask, old: UUID) -> None:
    with app.app_context():
        add_member_of(old, email="owner@harbour.example")
        assert ask(app, 61) == 2
        mails = db.session.scalars(select(Mail)).all()
        contact = db.session.get_one(Organisation, old).profile.contact_email
        assert {mail.address for mail in mails} == {"owner@harbour.example", contact}
        assert all(SECRET_MARK in mail.text and "/m/still-true/" not in mail.text for mail in mails)
        assert {mail.secret for mail in mails} == {write_secret(db.session.get_one(Organisation, old))}


def test_nobody_is_asked_who_has_left_or_is_no_partner_yet(app: Flask) -> None:
    with app.app_context():
        left, applies = add_organisation(now=NOW - timedelta(days=100)), add_organisation(is_approved=False, now=NOW - timedelta(days=100))
        db.session.get_one(Organisation, left).stage = Stage.LEFT
        db.session.commit()
        assert applies != left
        assert ask(app, 61) == 0


def test_the_link_shows_and_its_post_confirms_without_signing_in(app: Flask, old: UUID) -> None:
    path, client = link_of(app, old), new_client(app)
    page = client.page(path)
    assert "Nothing is changed until you press the button" in page.text
    with app.app_context():
        assert db.session.get_one(Organisation, old).verified_at == NOW - timedelta(days=61), "a GET changes nothing"
    answer = client.post(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert "This is confirmed" in client.page(path).text
    with app.app_context():
        assert db.session.get_one(Organisation, old).verified_at == NOW
        act = find_acts(old)[0]
        assert (act.action, act.actor, act.detail) == ("organisation.confirmed", "its contact", "by the link in a mail")
        entries = len(find_acts(old))
    assert client.post(path).status_code == 200, "used: it says so and does nothing"
    with app.app_context():
        assert len(find_acts(old)) == entries


def test_a_link_that_is_cut_short_or_of_one_that_has_left_says_what_to_do(app: Flask, old: UUID) -> None:
    path, client = link_of(app, old), new_client(app)
    for broken in (path[:-3], "/m/still-true/x", f"{path}x"):
        assert "This link is not whole" in client.page(broken, status=404).text
        assert client.post(broken).status_code == 404
    with app.app_context():
        db.session.get_one(Organisation, old).stage = Stage.LEFT
        db.session.commit()
    assert "nothing to confirm any more" in client.page(path, status=404).text
    assert client.post(path).status_code == 404


def test_another_site_cannot_have_it_confirmed(app: Flask, old: UUID) -> None:
    path = link_of(app, old)
    assert new_client(app).post(path, headers={"Origin": "https://elsewhere.example"}).status_code == 400
    with app.app_context():
        assert db.session.get_one(Organisation, old).verified_at == NOW - timedelta(days=61)


def test_hidden_ones_are_listed_again_as_soon_as_they_confirm(app: Flask) -> None:
    with app.app_context():
        hidden = add_organisation(now=NOW - timedelta(days=121))
        wanted = select(Organisation.id).where(Organisation.id == hidden, is_listed(NOW))
        assert db.session.scalar(wanted) is None
        before = db.session.scalar(select(func.count()).select_from(PublicationRequest))
    assert "readers do not see you" in new_client(app).page(link_of(app, hidden)).text
    new_client(app).post(link_of(app, hidden))
    with app.app_context():
        assert db.session.scalar(wanted) == hidden
        assert (db.session.scalar(select(func.count()).select_from(PublicationRequest)) or 0) == (before or 0) + 1


def test_a_mail_that_leaves_after_it_was_confirmed_carries_no_link(app: Flask, old: UUID) -> None:
    with app.app_context():
        secret = write_secret(db.session.get_one(Organisation, old))
        db.session.get_one(Organisation, old).verified_at = NOW
        db.session.commit()
        assert link_for(secret, app.config["OUTREACH"]) is None


def test_a_member_confirms_signed_in_and_staff_after_a_call(app: Flask, old: UUID) -> None:
    with app.app_context():
        editor, coordinator = add_member_of(old, is_owner=False), add_account(Role.COORDINATOR, areas("kent"))
        stranger = add_account(Role.COORDINATOR, areas("gwent"))
    client = sign_in(app, editor)
    assert "Say whether all about you is still true" in client.page("/manage/").text
    assert post(client, "/manage/organisation/still-true").status_code == 303
    assert "Nothing waits for you" in client.page("/manage/organisation").text
    path = f"/manage/partners/{old}/confirm"
    assert sign_in(app, stranger).get(path).status_code == 404
    staff = sign_in(app, coordinator)
    assert "Last confirmed on" in staff.page(path).text
    assert post(staff, path).status_code == 303
    with app.app_context():
        latest = find_acts(old)[0]
        assert (latest.actor, latest.detail) == (str(coordinator), "by telephone")
