"""A partner that asks for things about its services, for tests."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.directory.models import ServiceChange
from outreach.directory.revising import version_of
from outreach.directory.told import find_directory
from outreach.partners.models import Organisation
from outreach.partners.rules import RevisionState
from tests.accounts import add_account, areas, sign_in
from tests.client import PageClient
from tests.conftest import NOW
from tests.directory import add_shown, load, values
from tests.pages import form_of
from tests.partners import add_member_of, add_organisation

BASE = "/manage/directory"
OFFER = f"{BASE}/offer"
TYPED = {
    "name": "Harbour talk",
    "description": "Somebody to talk to.",
    "main_need": "counselling",
    "areas": ["kent"],
    "phones-0-number": "0161 496 0104",
    "phones-0-cost": "free",
    "access": ["phone"],
    "cost": "free",
    "recourse": "yes",
    "standing": "independent",
    "passes_on": "asks-first",
    "capacity": "open",
    "openings-0-days": "0-4",
    "openings-0-opens": "9am",
    "openings-0-closes": "5:30pm",
    "languages-0-language": "ti",
    "languages-0-mode": "native",
}


class Harbour:
    """A partner of Kent with an owner and an editor, a coordinator of Kent, and a service that readers see."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.organisation_id = add_organisation(name="Harbour")
            self.owner, self.editor = add_member_of(self.organisation_id), add_member_of(self.organisation_id, is_owner=False)
            self.coordinator, self.far = add_account(Role.COORDINATOR, areas("kent")), add_account(Role.COORDINATOR, areas("gwent"))
            self.lead = add_account()
            self.shown = add_shown(self.lead, name="Harbour advice", organisation_id=self.organisation_id)

    def member(self) -> PageClient:
        return sign_in(self.app, self.owner)

    def staff(self) -> PageClient:
        return sign_in(self.app, self.coordinator)

    def ask(self, client: PageClient, **typed: Any) -> Any:
        path = f"{BASE}/{self.shown}/ask"
        return client.post(path, data={**form_of(client.page(path)), **typed})

    def waits(self) -> tuple[str, str]:
        """The address of what waits, and what somebody who looks at it now has seen."""
        with self.app.app_context():
            row = db.session.scalars(select(ServiceChange).where(ServiceChange.state == RevisionState.PENDING)).one()
            set_committed_value(row, "service", load(row.service_id))
            return f"{BASE}/changes/{row.id}", version_of(row)

    def offer(self, client: PageClient, **typed: Any) -> str:
        """The address of a service that a member has sent."""
        answer = client.post(OFFER, data={**form_of(client.page(OFFER)), **TYPED, **typed})
        assert answer.status_code == 303
        return str(answer.location)

    def told(self) -> list[Any]:
        with self.app.app_context():
            return [*find_directory(NOW).services]

    def pause(self) -> None:
        with self.app.app_context():
            db.session.get_one(Organisation, self.organisation_id).paused_at = NOW
            db.session.commit()


def acts(service_id: Any) -> list[str]:
    wanted = select(AuditEntry.action).where(AuditEntry.subject == f"service/{service_id}").order_by(AuditEntry.place)
    return [*db.session.scalars(wanted)]


def theirs() -> dict[str, Any]:
    """Values of a service, without what only staff say."""
    return {name: value for name, value in values().items() if name not in ("provider", "note", "trained_on", "contact_on")}
