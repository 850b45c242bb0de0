"""An update to write in: two leads, a register with evidence, a draft that has nothing to mend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from outreach.accounts.models import Account
from outreach.accounts.rules import Role
from outreach.commitments.models import Evidence
from outreach.commitments.operations import add_evidence, seed_register
from outreach.commitments.queries import get_commitment, list_commitments
from outreach.commitments.rules import Kind
from outreach.core.db import db
from outreach.updates.assembling import assemble
from outreach.updates.letter import digest, write_canonical
from outreach.updates.models import ProgressUpdate
from outreach.updates.operations import begin_update, change_section, freeze, review, send_to_review
from outreach.updates.queries import get_update, section_of
from outreach.updates.rules import Verdict
from tests.accounts import EVERYWHERE, add_account
from tests.conftest import NOW

VALUES = {
    "title": "Progress update",
    "dated_on": date(2026, 11, 24),
    "period_from": date(2022, 1, 25),
    "period_to": date(2026, 11, 20),
    "addressee_name": "Araminta Thistledown",
    "addressee_office": "Super-complaints Lead",
    "addressee_body": "Invented Inspectorate",
    "address": "1 Example Street",
    "salutation": "Dear Araminta,",
    "opening": "We write to update you.",
    "closing": "We will write again.",
    "signed_name": "Ffion Fairweather",
    "signed_office": "Programme lead",
}


@dataclass
class Desk:
    """What the tests of updates begin with."""

    app: Flask
    writer_id: UUID
    second_id: UUID
    update_id: UUID

    @property
    def writer(self) -> Account:
        return db.session.get_one(Account, self.writer_id)

    @property
    def second(self) -> Account:
        return db.session.get_one(Account, self.second_id)

    @property
    def update(self) -> ProgressUpdate:
        db.session.flush()
        return get_update(self.update_id, has_content=True)

    def change(self, key: str, **texts: str) -> None:
        section = section_of(update := self.update, key)
        change_section(update, section, texts, [source.evidence for source in section.sources], by=self.writer, now=NOW)

    def approve(self) -> None:
        """Send it to review and let the second lead approve it."""
        send_to_review(self.update, by=self.writer, now=NOW)
        seen = digest(write_canonical(assemble(self.update)))
        review(self.update, Verdict.APPROVE, "", seen=seen, by=self.second, now=NOW)

    def freeze(self) -> ProgressUpdate:
        self.approve()
        freeze(self.update, by=self.writer, now=NOW)
        db.session.commit()
        return self.update


def add_piece(by: Account, title: str, key: str = "L2") -> Evidence:
    about: dict[str, Any] = {"kind": Kind.FILE, "title": title, "places": EVERYWHERE, "dated_on": date(2026, 10, 2), "reference": "Sheet 6"}
    return add_evidence(get_commitment(key, is_locked=True), uuid4(), by=by, now=NOW, **about)


@pytest.fixture
def desk(app: Flask) -> Desk:
    with app.app_context():
        seed_register(now=NOW)
        desk = Desk(app, add_account(Role.LEAD, name="Writer"), add_account(Role.LEAD, name="Second"), uuid4())
        add_piece(desk.writer, "14 briefings held")
        chosen = [row for row in list_commitments() if row.key in ("L1", "L2")]
        begin_update(desk.update_id, VALUES, chosen, by=desk.writer, now=NOW)
        db.session.commit()
    return desk
