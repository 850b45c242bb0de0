"""The last owner's account is shut or ended: whoever does it is told what follows, and two people can invite a new owner."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.operations import suspend
from outreach.accounts.queries import find_by_email
from outreach.accounts.rules import Role, Standing
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.partners.models import Member, Organisation
from outreach.vetting.deciding import confirm, propose
from outreach.vetting.models import Decision
from outreach.vetting.operations import VettingRefused
from outreach.vetting.rules import Kind, Refusal
from tests.accounts import add_account, areas, post, sign_in
from tests.conftest import NOW
from tests.pages import form_of
from tests.partners import add_member_of, add_organisation

ADDRESS = "new.owner@harbour.example"
WHY = "The chair of the trustees said so, on the number in the register."


@pytest.fixture
def ownerless(app: Flask) -> UUID:
    """A partner whose only owner is suspended."""
    with app.app_context():
        organisation_id = add_organisation(name="Harbour Light")
        owner, lead = (db.session.get_one(Account, one) for one in (add_member_of(organisation_id), add_account()))
        suspend(owner, reason="Lost telephone", by=lead, now=NOW)
        db.session.commit()
        return organisation_id


def path_of(organisation_id: UUID, rest: str = "") -> str:
    return f"/manage/partners/{organisation_id}{rest}"


@pytest.mark.parametrize("page", ["suspend", "leave", "part"])
def test_who_shuts_or_ends_the_last_owner_s_account_is_told_what_follows(app: Flask, page: str) -> None:
    with app.app_context():
        organisation_id = add_organisation(name="Harbour Light")
        owner, editor, lead = add_member_of(organisation_id), add_member_of(organisation_id, is_owner=False), add_account()
    client = sign_in(app, lead)
    shown = client.page(f"/manage/people/{owner}/{page}")
    assert "Nobody else is an owner of Harbour Light" in shown.text
    assert path_of(organisation_id) in shown.links
    assert "Nobody else is an owner" not in client.page(f"/manage/people/{editor}/{page}").text
    with app.app_context():
        db.session.get_one(Member, (organisation_id, editor)).is_owner = True
        db.session.commit()
    assert "Nobody else is an owner" not in client.page(f"/manage/people/{owner}/{page}").text


def test_one_proposes_a_new_owner_and_another_has_them_invited(app: Flask, ownerless: UUID) -> None:
    with app.app_context():
        first, second = add_account(Role.COORDINATOR, areas("kent")), add_account(Role.LEAD)
    one, other = sign_in(app, first), sign_in(app, second)
    assert "Partners without an owner who can sign in 1" in one.page("/manage/partners/queue").text
    assert "No owner can sign in" in one.page(path_of(ownerless)).text
    path = path_of(ownerless, "/owner")
    typed = {"address": ADDRESS, "words": WHY, "no_tie": "yes"}
    form = form_of(one.page(path))
    for lacks in typed:
        assert one.post(path, data={**form, **typed, lacks: ""}).status_code == 422, lacks
    assert [one.post(path, data={**form, **typed}).status_code for _twice in range(2)] == [303, 303]
    assert "somebody else has to decide" in one.page(path_of(ownerless)).text
    assert one.get(path_of(ownerless, "/decide")).status_code == 303
    with app.app_context():
        assert find_by_email(ADDRESS) is None, "nobody is invited before a second person has decided"
    page = other.page(path_of(ownerless, "/decide"))
    for words in (ADDRESS, WHY, "Ask the organisation for yourself"):
        assert words in page.text
    assert post(other, path_of(ownerless, "/decide"), **form_of(page), verdict="confirm", no_tie="yes").status_code == 303
    assert "They are invited by mail." in other.page(path_of(ownerless)).text
    with app.app_context():
        invited = find_by_email(ADDRESS)
        assert invited
        assert invited.standing is Standing.INVITED
        assert db.session.get_one(Member, (ownerless, invited.id)).is_owner
        assert [mail.address for mail in db.session.scalars(select(Mail).where(Mail.kind == "accounts/invitation"))] == [ADDRESS]
        decision = db.session.scalars(select(Decision)).one()
        assert (decision.is_confirmed, decision.address) == (True, ""), "the address is kept until it is settled"


def test_a_partner_with_an_owner_who_can_sign_in_gets_none_from_outside(app: Flask) -> None:
    with app.app_context():
        organisation_id = add_organisation()
        add_member_of(organisation_id)
        first = add_account()
    client = sign_in(app, first)
    assert "Propose a new owner" not in client.page(path_of(organisation_id)).text
    assert client.get(path_of(organisation_id, "/owner")).status_code == 303
    assert "It has an owner who can sign in" in client.page(path_of(organisation_id)).text
    with app.app_context():
        organisation, by = db.session.get_one(Organisation, organisation_id), db.session.get_one(Account, first)
        with pytest.raises(VettingRefused) as refused:
            propose(organisation, uuid4(), Kind.NEW_OWNER, words=WHY, address=ADDRESS, by=by, now=NOW)
    assert refused.value.refusal is Refusal.HAS_OWNER


def test_nobody_is_invited_when_an_owner_is_back_or_the_address_is_taken_by_then(app: Flask, ownerless: UUID) -> None:
    with app.app_context():
        first, second = (db.session.get_one(Account, add_account()) for _two in range(2))
        organisation = db.session.get_one(Organisation, ownerless)
        made = propose(organisation, uuid4(), Kind.NEW_OWNER, words=WHY, address=ADDRESS, by=first, now=NOW)
        owner = db.session.get_one(Account, db.session.scalars(select(Member.account_id)).one())
        owner.suspended_at = None
        with pytest.raises(VettingRefused) as refused:
            confirm(organisation, made, by=second, now=NOW)
        assert refused.value.refusal is Refusal.HAS_OWNER
        owner.suspended_at = NOW
        add_account(email=ADDRESS)
        with pytest.raises(VettingRefused) as refused:
            confirm(organisation, made, by=second, now=NOW)
        assert refused.value.refusal is Refusal.ADDRESS
        assert made.settled_at is None


@pytest.mark.parametrize("address", ["lead@police.example", "somebody@homeoffice.gov.uk"])
def test_an_address_that_cannot_be_an_owner_s_is_refused_and_what_was_typed_stays(app: Flask, ownerless: UUID, address: str) -> None:
    with app.app_context():
        lead = add_account(email="lead@police.example")
    client, path = sign_in(app, lead), path_of(ownerless, "/owner")
    answer = client.post(path, data={**form_of(client.page(path)), "address": address, "words": WHY, "no_tie": "yes"})
    assert answer.status_code == 422
    assert "cannot have an account. Enter another one" in answer.text
    assert WHY in answer.text
