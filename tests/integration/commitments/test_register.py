"""The register as staff use it: seeded, listed, edited by those who may, moved with reasons, confirmed."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from outreach.accounts.operations import leave
from outreach.accounts.queries import get_account
from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.commitments.forms import commitment_choices
from outreach.commitments.models import Commitment, StateChange
from outreach.commitments.operations import change_state, seed_register
from outreach.commitments.queries import get_commitment, list_commitments
from outreach.commitments.rules import State
from outreach.core.db import db
from tests.accounts import EVERYWHERE, add_account, areas, post, sign_in
from tests.client import PageClient
from tests.conftest import NOW

FIELDS = {"addressee": "NPCC", "summary": "Communicate the protocol", "official_text": "", "position": ""}


def client_of(app: Flask, role: Role, scope: Any = EVERYWHERE) -> PageClient:
    with app.app_context():
        person = add_account(role, scope)
    return sign_in(app, person)


def test_seeding_twice_adds_nothing_and_changes_nothing_that_was_edited(seeded: Flask) -> None:
    with seeded.app_context():
        get_commitment("L2").summary = "Our own words"
        db.session.commit()
        assert seed_register(now=NOW) == 0
        assert get_commitment("L2").summary == "Our own words"
        assert [row.key for row in list_commitments()][:3] == ["A1", "L1", "L2"]
        assert ("L2", "L2 Our own words") in commitment_choices()


def test_a_row_that_is_set_aside_can_be_chosen_nowhere(seeded: Flask) -> None:
    with seeded.app_context():
        change_state(get_commitment("A1"), State.SET_ASIDE, reason="Entered by mistake", by=None, now=NOW)
        db.session.commit()
        assert "A1" not in dict(commitment_choices())


@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR, Role.AUDITOR])
def test_all_staff_read_the_register(seeded: Flask, role: Role) -> None:
    client = client_of(seeded, role, areas("kent"))
    assert "15 commitments" in client.page("/manage/commitments").text
    assert "Nobody has compared this text" in client.page("/manage/commitments/L2").text
    assert "Official text to be entered" in client.page("/manage/commitments/R6").text
    assert client.get("/manage/commitments/X9").status_code == 404


@pytest.mark.parametrize("role", [Role.PARTNER, Role.TRANSLATOR, Role.REVIEWER])
@pytest.mark.parametrize("path", ["", "/L2", "/L2/edit", "/L2/evidence", "/L2/state", "/new"])
def test_nobody_else_does(seeded: Flask, role: Role, path: str) -> None:
    assert client_of(seeded, role).get(f"/manage/commitments{path}").status_code == 403


@pytest.mark.parametrize(("role", "scope"), [(Role.COORDINATOR, EVERYWHERE), (Role.LEAD, areas("kent")), (Role.AUDITOR, EVERYWHERE)])
def test_only_national_leads_change_the_register(seeded: Flask, role: Role, scope: Any) -> None:
    client = client_of(seeded, role, scope)
    for path in ("/new", "/L2/edit", "/L2/state"):
        assert client.get(f"/manage/commitments{path}").status_code == 403
    assert post(client, "/manage/commitments/L2/edit", **FIELDS).status_code == 403
    assert post(client, "/manage/commitments/L2/confirm", version="1").status_code == 403


def test_an_owner_edits_their_row_and_so_does_whoever_takes_over_from_them(seeded: Flask) -> None:
    with seeded.app_context():
        owner, heir = (add_account(Role.COORDINATOR, areas("kent"), name=name) for name in ("Owner", "Heir"))
        lead = add_account(Role.LEAD)
        get_commitment("L2").owner_id = owner
        db.session.commit()
    first, second = sign_in(seeded, owner), sign_in(seeded, heir)
    assert first.get("/manage/commitments/L2/edit").status_code == 200
    assert first.get("/manage/commitments/L3/edit").status_code == 403
    assert second.get("/manage/commitments/L2/edit").status_code == 403
    with seeded.app_context():
        accounts = {one: get_account(one, scope=EVERYWHERE) for one in (owner, heir, lead)}
        leave(accounts[owner], successor=accounts[heir], by=accounts[lead], now=NOW)
        db.session.commit()
    assert second.get("/manage/commitments/L2/edit").status_code == 200


def test_a_change_is_saved_and_on_record_with_the_names_of_its_fields(seeded: Flask) -> None:
    client = client_of(seeded, Role.LEAD)
    opened = client.page("/manage/commitments/R6/edit")
    values = hidden(opened) | FIELDS | {"due_on-day": "1", "due_on-month": "3", "due_on-year": "2027", "source": "A source"}
    assert post(client, "/manage/commitments/R6/edit", **values).status_code == 303
    with seeded.app_context():
        row = get_commitment("R6")
        assert (row.addressee, row.due_on and row.due_on.isoformat(), row.state) == ("NPCC", "2027-03-01", "to-enter")
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "commitment.changed")).one()
        assert entry.subject == "commitment/R6"
        assert set(entry.changed) == {"addressee", "summary", "due_on", "source"}
    assert "Changed: Addressee, Summary, Due, Source" in client.page("/manage/commitments/R6").text


def test_the_second_of_two_editors_gets_both_versions(seeded: Flask) -> None:
    client = client_of(seeded, Role.LEAD)
    opened = hidden(client.page("/manage/commitments/L2/edit"))
    assert post(client, "/manage/commitments/L2/edit", **opened, **FIELDS | {"position": "Theirs"}).status_code == 303
    response = post(client, "/manage/commitments/L2/edit", **opened, **FIELDS | {"position": "Mine"})
    assert response.status_code == 409
    assert "Theirs" in response.text
    assert "Mine" in response.text


def test_a_note_that_could_lead_to_a_person_is_refused_and_kept_to_be_mended(seeded: Flask) -> None:
    client = client_of(seeded, Role.LEAD)
    opened = hidden(client.page("/manage/commitments/L2/edit"))
    response = post(client, "/manage/commitments/L2/edit", **opened, **FIELDS | {"position": "She lives at M1 1AE"})
    assert response.status_code == 422
    assert "Take the postcode out" in response.text
    assert "She lives at M1 1AE" in response.text


def test_a_change_of_state_needs_a_reason_and_is_in_the_history_with_it(seeded: Flask) -> None:
    client = client_of(seeded, Role.LEAD)
    opened = hidden(client.page("/manage/commitments/L2/state"))
    assert post(client, "/manage/commitments/L2/state", **opened, state="in-progress", reason="").status_code == 422
    assert post(client, "/manage/commitments/L2/state", **opened, state="open", reason="The same").status_code == 422
    assert post(client, "/manage/commitments/L2/state", **opened, state="in-progress", reason="Briefings have begun").status_code == 303
    page = client.page("/manage/commitments/L2")
    assert "Briefings have begun" in page.text
    with seeded.app_context():
        change = db.session.scalars(select(StateChange)).one()
        assert (change.before, change.after) == ("open", "in-progress")
    stale = post(client, "/manage/commitments/L2/state", **opened, state="rejected", reason="On the old page")
    assert stale.status_code == 422
    assert "Somebody has changed this commitment" in stale.text


def test_nothing_is_done_without_evidence(seeded: Flask) -> None:
    client = client_of(seeded, Role.LEAD)
    opened = hidden(client.page("/manage/commitments/L2/state"))
    response = post(client, "/manage/commitments/L2/state", **opened, state="done", reason="Finished")
    assert response.status_code == 422
    assert "Nothing is done without evidence" in response.text


def test_a_text_is_confirmed_by_name_and_day_until_it_is_changed(seeded: Flask) -> None:
    with seeded.app_context():
        lead = add_account(Role.LEAD, name="Ffion Fair")
    client = sign_in(seeded, lead)
    assert post(client, "/manage/commitments/L2/confirm", version="99").status_code == 303
    assert "Compare the text again" in client.page("/manage/commitments/L2").text
    post(client, "/manage/commitments/L2/confirm", version="1")
    assert "Text confirmed by Ffion Fair on Sun 22 November 2026" in client.page("/manage/commitments/L2").text
    opened = hidden(client.page("/manage/commitments/L2/edit"))
    post(client, "/manage/commitments/L2/edit", **opened, **FIELDS | {"official_text": "Other words"})
    assert "Nobody has compared this text" in client.page("/manage/commitments/L2").text


def test_a_text_that_is_not_there_cannot_be_confirmed(seeded: Flask) -> None:
    client = client_of(seeded, Role.LEAD)
    post(client, "/manage/commitments/R6/confirm", version="1")
    assert "no official text to confirm" in client.page("/manage/commitments/R6").text


def test_a_row_is_added_once_under_a_number_that_is_free(seeded: Flask) -> None:
    client = client_of(seeded, Role.LEAD)
    opened = hidden(client.page("/manage/commitments/new"))
    assert "There is a row with this number" in post(client, "/manage/commitments/new", **opened, **FIELDS, key="L2").text
    assert "such as A2" in post(client, "/manage/commitments/new", **opened, **FIELDS, key="two").text
    for _ in range(2):
        response = post(client, "/manage/commitments/new", **opened, **FIELDS, key="a2")
        assert response.status_code == 303
        assert response.location.endswith("/manage/commitments/A2")
    with seeded.app_context():
        assert [row.key for row in list_commitments()][:2] == ["A1", "A2"]


def test_the_list_is_narrowed_by_addressee_state_owner_and_what_is_overdue(seeded: Flask) -> None:
    with seeded.app_context():
        owner = add_account(Role.COORDINATOR, areas("kent"), name="Owner")
        late, soon, settled = (get_commitment(key) for key in ("L1", "L2", "R2"))
        late.due_on = settled.due_on = NOW.date().replace(day=1)
        soon.due_on, soon.owner_id = NOW.date().replace(day=30), owner
        db.session.commit()
    client = sign_in(seeded, owner)
    assert keys(client, "state=disagreed") == ["R1", "R4", "R5"]
    assert keys(client, "addressee=Home+Office") == ["R2"]
    assert keys(client, f"owner={owner}") == ["L2"]
    assert keys(client, "due=overdue") == ["L1"], "what is rejected is not overdue"
    assert keys(client, "due=soon") == ["L2"]
    assert keys(client, "q=firewall") == ["R2"]
    assert "Overdue: Sun 1 November 2026" in client.page("/manage/commitments?due=overdue").text


def test_the_section_counts_what_is_overdue_of_mine(seeded: Flask) -> None:
    with seeded.app_context():
        owner = add_account(Role.COORDINATOR, areas("kent"))
        for key in ("L1", "R2"):
            row = get_commitment(key)
            row.owner_id, row.due_on = owner, NOW.date().replace(day=1)
        db.session.commit()
    assert "Commitments 1 to do" in sign_in(seeded, owner).page("/manage/").text


def test_the_list_costs_the_same_queries_whatever_is_in_it(seeded: Flask) -> None:
    client = client_of(seeded, Role.LEAD)
    with seeded.app_context():
        engine = db.engine

    def count() -> int:
        statements: list[str] = []
        event.listen(engine, "before_cursor_execute", note := lambda *args: statements.append(args[2]))
        client.get("/manage/commitments")
        event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    few = count()
    with seeded.app_context():
        owner = add_account(Role.COORDINATOR, areas("kent"))
        for number in range(2, 12):
            db.session.add(Commitment(key=f"A{number}", order=f"A{number:03}", state="open", owner_id=owner))
        db.session.commit()
    assert count() == few


def hidden(page: Any) -> dict[str, str]:
    """The hidden inputs of a form, but for the token."""
    inputs = {field.get("name"): field.get("value", "") for field in page.all("input") if field.get("type") == "hidden"}
    return {name: value for name, value in inputs.items() if name and name != "csrf_token"}


def keys(client: PageClient, query: str) -> list[str]:
    text = client.get(f"/manage/commitments?format=csv&{query}").text.removeprefix("\ufeff")
    return [row["Commitment"].split()[0] for row in csv.DictReader(io.StringIO(text))]
