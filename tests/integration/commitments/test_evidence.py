"""Evidence: added in one's own areas, seen from there, struck and never gone."""

from __future__ import annotations

from itertools import chain, combinations
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.queries import get_account
from outreach.accounts.rules import Role, Scope
from outreach.commitments.models import Evidence
from outreach.commitments.operations import CommitmentRefused, add_evidence, withdraw_evidence
from outreach.commitments.queries import UnknownCommitment, find_evidence, get_commitment, get_evidence
from outreach.commitments.rules import Kind, Refusal
from outreach.core.db import db
from tests.accounts import EVERYWHERE, add_account, areas, post, sign_in
from tests.conftest import NOW
from tests.integration.commitments.test_register import hidden

SLUGS = ("kent", "surrey", "sussex")
PLACES = [EVERYWHERE, *(areas(*some) for some in chain.from_iterable(combinations(SLUGS, size) for size in (1, 2, 3)))]
FORM = {"title": "6 briefings", "kind": "file", "file": "Sheet 6", "dated_on-day": "2", "dated_on-month": "10", "dated_on-year": "2026"}


def add(by_id: Any, places: Scope, key: str = "L2") -> Evidence:
    by = get_account(by_id, scope=EVERYWHERE)
    about: dict[str, Any] = {"kind": Kind.FILE, "title": "A sheet", "dated_on": NOW.date(), "reference": "Sheet"}
    return add_evidence(get_commitment(key, is_locked=True), uuid4(), places=places, by=by, now=NOW, **about)


def test_what_the_query_shows_is_what_the_rule_says_for_every_scope(seeded: Flask) -> None:
    with seeded.app_context():
        lead = add_account(Role.LEAD)
        pieces = {add(lead, places).ref: places for places in PLACES}
        commitment = get_commitment("L2")
        for scope in [*PLACES, Scope(False), areas("durham")]:
            shown = {piece.ref for piece in find_evidence(commitment.id, scope=scope)}
            assert shown == {ref for ref, places in pieces.items() if scope.meets(places)}, scope


def test_whoever_may_withdraw_a_piece_sees_it_for_every_scope(seeded: Flask) -> None:
    with seeded.app_context():
        lead = add_account(Role.LEAD)
        for places in PLACES:
            ref = add(lead, places).ref
            for scope in PLACES:
                if scope.covers(places):
                    assert get_evidence(ref, scope=scope).places == places


def test_pieces_are_numbered_for_each_commitment_and_keep_their_numbers(seeded: Flask) -> None:
    with seeded.app_context():
        lead = add_account(Role.LEAD)
        first, other, second = add(lead, EVERYWHERE), add(lead, EVERYWHERE, "L3"), add(lead, EVERYWHERE)
        assert [first.ref, other.ref, second.ref] == ["L2.1", "L3.1", "L2.2"]
        withdraw_evidence(get_evidence("L2.2", scope=EVERYWHERE), reason="Twice", by=get_account(lead, scope=EVERYWHERE), now=NOW)
        assert add(lead, EVERYWHERE).ref == "L2.3"


def test_a_coordinator_adds_evidence_for_their_areas_and_not_beyond(seeded: Flask) -> None:
    with seeded.app_context():
        person = add_account(Role.COORDINATOR, areas("kent", "surrey"), name="Cosmo Quill")
    client = sign_in(seeded, person)
    opened = hidden(client.page("/manage/commitments/L2/evidence"))
    assert "Sussex" not in client.page("/manage/commitments/L2/evidence").text
    assert post(client, "/manage/commitments/L2/evidence", **opened, **FORM).status_code == 422
    assert post(client, "/manage/commitments/L2/evidence", **opened, **FORM, areas="sussex").status_code == 422
    for _ in range(2):
        assert post(client, "/manage/commitments/L2/evidence", **opened, **FORM, areas="kent").status_code == 303
    page = client.page("/manage/commitments/L2")
    assert "6 briefings" in page.text
    assert "Added by Cosmo Quill" in page.text
    with seeded.app_context():
        assert db.session.scalars(select(Evidence)).one().ref == "L2.1"


def test_the_operation_itself_refuses_places_beyond_the_scope(seeded: Flask) -> None:
    with seeded.app_context():
        person = add_account(Role.COORDINATOR, areas("kent"))
        for places, refusal in (
            (EVERYWHERE, Refusal.OUT_OF_SCOPE),
            (areas("kent", "surrey"), Refusal.OUT_OF_SCOPE),
            (Scope(False), Refusal.PLACES),
        ):
            with pytest.raises(CommitmentRefused) as caught:
                add(person, places)
            assert caught.value.refusal is refusal


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "example.org/page", "https://", "https://user:secret@example.org/", "ftp://example.org/a"]
)
def test_a_link_has_to_be_the_address_of_a_page(seeded: Flask, url: str) -> None:
    with seeded.app_context():
        person = add_account(Role.LEAD)
    client = sign_in(seeded, person)
    opened = hidden(client.page("/manage/commitments/L2/evidence"))
    response = post(client, "/manage/commitments/L2/evidence", **opened, **FORM | {"kind": "link"}, url=url, is_national="yes")
    assert response.status_code == 422
    assert "whole address of the page" in response.text


def test_what_is_out_of_sight_is_not_there(seeded: Flask) -> None:
    with seeded.app_context():
        lead, stranger = add_account(Role.LEAD), add_account(Role.COORDINATOR, areas("durham"))
        ref = add(lead, areas("kent")).ref
        db.session.commit()
        with pytest.raises(UnknownCommitment):
            get_evidence(ref, scope=areas("durham"))
    client = sign_in(seeded, stranger)
    assert "A sheet" not in client.page("/manage/commitments/L2").text
    assert ref not in client.page("/manage/commitments/L2").text, "its history neither"
    assert client.get(f"/manage/commitments/evidence/{ref}/withdraw").status_code == 404


def test_what_is_withdrawn_stays_struck_with_its_reason_and_counts_no_more(seeded: Flask) -> None:
    with seeded.app_context():
        person = add_account(Role.COORDINATOR, areas("kent"))
        ref = add(person, areas("kent")).ref
        db.session.commit()
    client = sign_in(seeded, person)
    assert post(client, f"/manage/commitments/evidence/{ref}/withdraw", reason="").status_code == 422
    assert post(client, f"/manage/commitments/evidence/{ref}/withdraw", reason="Counted twice").status_code == 303
    page = client.page("/manage/commitments/L2")
    assert [struck.text for struck in page.all("s")] == ["A sheet"]
    assert "Counted twice" in page.text
    assert f"/manage/commitments/evidence/{ref}/withdraw" not in page.links
    post(client, f"/manage/commitments/evidence/{ref}/withdraw", reason="Again")
    assert "has been withdrawn already" in client.page("/manage/commitments/L2").text
    assert (
        "L2 Communicate the protocol to police officers and staff,NPCC,Open,,,0" in client.get("/manage/commitments?format=csv&q=L2").text
    )


def test_evidence_of_several_areas_is_withdrawn_by_whoever_covers_them_or_has_added_it(seeded: Flask) -> None:
    with seeded.app_context():
        lead, near = add_account(Role.LEAD), add_account(Role.COORDINATOR, areas("kent"))
        ref = add(lead, areas("kent", "surrey")).ref
        db.session.commit()
    client = sign_in(seeded, near)
    assert "A sheet" in client.page("/manage/commitments/L2").text
    assert client.get(f"/manage/commitments/evidence/{ref}/withdraw").status_code == 403
    assert sign_in(seeded, lead).get(f"/manage/commitments/evidence/{ref}/withdraw").status_code == 200
