"""The demonstration's organisations: one in every state, all invented, loaded once."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.partners import ORGANISATIONS, OURS, load_partners
from outreach.demo.programme import load_programme
from outreach.overview.organisation import find_acts, find_hosted
from outreach.overview.raised import find_raised
from outreach.partners.membership import find_members
from outreach.partners.models import Hours, Member, Organisation, Revision, StoredFile
from outreach.partners.queries import find_consents, is_listed
from outreach.partners.rules import Payment, RevisionState, Stage, Verification, verification_of
from outreach.vetting.queries import IS_APPEALED, IS_ASKED, IS_PROPOSED
from tests.conftest import NOW


def test_there_is_one_in_every_state_and_a_second_time_changes_nothing(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_accounts(tmp_path, now=NOW)
        for _twice in range(2):
            load_partners(now=NOW)
            db.session.commit()
        everybody = db.session.scalars(select(Organisation)).all()
        assert len(everybody) == len(ORGANISATIONS)
        assert {one.stage for one in everybody} == {*Stage}
        words = {verification_of(one.verified_at, NOW) for one in everybody if one.verified_at and one.stage == Stage.APPROVED}
        assert words == {*Verification}
        for condition in (IS_ASKED, IS_PROPOSED, IS_APPEALED, Organisation.paused_at.is_not(None)):
            assert db.session.scalar(select(func.count()).select_from(Organisation).where(condition))
        listed = db.session.scalars(select(Organisation.name).where(is_listed(NOW))).all()
        assert OURS in listed
        assert "Hidden Garden (invented)" not in listed
        assert "Cardigan Road Welcome (invented)" not in listed
        owner = db.session.scalars(select(Member).join(Organisation).where(Organisation.name == OURS)).one()
        assert owner.is_owner


def test_the_programme_has_every_organisation_and_they_did_something_on_their_own_pages(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_accounts(tmp_path, now=NOW)
        load_programme(now=NOW)
        assert db.session.scalar(select(func.count()).select_from(Organisation)) == len(ORGANISATIONS)
        assert {row.state for row in db.session.scalars(select(Revision))} == {RevisionState.PENDING, RevisionState.GIVEN_BACK}
        hours = db.session.scalars(select(Hours)).all()
        assert {row.payment for row in hours} == {*Payment}
        assert any(row.confirmed_at is None for row in hours)
        assert {row.used_for: row.media_type for row in db.session.scalars(select(StoredFile))} == {
            "logo": "image/png",
            "insurance": "application/pdf",
        }
        ours = db.session.scalars(select(Organisation).where(Organisation.name == OURS)).one()
        assert find_hosted(ours.id)
        assert {alert.organisation_id for alert in find_raised(ours.id)} == {ours.id}
        left = db.session.scalars(select(Organisation).where(Organisation.stage == Stage.LEFT)).one()
        assert "organisation.left" in {entry.action for entry in find_acts(left.id)}
        assert find_consents(left.id) == frozenset()
        assert not find_members(left.id), "their accounts have ended"
        db.session.rollback()


def test_all_of_it_is_invented(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_accounts(tmp_path, now=NOW)
        load_partners(now=NOW)
        for profile in (one.profile for one in db.session.scalars(select(Organisation))):
            assert "(invented)" in profile.name
            assert all(address.endswith(".example") for address in (profile.website, profile.email, profile.contact_email))
            assert profile.telephone.startswith("01632 960")  # kept for drama by Ofcom
            assert profile.contact_telephone.startswith("07700 900")
        db.session.rollback()
