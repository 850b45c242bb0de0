"""Who sees and does what: material is one for all forces, an issue is its area's."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.briefings.models import Issue
from outreach.core.db import db
from tests.accounts import add_account, areas, post, sign_in
from tests.briefings import FORM, add_acknowledgement, add_briefing, add_draft, add_issue, add_version, typed_day

ROOT = "/manage/briefings"


def test_who_may_see_and_change_what(app: Flask) -> None:
    with app.app_context():
        lead, second = add_account(Role.LEAD), add_account(Role.LEAD)
        near, far = add_account(Role.COORDINATOR, areas("kent")), add_account(Role.LEAD, areas("durham"))
        auditor, elsewhere = add_account(Role.AUDITOR, areas("kent")), add_account(Role.AUDITOR, areas("durham"))
        partner = add_account(Role.PARTNER)
        material = add_briefing(lead)
        version = add_version(material, lead, second).id
        issue = add_issue(material, lead)
        note = add_acknowledgement(issue, lead).id
        draft, material_id, issue_id = add_draft(material, lead).id, material.id, issue.id
        db.session.commit()
    people = {"near": near, "far": far, "auditor": auditor, "elsewhere": elsewhere, "partner": partner}
    clients = {name: sign_in(app, account) for name, account in people.items()}

    def statuses(path: str) -> list[int]:
        return [client.get(f"{ROOT}{path}").status_code for client in clients.values()]

    assert statuses("") == [200, 200, 200, 200, 403]
    assert statuses(f"/{material_id}") == [200, 200, 200, 200, 403]
    assert statuses(f"/versions/{version}") == [200, 200, 200, 200, 403]
    assert statuses(f"/{material_id}/coverage") == [200, 200, 200, 200, 403]
    assert statuses("/protocol") == [200, 200, 200, 200, 403]
    assert statuses(f"/issues/{issue_id}") == [200, 404, 200, 404, 403]
    assert statuses(f"/issues/{issue_id}/acknowledge") == [200, 404, 403, 403, 403]
    assert statuses(f"/issues/{issue_id}/acknowledgements/{note}") == [200, 404, 403, 403, 403]
    assert statuses(f"/issues/{issue_id}/acknowledgements/{uuid4()}") == [404, 404, 403, 403, 403]
    assert statuses(f"/issues/{issue_id}/edit") == [200, 404, 403, 403, 403]
    assert statuses(f"/issues/{issue_id}/take-back") == [200, 404, 403, 403, 403]
    assert statuses(f"/{material_id}/issue") == [200, 200, 403, 403, 403]
    assert statuses(f"/{material_id}/reissue") == [200, 200, 403, 403, 403]
    for path in (
        "/new",
        f"/{material_id}/edit",
        f"/{material_id}/target",
        f"/{material_id}/versions/new",
        f"/versions/{draft}/edit",
        "/protocol/look",
    ):
        assert statuses(path) == [403] * 5, path
    assert statuses(f"/versions/{draft}/set-aside") == [403] * 5
    assert post(clients["near"], f"{ROOT}/versions/{draft}/approve").status_code == 403
    assert post(clients["near"], f"{ROOT}/{material_id}/archive").status_code == 403
    assert post(clients["near"], f"{ROOT}/{material_id}/versions/new", **FORM).status_code == 403
    assert f"{ROOT}/issues/{issue_id}" not in clients["far"].page(f"{ROOT}/issues").links
    assert f"{ROOT}/issues/{issue_id}" in clients["auditor"].page(f"{ROOT}/issues").links
    assert "Say how many were reached" not in clients["auditor"].page(f"{ROOT}/issues/{issue_id}").text


def test_nobody_issues_to_an_area_that_is_not_theirs(app: Flask) -> None:
    with app.app_context():
        lead, second, far = add_account(Role.LEAD), add_account(Role.LEAD), add_account(Role.COORDINATOR, areas("durham"))
        material = add_briefing(lead)
        add_version(material, lead, second)
        material_id = material.id
        db.session.commit()
    form = {"area": "kent", "team": "response", "headcount": "10"} | typed_day("due_on", 9)
    assert post(sign_in(app, far), f"{ROOT}/{material_id}/issue", **form).status_code == 422
    with app.app_context():
        assert db.session.scalars(select(Issue)).all() == []
