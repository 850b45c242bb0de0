"""Applications for tests, and those who look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from outreach.accounts.models import Account
from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.partners.models import Organisation
from outreach.vetting.deciding import confirm, propose
from outreach.vetting.models import Decision
from outreach.vetting.operations import record_check
from outreach.vetting.rules import Finding, Ground, Kind, checks_for
from tests.accounts import add_account
from tests.conftest import NOW
from tests.partners import add_organisation


def account(account_id: UUID) -> Account:
    return db.session.get_one(Account, account_id)


@dataclass
class Office:
    """Three people of the staff and an application; in an application context."""

    app: Flask
    first: UUID
    second: UUID
    third: UUID
    organisation_id: UUID

    @property
    def organisation(self) -> Organisation:
        return db.session.get_one(Organisation, self.organisation_id, populate_existing=True)

    def check_all(self, now: datetime = NOW) -> None:
        for check in checks_for(self.organisation.profile):
            record_check(self.organisation, check, Finding.DONE, entry_name="X", asked="Y", by=account(self.first), now=now)
        db.session.commit()

    def propose(self, kind: Kind = Kind.APPROVE, now: datetime = NOW, **more: Any) -> Decision:
        if kind is not Kind.APPROVE:
            more = {"grounds": [Ground.DIFFERS], "words": "The number is another’s.", **more}
        made = propose(self.organisation, uuid4(), kind, by=account(self.first), now=now, **more)
        db.session.commit()
        return made

    def decide(self, kind: Kind = Kind.APPROVE, now: datetime = NOW, **more: Any) -> Decision:
        """What both decide in one go."""
        if kind is Kind.APPROVE:
            self.check_all(now)
        made = self.propose(kind, now, **more)
        confirm(self.organisation, made, by=account(self.second), now=now)
        db.session.commit()
        return made


def make_office(app: Flask, **said: Any) -> Office:
    first, second, third = (add_account(Role.LEAD, name=name) for name in ("Ffion Fair", "Gwil Toll", "Cosmo Quill"))
    return Office(app, first, second, third, add_organisation(is_approved=False, **said))
