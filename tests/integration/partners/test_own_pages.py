"""An organisation’s own pages: every one opens for its owner, consents are at once, and what is another’s is not there."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Flask

from outreach.core.db import db
from outreach.partners.models import StoredFile
from tests.accounts import post, sign_in
from tests.conftest import NOW
from tests.own_pages import OWN, is_listed_now
from tests.partners import add_member_of, add_organisation


def test_every_page_opens_for_an_owner_and_names_the_organisation(app: Flask, ours: tuple[UUID, UUID]) -> None:
    client = sign_in(app, ours[1])
    for page in ("", "/profile", "/consents", "/members", "/members/invite", "/hours", "/hours/new", "/files", "/everything", "/leave"):
        assert client.page(f"{OWN}{page}").heading
    for key in ("organisation", "reach", "numbers", "areas", "languages", "communities", "contact", "safeguarding", "advice", "ties"):
        assert client.page(f"{OWN}/profile/{key}").heading
    assert client.get(f"{OWN}/profile/nonsense").status_code == 404


def test_consents_are_given_and_withdrawn_at_once_by_owners(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    with app.app_context():
        editor = add_member_of(organisation_id, is_owner=False)
    client = sign_in(app, owner)
    assert post(sign_in(app, editor), f"{OWN}/consents/listed/withdraw").status_code == 403
    assert is_listed_now(app, organisation_id)
    assert post(client, f"{OWN}/consents/listed/withdraw").status_code == 303
    assert not is_listed_now(app, organisation_id)
    assert "You have not agreed to be shown" in client.page(OWN).text
    assert post(client, f"{OWN}/consents/listed/give").status_code == 303
    assert post(client, f"{OWN}/consents/listed/give").status_code == 303
    assert is_listed_now(app, organisation_id)
    assert post(client, f"{OWN}/consents/nonsense/give").status_code == 404


def test_another_organisation_s_ids_are_not_there(app: Flask, ours: tuple[UUID, UUID]) -> None:
    with app.app_context():
        theirs = add_organisation()
        member = add_member_of(theirs)
        file = StoredFile(organisation_id=theirs, used_for="other", media_type="application/pdf", size=1, digest="0", content=b"x")
        file.put_by_id, file.put_at = member, NOW
        db.session.add(file)
        db.session.commit()
        file_id = file.id
    client = sign_in(app, ours[1])
    assert client.get(f"{OWN}/files/{file_id}").status_code == 404
    for path in (f"members/{member}/remove", f"members/{member}/editor", f"files/{file_id}/remove", f"hours/{uuid4()}/remove"):
        assert post(client, f"{OWN}/{path}").status_code == 404, path
