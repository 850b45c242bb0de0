"""The trail leads to the page of what was done something to."""

from __future__ import annotations

import pytest
from flask import Flask

from outreach.accounts.rules import Role
from outreach.audit.operations import record
from outreach.commitments.operations import seed_register
from outreach.core.db import db
from tests.accounts import add_account, sign_in
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("subject", "page"), [("commitment/L2", "/manage/commitments/L2"), ("policy/kent/3", "/manage/policies/kent"), ("claim/not-law", "")]
)
def test_a_row_leads_to_its_record(app: Flask, subject: str, page: str) -> None:
    with app.app_context():
        reader = add_account(Role.AUDITOR)
        seed_register(now=NOW)
        record("content.imported", subject, by="command line", now=NOW)
        db.session.commit()
    client = sign_in(app, reader)
    row = next(link for link in client.page("/manage/audit?what=content.imported").links if link.startswith("/manage/audit/"))
    links = [link for link in client.page(row).links if link.startswith(("/manage/commitments/", "/manage/policies/"))]
    assert links == ([page] if page else [])
    assert not page or client.get(page).status_code == 200
