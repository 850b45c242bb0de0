"""Members of an organisation come and go; there is always an owner."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.rules import Role, Standing
from outreach.core.db import db
from outreach.partners.models import Member
from tests.accounts import post, sign_in
from tests.own_pages import OWN
from tests.pages import form_of
from tests.partners import add_member_of


def test_an_owner_invites_somebody_once_and_an_address_that_is_taken_is_refused(app: Flask, ours: tuple[UUID, UUID]) -> None:
    client, path = sign_in(app, ours[1]), f"{OWN}/members/invite"
    form = {**form_of(client.page(path)), "email": "new@harbour.example"}
    assert [client.post(path, data=form).status_code for _twice in range(2)] == [303, 303]
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == "new@harbour.example")).one()
        assert (account.role, account.standing, account.scope.areas) == (Role.PARTNER, Standing.INVITED, frozenset({"kent"}))
        invited = account.id
    assert "Send the invitation again" in client.page(f"{OWN}/members").text
    assert post(client, f"{OWN}/members/{invited}/invite-again").status_code == 303
    assert "A new invitation is on its way" in client.page(f"{OWN}/members").text
    assert post(client, f"{OWN}/members/{ours[1]}/invite-again").status_code == 303
    assert "This has changed since you opened the page" in client.page(f"{OWN}/members").text
    answer = client.post(path, data={**form_of(client.page(path)), "email": "new@harbour.example"})
    assert answer.status_code == 422
    assert "has an account already" in answer.text
    answer = client.post(path, data={**form_of(client.page(path)), "email": "a@homeoffice.gov.uk"})
    assert "Nobody from the Home Office" in answer.text


def test_the_last_owner_stays_an_owner_and_a_member_who_leaves_is_signed_out(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    with app.app_context():
        editor = add_member_of(organisation_id, is_owner=False)
    client, other = sign_in(app, owner), sign_in(app, editor)
    assert post(client, f"{OWN}/members/{owner}/editor").status_code == 303
    assert "This is the last owner" in client.page(f"{OWN}/members").text
    assert post(client, f"{OWN}/members/{owner}/remove").status_code == 303
    assert post(other, f"{OWN}/members/{owner}/remove").status_code == 403
    assert post(other, f"{OWN}/members/{editor}/owner").status_code == 403
    with app.app_context():
        assert db.session.scalars(select(Member).where(Member.account_id == owner)).one().is_owner
    assert "End my account" in other.page(f"{OWN}/members/{editor}/remove").text
    assert post(other, f"{OWN}/members/{editor}/remove").status_code == 303
    assert other.get(OWN).status_code == 302
    with app.app_context():
        gone = db.session.get_one(Account, editor)
        assert (gone.standing, gone.email) == (Standing.LEFT, None)
    assert client.get(f"{OWN}/members/{editor}/remove").status_code == 200, "history"
