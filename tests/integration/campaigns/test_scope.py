"""What SQL shows and what the rules allow are the same, whoever asks."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.queries import ids_answered_for
from outreach.accounts.rules import Role, Scope
from outreach.campaigns.models import Campaign
from outreach.campaigns.queries import visible
from outreach.campaigns.rules import Asker, may_see
from outreach.core.db import db
from tests.accounts import add_account
from tests.campaigns import plan
from tests.conftest import NOW

SLUGS = ["kent", "surrey", "gwent"]
slugs = st.frozensets(st.sampled_from(SLUGS), max_size=2)
scopes = st.one_of(st.just(Scope(True)), st.builds(Scope, st.just(False), slugs))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), role=st.sampled_from(Role), scope=scopes)
def test_sql_shows_exactly_what_the_rule_allows(app: Flask, data: st.DataObject, role: Role, scope: Scope) -> None:
    with app.app_context():
        me, other = add_account(Role.COORDINATOR), add_account(Role.COORDINATOR)
        made = []
        for _ in range(3):
            place = data.draw(scopes.filter(lambda one: one.is_national or one.areas))
            campaign = plan(data.draw(st.sampled_from([me, other])), *place.areas, team=data.draw(st.sampled_from([[], [me], [other]])))
            made.append(campaign)
        db.session.flush()
        asker = Asker(frozenset({me}), role, scope)
        ids = {one.id for one in made}
        shown = set(db.session.scalars(select(Campaign.id).where(visible(asker), Campaign.id.in_(ids))))
        assert shown == {one.id for one in made if may_see(asker, one.place)}
        db.session.rollback()


def test_whoever_takes_over_answers_for_what_the_leaver_had_taken_over_too(app: Flask) -> None:
    with app.app_context():
        first, second, third, other = (add_account(Role.COORDINATOR) for _ in range(4))
        for leaver, successor in ((first, second), (second, third)):
            account = db.session.get_one(Account, leaver)
            account.left_at, account.successor_id = NOW, successor
        db.session.flush()
        assert ids_answered_for(third) == {first, second, third}
        assert ids_answered_for(other) == {other}
        unknown: UUID = uuid4()
        assert ids_answered_for(unknown) == {unknown}
        db.session.rollback()
