"""Every view, for every role and for nobody, from one table; and what lies outside somebody's scope is not there for them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.queries import within
from outreach.accounts.rules import Role, Scope
from outreach.core.areas import AREAS
from outreach.core.db import db
from tests.accounts import EVERYWHERE, add_account, areas, new_client, post, sign_in

EVERYBODY = frozenset(Role)
READERS = frozenset({Role.LEAD, Role.AUDITOR})
EDITORS = frozenset({Role.LEAD, Role.COORDINATOR})
STAFF = EDITORS | READERS
PARTNERS = frozenset({Role.PARTNER})
LEADS = frozenset({Role.LEAD})
PARTNERS = frozenset({Role.PARTNER})
NONE = "/manage/sign-in?next="


@dataclass(frozen=True)
class View:
    """Who may open a view; the status of a GET and of a POST with nothing but a token for them, and for nobody. None: no such method."""

    roles: frozenset[Role]
    get: int | None
    post: int | None = None
    nobody: tuple[int, int] = (302, 400)  # the way to sign in, and for a form what was typed, to be sent again
    read_by: str = ""  # the view that answers a GET at the address of this one, which knows none


VIEWS = {
    "agreements.agreement": View(frozenset({Role.PARTNER}), 404, 404),  # the partner here speaks for no organisation
    "agreements.earlier": View(frozenset({Role.PARTNER}), 404),
    "applications.appeals": View(EVERYBODY, 404, 400, (404, 400)),  # by a signed link
    "applications.application": View(EVERYBODY, 404, None, (404, 405)),
    "applications.question": View(EVERYBODY, 404, 400, (404, 400)),
    "applications.stop": View(EVERYBODY, 404, 400, (404, 400)),
    "accounts.edit_profile": View(EVERYBODY, 200, 422),
    "accounts.end_calendar": View(STAFF, None, 303),
    "accounts.end_other_sign_ins": View(EVERYBODY, None, 303),
    "accounts.end_sign_in": View(EVERYBODY, None, 303),
    "accounts.invitation": View(EVERYBODY, 404, 404, (404, 404)),
    "accounts.make_calendar": View(STAFF, None, 200),
    "accounts.profile": View(EVERYBODY, 200),
    "alerts.alert": View(STAFF | PARTNERS, 404),
    "alerts.answer": View(LEADS, 404, 404),
    "alerts.dispute": View(PARTNERS, 404, 404),
    "alerts.edit": View(PARTNERS, 404, 404),
    "alerts.index": View(STAFF | PARTNERS, 200),
    "alerts.new": View(PARTNERS, 303, 303),  # speaks for no approved organisation
    "alerts.unname": View(PARTNERS, None, 404),
    "alerts.withdraw": View(PARTNERS, 404, 404),
    "assets.file": View(EVERYBODY, 404, None, (404, 405)),
    "briefings.acknowledge": View(EDITORS, 404, 404),
    "briefings.approve": View(EDITORS, None, 404),
    "briefings.change_issue": View(EDITORS, 404, 404),
    "briefings.correct": View(EDITORS, 404, 404),
    "briefings.coverage": View(STAFF, 404),
    "briefings.draft": View(EDITORS, 404, 404),
    "briefings.edit": View(EDITORS, 404, 404),
    "briefings.edit_version": View(EDITORS, 404, 404),
    "briefings.index": View(STAFF, 200),
    "briefings.issue": View(STAFF, 404),
    "briefings.issue_to": View(EDITORS, 404, 404),
    "briefings.issues": View(STAFF, 200),
    "briefings.look": View(EDITORS, 200, 422),
    "briefings.material": View(STAFF, 404),
    "briefings.new": View(EDITORS, 200, 422),
    "briefings.protocol": View(STAFF, 200),
    "briefings.put_away": View(EDITORS, None, 404),
    "briefings.reissue": View(EDITORS, 404, 404),
    "briefings.set_aside": View(EDITORS, 404, 404),
    "briefings.take_back": View(EDITORS, 404, 404),
    "briefings.take_out": View(EDITORS, None, 404),
    "briefings.target": View(LEADS, 404, 404),
    "briefings.version": View(STAFF, 404),
    "calendars.own_calendar": View(EVERYBODY, 404, None, (404, 405)),
    "campaigns.actions": View(STAFF, 200),
    "campaigns.add": View(EDITORS, 404, 404),
    "campaigns.aside": View(EDITORS, None, 404),
    "campaigns.back": View(EDITORS, None, 404),
    "campaigns.campaign": View(STAFF, 404),
    "campaigns.change": View(EDITORS, 404, 404),
    "campaigns.copy": View(EDITORS, 404, 404),
    "campaigns.doing": View(EDITORS, None, 404),
    "campaigns.edit": View(EDITORS, 404, 404),
    "campaigns.index": View(STAFF, 200),
    "campaigns.move": View(EDITORS, 404, 404),
    "campaigns.new": View(EDITORS, 200, 422),
    "campaigns.put_away": View(EDITORS, None, 404, read_by="campaigns.section"),
    "campaigns.section": View(STAFF, 404),
    "campaigns.strategy": View(EDITORS, 404, 404),
    "campaigns.take_out": View(EDITORS, None, 404, read_by="campaigns.section"),
    "care.all_hours": View(STAFF, 200),
    "care.approve_revision": View(EDITORS, None, 404),
    "care.confirm_by_telephone": View(EDITORS, 404, 404),
    "care.file": View(STAFF, 404),
    "care.files": View(STAFF, 404),
    "care.give_revision_back": View(EDITORS, None, 404),
    "care.hours": View(EDITORS, 404, 404),
    "care.revision": View(STAFF, 404),
    "care.revisions": View(STAFF, 200),
    "commitments.add": View(EDITORS, 404, 404),
    "commitments.commitment": View(STAFF, 404),
    "commitments.confirm": View(EDITORS, None, 404),
    "commitments.edit": View(EDITORS, 404, 404),
    "commitments.index": View(STAFF, 200),
    "commitments.new": View(LEADS, 200, 422),
    "commitments.state": View(EDITORS, 404, 404),
    "commitments.withdraw": View(EDITORS, 404, 404),
    "coverage.area": View(STAFF, 200),
    "coverage.gaps": View(STAFF, 200),
    "coverage.index": View(STAFF, 200),
    "directory.approve_change": View(EDITORS, None, 404),
    "directory.ask_for": View(PARTNERS, 404, 404),
    "directory.change": View(STAFF, 404),
    "directory.close": View(EDITORS | {Role.PARTNER}, 404, 404),
    "directory.confirm": View(EDITORS | {Role.PARTNER}, None, 404),
    "directory.do": View(EDITORS, None, 404),
    "directory.edit": View(EDITORS, 404, 404),
    "directory.give_change_back": View(EDITORS, None, 404),
    "directory.hours": View(EDITORS | {Role.PARTNER}, 404, 404),
    "directory.index": View(STAFF | {Role.PARTNER}, 200),
    "directory.new": View(EDITORS, 200, 422),
    "directory.offer": View(PARTNERS, 404, 404),  # speaks for no organisation
    "directory.service": View(STAFF | {Role.PARTNER}, 404),
    "directory.take_change_back": View(PARTNERS, None, 404),
    "events.agenda": View(STAFF, 200),
    "events.cancel": View(EDITORS, 404, 404),
    "events.choose": View(EDITORS, 404),
    "events.edit": View(EDITORS, 404, 404),
    "events.restore": View(EDITORS, 404, 404),
    "events.edit_record": View(EDITORS, 404, 404),
    "events.event": View(STAFF, 404),
    "events.export_events": View(STAFF, 200),
    "events.import_events": View(EDITORS, 200, 422),
    "events.index": View(STAFF, 200),
    "events.month": View(STAFF, 200),
    "events.new": View(EDITORS, 200, 422),
    "events.new_record": View(EDITORS, 200, 422),
    "events.put_aside": View(EDITORS, None, 404),
    "events.record": View(STAFF, 404),
    "events.records": View(STAFF, 200),
    "events.take_record_back": View(EDITORS, None, 404),
    "events.week": View(STAFF, 200),
    "feeds.take": View(EDITORS, 200, 422),
    "jobs.index": View(READERS, 200),
    "jobs.job": View(READERS, 200),
    "mails.follow": View(LEADS, None, 404),  # there is no mail in this installation
    "mails.index": View(READERS, 200),
    "mails.kinds": View(READERS, 200),
    "mails.lift": View(LEADS, 404, 404),
    "mails.mail": View(READERS, 404),
    "mails.picture": View(READERS, 404),
    "mails.sample": View(READERS, 200),
    "mails.sample_picture": View(READERS, 200),
    "mails.send_again": View(LEADS, 404, 404),
    "mails.suppressions": View(READERS, 200),
    "metrics.metrics": View(EVERYBODY, 200, None, (200, 405)),  # from this machine
    "openreferral.index": View(EVERYBODY, 200, None, (200, 405)),
    "openreferral.openapi": View(EVERYBODY, 200, None, (200, 405)),
    "openreferral.service": View(EVERYBODY, 404, None, (404, 405)),
    "openreferral.service_at_location": View(EVERYBODY, 404, None, (404, 405)),
    "openreferral.service_at_locations": View(EVERYBODY, 200, None, (200, 405)),
    "openreferral.services": View(EVERYBODY, 200, None, (200, 405)),
    "openreferral.taxonomies": View(EVERYBODY, 200, None, (200, 405)),
    "openreferral.taxonomy": View(EVERYBODY, 404, None, (404, 405)),
    "openreferral.taxonomy_term": View(EVERYBODY, 404, None, (404, 405)),
    "openreferral.taxonomy_terms": View(EVERYBODY, 200, None, (200, 405)),
    "outbox.hear": View(EVERYBODY, None, 400, (405, 400)),
    "outcomes.edit": View(EDITORS, 404, 404),
    "outcomes.finish": View(EDITORS, None, 404),
    "outcomes.index": View(STAFF, 200),
    "outcomes.outcome": View(STAFF, 404),
    "own.consent": View(PARTNERS, None, 404),  # these partners speak for no organisation
    "own.consents": View(PARTNERS, 404),
    "own.edit_hours": View(PARTNERS, 404, 404),
    "own.everything": View(PARTNERS, 404),
    "own.file": View(PARTNERS, 404),
    "own.files": View(PARTNERS, 404, 404),
    "own.hours": View(PARTNERS, 404),
    "own.index": View(PARTNERS, 404),
    "own.invite": View(PARTNERS, 404, 404),
    "own.leave": View(PARTNERS, 404, 404),
    "own.members": View(PARTNERS, 404),
    "own.new_hours": View(PARTNERS, 404, 404),
    "own.profile": View(PARTNERS, 404),
    "own.remove": View(PARTNERS, 404, 404),
    "own.remove_file": View(PARTNERS, None, 404),
    "own.remove_hours": View(PARTNERS, None, 404),
    "own.send_again": View(PARTNERS, None, 404),
    "own.section": View(PARTNERS, 404, 404),
    "own.set_right": View(PARTNERS, None, 404),
    "own.still_true": View(PARTNERS, 404, 404),
    "own.take_change_back": View(PARTNERS, None, 404, read_by="own.section"),
    "own.take_copy": View(PARTNERS, None, 404),
    "overview.home": View(EVERYBODY, 200),
    "pathways.area": View(STAFF, 200),
    "pathways.edit": View(EDITORS, 404, 404),
    "pathways.index": View(STAFF, 200),
    "pathways.new": View(EDITORS, 200, 422),
    "pathways.put_away": View(EDITORS, None, 404),
    "pathways.route": View(STAFF, 404),
    "pathways.routes": View(STAFF, 200),
    "pathways.take_out": View(EDITORS, None, 404),
    "people.change": View(LEADS, 200, 422),
    "people.end": View(LEADS, 200, 422),
    "people.index": View(READERS, 200),
    "people.invite": View(LEADS, 200, 422),
    "people.person": View(READERS, 200),
    "people.restart": View(LEADS, None, 303),
    "people.send_again": View(LEADS, None, 303),
    "people.stop": View(LEADS, 200, 422),
    "policies.approve": View(EDITORS, None, 404),
    "policies.edit": View(EDITORS, 404, 404),
    "policies.entries": View(STAFF, 200),
    "policies.entry": View(STAFF, 404),
    "policies.index": View(STAFF, 200),
    "policies.new": View(EDITORS, 200, 422),
    "policies.place": View(STAFF, 200),
    "policies.set_aside": View(EDITORS, 404, 404),
    "programme.programme": View(STAFF, 200),
    "vetting.appeal": View(EDITORS, 404, 404),
    "vetting.back": View(EDITORS, 404, 404),
    "vetting.check": View(EDITORS, 404, 404),
    "vetting.decision": View(EDITORS, 404, 404),
    "vetting.index": View(STAFF, 200),
    "vetting.look_up": View(EDITORS, None, 404),
    "vetting.organisation": View(STAFF, 404),
    "vetting.owner": View(EDITORS, 404, 404),
    "vetting.proposal": View(EDITORS, 404, 404),
    "vetting.question": View(EDITORS, 404, 404),
    "vetting.queue": View(STAFF, 200),
    "vetting.take_back_question": View(EDITORS, None, 404),
    "replies.choose": View(EDITORS, 200),
    "replies.edit": View(EDITORS, 404, 404),
    "replies.index": View(STAFF, 200),
    "replies.new": View(EDITORS, 200, 422),
    "replies.publish": View(EDITORS, None, 404),
    "replies.reply": View(STAFF, 404),
    "replies.set_aside": View(EDITORS, 404, 404),
    "registration.about": View(EVERYBODY, 200, None, (200, 405)),
    "registration.back": View(
        EVERYBODY, 404, 400, (404, 400)
    ),  # this and the next: a token of the signed-in pages is good for nothing here
    "registration.check": View(EVERYBODY, 404, 400, (404, 400)),
    "registration.consents": View(EVERYBODY, 404, 400, (404, 400)),
    "registration.erase": View(EVERYBODY, 404, 400, (404, 400)),
    "registration.language": View(EVERYBODY, None, 303, (405, 303)),
    "registration.link": View(EVERYBODY, None, 400, (404, 400), read_by="registration.section"),
    "registration.mailed": View(EVERYBODY, 303, 400, (303, 400)),
    "registration.section": View(EVERYBODY, 404, 400, (404, 400)),
    "registration.start": View(EVERYBODY, 200, 400, (200, 400)),
    "registration.tasks": View(EVERYBODY, 404, None, (404, 405)),
    "registration_confirm.confirm": View(EVERYBODY, 404, 404, (404, 404)),
    "security.change_password": View(EVERYBODY, 200, 200),
    "security.forgot_password": View(EVERYBODY, 200, 422, (200, 422)),
    "security.login": View(EVERYBODY, 302, 302, (200, 200)),
    "security.logout": View(EVERYBODY, None, 302, (405, 302)),
    "security.mf_recovery": View(EVERYBODY, 302, 302, (302, 302)),
    "security.mf_recovery_codes": View(EVERYBODY, 200, 200),
    "security.reset_password": View(EVERYBODY, 302, 302, (302, 302)),
    "security.tf_select": View(EVERYBODY, 302, 302, (302, 302)),
    "security.two_factor_rescue": View(frozenset(), 403, 403, (403, 403)),
    "security.two_factor_setup": View(EVERYBODY, 200, 200, (302, 302)),
    "security.two_factor_setup_validate": View(EVERYBODY, None, 303),
    "security.two_factor_token_validation": View(EVERYBODY, 302, 302, (302, 302)),
    "security.verify": View(EVERYBODY, 200, 200),
    "security.wan_delete": View(EVERYBODY, 302, 302),
    "security.wan_register": View(EVERYBODY, 200, 200),
    "security.wan_register_response": View(EVERYBODY, None, 302),
    "security.wan_signin": View(EVERYBODY, 302, 302, (200, 200)),
    "security.wan_signin_response": View(EVERYBODY, None, 302, (405, 302)),
    "security.wan_verify": View(EVERYBODY, 200, 200),
    "security.wan_verify_response": View(EVERYBODY, None, 302),
    "site.healthz": View(EVERYBODY, 200, None, (200, 405)),
    "site.leave": View(EVERYBODY, 303, None, (303, 405)),
    "site.readyz": View(EVERYBODY, 503, None, (503, 405)),  # nothing is published in this installation
    "still_true.answer": View(EVERYBODY, 404, 404, (404, 404)),
    "still_true.left": View(EVERYBODY, 200, None, (200, 405)),
    "timeline.index": View(STAFF, 200),
    "trail.entry": View(READERS, 200),
    "work.index": View(STAFF, 404),
    "trail.index": View(READERS, 200),
    "updates.commitments": View(EDITORS, 404, 404),
    "updates.content": View(STAFF, 404),
    "updates.document": View(STAFF, 404),
    "updates.edit": View(EDITORS, 404, 404),
    "updates.index": View(STAFF, 200),
    "updates.new": View(EDITORS, 200, 422),
    "updates.new_party": View(EDITORS, 404, 404),
    "updates.party": View(EDITORS, 404, 404),
    "updates.pdf": View(STAFF, 404),
    "updates.section": View(EDITORS, 404, 404),
    "updates.send": View(EDITORS, None, 404),
    "updates.set_aside": View(EDITORS, 404, 404),
    "updates.stop_changes": View(LEADS, 404, 404),
    "updates.update": View(STAFF, 404),
    "updates.verdict": View(LEADS, 404, 404),
}


def paths(app: Flask, account_id: UUID) -> list[tuple[str, str]]:
    """Every view with an address of it."""
    values = {"account_id": account_id, "sign_in_id": uuid4(), "token": "no-token", "digest": "0", "name": "publish", "place": 1}
    values |= {"mail_id": uuid4(), "suppression_id": uuid4(), "key": "accounts/invitation", "language": "en"}
    values |= {name: uuid4() for name in ("campaign_id", "part_id", "policy_id", "update_id", "party_id", "event_id", "record_id")}
    values |= {name: uuid4() for name in ("briefing_id", "version_id", "issue_id", "acknowledgement_id", "reply_id", "raised_id", "key_id")}
    values |= {name: uuid4() for name in ("alert_id", "application_id", "question_id", "organisation_id", "revision_id", "hours_id")}
    values |= {name: uuid4() for name in ("file_id", "service_id", "pathway_id", "change_id")}
    values |= {"kind": "action", "move": "approve", "ref": "1", "org_id": "GB-CHC-1141636", "version": "1"}
    values["act"] = "show"
    l2 = {"key": "L2"}
    others = {
        "coverage": {"place": "kent"},
        "openreferral": l2,
        "pathways": {"place": "kent"},
        "policies": {"place": "kent"},
        "replies": {"place": "kent"},
        "commitments": l2,
        "updates": l2,
        "work": l2,
        "events": {"kind": "venues"},
        "own": {"key": "reach", "consent": "listed", "act": "give", "right": "owner"},
    }  # the same name for another thing
    with app.test_request_context("/"):
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        rules = list(app.url_map.iter_rules())
        found = []
        for rule in rules:
            known = values | others.get(rule.endpoint.partition(".")[0], {})
            found.append((rule.endpoint, adapter.build(rule.endpoint, {name: known[name] for name in rule.arguments})))
        return found


def test_the_table_has_every_view(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(VIEWS)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_open_what_the_table_says_and_nothing_else(app: Flask, role: Role) -> None:
    with app.app_context():
        me, other = add_account(role), add_account(Role.COORDINATOR)
        add_account()  # a lead that stays
    wrong, client = {}, sign_in(app, me)
    for endpoint, path in paths(app, other):
        view = VIEWS[endpoint]
        reading = VIEWS[view.read_by] if view.read_by else view
        expected = [405 if reading.get is None else reading.get, 405 if view.post is None else view.post]
        refused = [role not in reading.roles, role not in view.roles]
        expected = [403 if is_refused and status != 405 else status for is_refused, status in zip(refused, expected, strict=True)]
        found = [client.get(path).status_code, post(client, path).status_code]
        if found != expected:
            wrong[endpoint] = found
        if found[1] < 400:  # what was done may have ended what this browser is signed in with
            client = sign_in(app, me)
    assert wrong == {}


def test_nobody_may_open_what_the_table_says_and_nothing_else(app: Flask) -> None:
    with app.app_context():
        account_id = add_account()
    wrong = {}
    for endpoint, path in paths(app, account_id):
        view, client = VIEWS[endpoint], new_client(app)
        answer, sent = client.get(path), post(new_client(app), path)
        reading = VIEWS[view.read_by] if view.read_by else view
        expected = [405 if reading.get is None else reading.nobody[0], 405 if view.post is None else view.nobody[1]]
        if [answer.status_code, sent.status_code] != expected:
            wrong[endpoint] = [answer.status_code, sent.status_code]
        if view.nobody == (302, 400) and view.get:
            assert answer.headers["Location"].startswith(NONE), endpoint
    assert wrong == {}


OUTSIDE = {
    "elsewhere": areas("kent"),
    "national": EVERYWHERE,
    "one area inside and one outside": areas("gwent", "kent"),
}
OF_ACCOUNTS = sorted(endpoint for endpoint in VIEWS if endpoint.startswith("people.") and endpoint not in ("people.index", "people.invite"))


@pytest.mark.parametrize("where", OUTSIDE)
@pytest.mark.parametrize("role", Role)
def test_an_account_out_of_scope_is_not_there_whatever_is_asked_of_it(app: Flask, where: str, role: Role) -> None:
    with app.app_context():
        me, other = add_account(role, areas("gwent")), add_account(Role.COORDINATOR, OUTSIDE[where])
        before = db.session.get_one(Account, other).version
    client = sign_in(app, me)
    for endpoint, path in paths(app, other):
        if endpoint not in OF_ACCOUNTS:
            continue
        view = VIEWS[endpoint]
        missing = 404 if role in view.roles else 403
        if view.get:
            assert client.get(path).status_code == missing, endpoint
        if view.post:
            fields = {"reason": "x", "successor": str(me), "role": "lead", "kind": "police", "organisation": "x", "areas": "gwent"}
            assert post(client, path, **fields).status_code == missing, endpoint
    with app.app_context():
        assert db.session.get_one(Account, other).version == before


def test_an_account_out_of_scope_is_neither_listed_nor_in_the_file_nor_counted(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.LEAD, areas("gwent"), name="Inside")
        for number, scope in enumerate(OUTSIDE.values()):
            add_account(Role.COORDINATOR, scope, name=f"Outside {number}")
    client = sign_in(app, me)
    for path in ("/manage/people", "/manage/people?format=csv", "/manage/people?q=Outside"):
        assert "Outside 1" not in client.get(path).text
    assert "1 person" in client.page("/manage/people").text


@given(
    asked=st.builds(Scope, st.booleans(), st.frozensets(st.sampled_from(sorted(AREAS)[:4]), max_size=3)),
    theirs=st.lists(st.builds(Scope, st.booleans(), st.frozensets(st.sampled_from(sorted(AREAS)[:4]), max_size=3)), max_size=5),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_and_the_rules_agree_on_what_lies_within_a_scope(app: Flask, asked: Scope, theirs: list[Scope]) -> None:
    with app.app_context():
        made = [add_account(Role.COORDINATOR, scope) for scope in theirs]
        accounts = db.session.scalars(select(Account).where(Account.id.in_(made))).all()
        found = set(db.session.scalars(select(Account.id).where(within(asked), Account.id.in_(made))))
        assert found == {account.id for account in accounts if asked.covers(account.scope)}
        db.session.rollback()
