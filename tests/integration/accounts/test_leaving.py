"""Whoever leaves is erased but for their name, and somebody follows them."""

from __future__ import annotations

import itertools
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account, Passkey, SignIn
from outreach.accounts.operations import begin_sign_in, invite_account, leave
from outreach.accounts.queries import find_responsible, find_successors
from outreach.accounts.rules import Role
from outreach.core.db import db
from tests.accounts import add_account, areas, part_of, values
from tests.conftest import NOW


def test_whoever_leaves_is_erased_but_for_their_name_and_their_id(app: Flask) -> None:
    with app.app_context():
        me, lead = add_account(Role.COORDINATOR, email="ceri@police.example", name="Ceri"), db.session.get_one(Account, add_account())
        account = db.session.get_one(Account, me)
        account.telephone, account.tf_primary_method, account.tf_totp_secret = "020 7946 0000", "authenticator", "secret"
        account.tf_last_counter, account.mf_recovery_codes, account.fs_webauthn_user_handle = 1, ["code"], "handle"
        about = {"credential_id": b"1", "public_key": b"1", "sign_count": 0, "backup_state": False, "device_type": "x"}
        db.session.add(Passkey(user_id=me, name="x", usage="first", create_datetime=NOW, lastuse_datetime=NOW, **about))
        begin_sign_in(account, browser="", now=NOW)
        uniquifier = account.fs_uniquifier
        leave(account, successor=lead, by=lead, now=NOW)
        db.session.commit()
    after = values(app, me)
    erased = ("email", "password", "tf_primary_method", "tf_totp_secret", "tf_last_counter", "mf_recovery_codes", "fs_webauthn_user_handle")
    assert {name: after[name] for name in erased} == dict.fromkeys(erased)
    assert (after["telephone"], after["name"], after["left_at"]) == ("", "Ceri", NOW)
    assert after["fs_uniquifier"] != uniquifier
    with app.app_context():
        assert not db.session.scalars(select(Passkey)).all()
        assert not db.session.scalars(select(SignIn)).all()


def test_an_address_that_was_erased_can_be_invited_again(app: Flask) -> None:
    with app.app_context():
        lead = db.session.get_one(Account, add_account())
        old = db.session.get_one(Account, add_account(Role.COORDINATOR, email="ceri@police.example"))
        leave(old, successor=lead, by=lead, now=NOW)
        db.session.commit()
        again = invite_account(email="ceri@police.example", part=part_of(Role.COORDINATOR), organisation="x", by=lead, now=NOW)
        db.session.commit()
        assert again.id != old.id


def test_what_somebody_owned_is_found_with_whoever_follows_the_one_who_followed(app: Flask) -> None:
    with app.app_context():
        lead = db.session.get_one(Account, add_account())
        chain = [db.session.get_one(Account, add_account(Role.COORDINATOR, areas("gwent"))) for _ in range(4)]
        for leaver, successor in itertools.pairwise(chain):
            leave(leaver, successor=successor, by=lead, now=NOW)
            db.session.commit()
        assert {find_responsible(account.id) for account in chain} == {chain[-1]}
        assert find_responsible(uuid4()) is None


def test_only_somebody_whose_part_covers_the_leavers_can_follow(app: Flask) -> None:
    with app.app_context():
        ids = {
            "national lead": add_account(),
            "lead of gwent": add_account(Role.LEAD, areas("gwent")),
            "coordinator of gwent": add_account(Role.COORDINATOR, areas("gwent")),
            "national coordinator": add_account(Role.COORDINATOR),
            "translator of Urdu": add_account(Role.TRANSLATOR),
            "auditor": add_account(Role.AUDITOR),
        }
        people = {name: db.session.get_one(Account, account_id) for name, account_id in ids.items()}

        def followers(of: Account) -> set[str]:
            return {name for name, person in people.items() if person in find_successors(of)}

        assert followers(people["national lead"]) == set()
        assert followers(people["lead of gwent"]) == {"national lead"}
        assert followers(people["national coordinator"]) == {"national lead"}
        assert followers(people["coordinator of gwent"]) == {"national lead", "lead of gwent", "national coordinator"}
        assert followers(people["translator of Urdu"]) == {"national lead"}
