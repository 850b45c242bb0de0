"""Files of an organisation: known by what is in them, for vetters and members only, and gone when it leaves."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.partners.models import StoredFile
from tests.accounts import add_account, areas, new_client, post, sign_in
from tests.client import PageClient
from tests.pages import form_of
from tests.partners import add_member_of, add_organisation
from tests.unit.partners.test_uploads import PDF, png

FILES = "/manage/organisation/files"


@pytest.fixture
def ours(app: Flask) -> tuple[UUID, UUID]:
    with app.app_context():
        organisation_id = add_organisation()
        return organisation_id, add_member_of(organisation_id)


def send(client: PageClient, content: bytes, used_for: str = "logo", name: str = "logo.png", **more: Any) -> TestResponse:
    form = {name: value for name, value in form_of(client.page(FILES)).items() if name not in ("file", "used_for")}
    boundary, body = encode_multipart({**form, "used_for": used_for, "file": FileStorage(io.BytesIO(content), filename=name), **more})
    return client.post(FILES, data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def stored(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return [(str(one.id), one.media_type) for one in db.session.scalars(select(StoredFile).order_by(StoredFile.put_at))]


def test_a_logo_is_kept_replaced_downloaded_safely_and_thrown_away(app: Flask, ours: tuple[UUID, UUID]) -> None:
    client = sign_in(app, ours[1])
    assert send(client, png()).status_code == 303
    first = stored(app)
    assert send(client, png(3, 3)).status_code == 303
    [(file_id, media_type)] = stored(app)
    assert file_id != first[0][0]
    assert media_type == "image/png"
    answer = client.get(f"{FILES}/{file_id}")
    assert answer.data == png(3, 3)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert new_client(app).get(f"{FILES}/{file_id}").status_code == 302
    assert post(client, f"{FILES}/{file_id}/remove").status_code == 303
    assert stored(app) == []


def test_a_name_or_a_type_that_lies_changes_nothing(app: Flask, ours: tuple[UUID, UUID]) -> None:
    client = sign_in(app, ours[1])
    for content, used_for in ((b"<script>alert(1)</script>", "logo"), (PDF, "logo"), (b"MZ", "insurance"), (b"", "insurance")):
        answer = send(client, content, used_for, name="logo.png")
        assert answer.status_code == 422
        assert "whatever its name says" in answer.text
    assert "too large" in send(client, png() + b"\0" * 1_000_001).text
    assert send(client, b"x" * 6_000_000).status_code == 413
    assert send(client, PDF, "nonsense").status_code == 422
    assert stored(app) == []


def test_documents_are_for_staff_in_sight_and_members_and_no_more_than_eight(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    client = sign_in(app, owner)
    assert all(send(client, PDF, "insurance", name="x.pdf").status_code == 303 for _each in range(8))
    assert "eight documents already" in send(client, PDF, "insurance", name="x.pdf").text
    with app.app_context():
        inside, outside = (add_account(Role.COORDINATOR, areas(slug)) for slug in ("kent", "gwent"))
        translator, other = add_account(Role.TRANSLATOR), add_member_of(add_organisation())
    path = f"/manage/partners/{organisation_id}/files"
    file_id = stored(app)[0][0]
    assert "Insurance certificate" in sign_in(app, inside).page(path).text
    assert sign_in(app, inside).get(f"{path}/{file_id}").data == PDF
    for account, status in ((outside, 404), (translator, 403), (other, 403)):
        assert sign_in(app, account).get(path).status_code == status
        assert sign_in(app, account).get(f"{path}/{file_id}").status_code == status
    assert sign_in(app, other).get(f"{FILES}/{file_id}").status_code == 404


def test_a_form_that_is_sent_twice_keeps_one_file(app: Flask, ours: tuple[UUID, UUID]) -> None:
    client = sign_in(app, ours[1])
    key = form_of(client.page(FILES))["form_key"]
    assert [send(client, PDF, "other", form_key=key).status_code for _twice in range(2)] == [303, 303]
    assert len(stored(app)) == 1
