"""What tests of an organisation’s own pages share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from outreach.core.db import db
from outreach.overview.organisation import find_acts
from outreach.partners.models import Organisation, Revision
from outreach.partners.queries import is_listed
from outreach.partners.rules import RevisionState
from tests.client import PageClient
from tests.conftest import NOW
from tests.pages import form_of

OWN = "/manage/organisation"


def change(client: PageClient, key: str, **fields: Any) -> Any:
    path = f"{OWN}/profile/{key}"
    return client.post(path, data={**form_of(client.page(path)), **fields})


def profile(app: Flask, organisation_id: UUID) -> Any:
    with app.app_context():
        return db.session.get_one(Organisation, organisation_id).profile


def pending(app: Flask) -> tuple[str, str]:
    with app.app_context():
        row = db.session.scalars(select(Revision).where(Revision.state == RevisionState.PENDING)).one()
        return f"/manage/partners/revisions/{row.id}", str(row.version)


def acts(organisation_id: UUID) -> list[str]:
    return [entry.action for entry in find_acts(organisation_id)]


def is_listed_now(app: Flask, organisation_id: UUID) -> bool:
    with app.app_context():
        return bool(db.session.scalar(select(Organisation.id).where(Organisation.id == organisation_id, is_listed(NOW))))
