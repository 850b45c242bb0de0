"""What stands beside every signed-in page is asked of the database with statements that are built once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask_login import login_user
from sqlalchemy.sql.selectable import Select

from outreach.accounts.models import Account
from outreach.accounts.rules import Role, Scope
from outreach.core.db import db
from outreach.web.navigation import navigation
from tests.accounts import EVERYWHERE, add_account, areas


def counts(app: Flask, account_id: UUID) -> list[int]:
    """What is counted beside a page for this account."""
    with app.test_request_context("/manage/profile"):
        login_user(db.session.get_one(Account, account_id))
        return [entry.count for entry in navigation() if entry.count is not None]


@pytest.mark.parametrize("scope", [EVERYWHERE, areas("kent", "gwent")], ids=["national", "areas"])
@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR, Role.AUDITOR, Role.PARTNER])
def test_the_statements_of_the_counts_are_built_for_the_first_page_only(
    app: Flask, role: Role, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Any] = []
    begin = Select.__init__

    def note(self: Select[Any], *args: Any, **more: Any) -> None:
        built.append(self)
        begin(self, *args, **more)

    monkeypatch.setattr(Select, "__init__", note)
    with app.app_context():
        first, second = add_account(role, scope), add_account(role, scope)
        assert counts(app, first)
    built.clear()
    with app.app_context():
        db.session.get_one(Account, second)
        loading = len(built)
    built.clear()
    assert counts(app, second)
    assert len(built) <= loading, built
