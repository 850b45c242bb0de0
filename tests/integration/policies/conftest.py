"""An office in which policies are entered and approved, and what readers are told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select

from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.content.imports import merge, merge_translations
from outreach.content.library import AREA_PAGE, Claim, Library, Translation
from outreach.content.models import PublicationRequest
from outreach.content.operations import save_library
from outreach.content.queries import find_claim, find_library, stored_units
from outreach.core.db import db
from outreach.core.languages import LANGUAGES
from outreach.core.text import revision_id
from outreach.policies.models import Policy
from outreach.policies.operations import approve_policy, draft_policy, set_policy_aside
from outreach.policies.rules import Tone
from outreach.site.rendering import Renderer
from tests import pages
from tests.accounts import add_account
from tests.conftest import NOW
from tests.integration.policies.test_policies import VALUES, person
from tests.unit.content.test_areas import site

TODAY = NOW.date()
KEY = "policy-kent"
SAID, OTHER = "This force asks officers to help first.", "This force asks officers to listen first."
SENTENCE = {"for_readers": SAID, "tone": Tone.ENCOURAGING}
WARNING = {"for_readers": "This force tells the Home Office.", "tone": Tone.WARNING}


@dataclass
class Office:
    """Two leads of an installation with a little content."""

    app: Flask
    first: UUID
    second: UUID

    def draft(self, place: str = "kent", **values: Any) -> Policy:
        return draft_policy(uuid4(), place, VALUES | values, by=person(self.first), now=NOW)

    def enter(self, place: str = "kent", **values: Any) -> Policy:
        entry = self.draft(place, **values)
        approve_policy(entry, by=person(self.second), now=NOW)
        db.session.commit()
        return entry

    def set_aside(self, entry: Policy) -> None:
        set_policy_aside(entry, reason="Wrong", by=person(self.first), now=NOW)
        db.session.commit()

    def page(self, tag: str = "en", area: str = "kent", today: date = TODAY) -> pages.Page | None:
        """The page of an area as a reader gets it."""
        renderer = Renderer(library(), self.app.config["OUTREACH"], today, frozenset({"en", "ur"}), {}, {})
        with force_locale(LANGUAGES[tag].cldr):
            made = {page.path: page.body for page in renderer.pages(tag, LANGUAGES[tag])}
        body = made.get(f"{tag}/{AREA_PAGE}/{area}.html")
        return pages.parse_page(body) if body else None

    def section(self, tag: str = "en", today: date = TODAY) -> str:
        """What the page of Kent says of its police; empty where it says nothing."""
        page = self.page(tag, today=today)
        assert page is not None
        return next((pages.text_of(each) for each in page.all("section") if "example.org/policy" in pages.text_of(each)), "")


@pytest.fixture
def office(app: Flask) -> Office:
    with app.app_context():
        load(site())
        return Office(app, add_account(Role.LEAD), add_account(Role.LEAD))


def load(files: Library) -> None:
    merged, steps = merge(find_library(), files, stored=stored_units())
    save_library(merged, steps, by="test", now=NOW)
    db.session.commit()


def library() -> Library:
    db.session.expire_all()
    found = find_library()
    assert found is not None
    return found


def told() -> Claim | None:
    db.session.expire_all()
    return find_claim(KEY)


def translate(text: str) -> None:
    merged, steps = merge_translations(library(), "ur", [(f"claim/{KEY}", Translation(text, revision_id(SAID)))])
    save_library(merged, steps, by="test", now=NOW)
    db.session.commit()


def acts() -> list[tuple[str, str]]:
    wanted = select(AuditEntry).where(AuditEntry.action.like("claim.%")).order_by(AuditEntry.place)
    return [(row.action, row.subject) for row in db.session.scalars(wanted)]


def requests() -> int:
    return db.session.scalar(select(func.count()).select_from(PublicationRequest)) or 0
