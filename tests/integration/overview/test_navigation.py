"""What stands beside every signed-in page: in groups, and asked of the database with statements that are built once."""

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
from outreach.web.navigation import GROUPS, SECTIONS, navigation
from tests.accounts import EVERYWHERE, add_account, areas, sign_in
from tests.pages import text_of


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


def lists(app: Flask, role: Role) -> list[tuple[str, list[str]]]:
    """The headings beside a page for somebody with that role, each with what is under it."""
    with app.app_context():
        account_id = add_account(role)
    page = sign_in(app, account_id).page("/manage/")
    beside = next(nav for nav in page.all("nav") if nav.get("class", "").endswith("--large"))[0]
    return [(text_of(item[0]) if len(item) > 1 else "", [text_of(link) for link in item.iter("a")]) for item in beside]


def test_many_sections_are_in_groups_and_few_are_not(app: Flask) -> None:
    found = lists(app, Role.AUDITOR)
    assert [heading for heading, _those in found] == ["Planning", "Listening", "Promises", "Who helps", "Administration"]
    assert found[0][1] == ["Campaigns", "Events", "Timeline"]
    assert found[-1][1] == ["People", "Audit trail", "Outbox", "Jobs"]
    with app.test_request_context("/manage/"):
        assert all(section.group in GROUPS for section in app.extensions[SECTIONS] if section.endpoint != "own.index")
    assert [heading for heading, _those in lists(app, Role.PARTNER)] == [""] * 3
