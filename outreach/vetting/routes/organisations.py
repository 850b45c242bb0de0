"""The list of organisations, what waits, and one organisation with everything about it."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.models import Account
from outreach.accounts.queries import find_names
from outreach.accounts.rules import EDITORS, STAFF
from outreach.partners.models import Organisation
from outreach.partners.queries import find_consents, find_members
from outreach.partners.revising import find_pending
from outreach.partners.rules import DECIDED_WITHIN, Consent, Regulator, Stage
from outreach.partners.sections import PRIVATE_FIELDS, PUBLIC_FIELDS, SECTIONS, described
from outreach.partners.storing import find_files
from outreach.vetting.history import find_history
from outreach.vetting.labels import REGISTERS_TO_LOOK_IN
from outreach.vetting.organisations_list import ORGANISATIONS, organisations_of
from outreach.vetting.queries import (
    count_waiting,
    find_against,
    find_agreements,
    find_checks,
    find_decisions,
    find_entries,
    find_ownerless,
    find_proposal,
    find_questions,
    find_turn_round,
    has_owner,
    has_stepped_back,
    list_queue,
    promised_until,
)
from outreach.vetting.registers import can_ask, page_of
from outreach.vetting.routes import bp, find_in_sight
from outreach.vetting.rules import checks_for, open_checks
from outreach.vetting.told import differences_of


@bp.get("")
@requires(*STAFF)
def index() -> ResponseReturnValue:
    me = current_account()
    waiting = count_waiting(me) if me.role in EDITORS else 0
    return ORGANISATIONS.answer("vetting/index.html", organisations_of(me.scope), waiting=waiting)


@bp.get("/queue")
@requires(*STAFF)
def queue() -> ResponseReturnValue:
    """What is not decided, the most pressing first, and how long decisions took."""
    me, now = current_account(), current_config().clock()
    waiting, may_act = list_queue(me, now), me.role in EDITORS
    mine = [one for one in waiting if one.is_for_me and may_act]
    others = [one for one in waiting if one not in mine]
    shown = {"mine": mine, "others": others, "turn_round": find_turn_round(now), "promised": DECIDED_WITHIN.days}
    return render_template("vetting/queue.html", now=now, ownerless=find_ownerless(me.scope), **shown)


@bp.get("/<uuid:organisation_id>")
@requires(*STAFF)
def organisation(organisation_id: UUID) -> ResponseReturnValue:
    """What readers see of it, what only those who look at it see, what was checked and decided, and what was done."""
    found, me = find_in_sight(organisation_id), current_account()
    questions, decisions = find_questions(found.id), find_decisions(found.id)
    profile, proposal = found.profile, find_proposal(found.id)
    return render_template(
        "vetting/organisation.html",
        organisation=found,
        me=me,
        may_act=me.role in EDITORS and not has_stepped_back(found.id, me.id),
        has_stepped_back=has_stepped_back(found.id, me.id),
        public=described(profile, PUBLIC_FIELDS),
        private=described(profile, PRIVATE_FIELDS),
        titles={key: section.title for key, section in SECTIONS.items()},
        questions=[(one, differences_of(one)) for one in questions],
        decisions=decisions,
        proposal=proposal,
        against=find_against(found),
        consents={consent: consent in (given := find_consents(found.id)) for consent in Consent},
        has_consents=bool(given),
        members=find_members(found.id),
        is_owned=has_owner(found.id),
        files=len(find_files(found.id)),
        pending=find_pending(found.id),
        agreements=find_agreements(found.id),
        names=find_names(),
        history=find_history(found.id),
        due_at=promised_until(found, questions, current_config().clock()) if found.stage == Stage.APPLIED else None,
        now=current_config().clock(),
        **_checklist(found, me),
    )


def _checklist(found: Organisation, me: Account) -> dict[str, object]:
    """The rows of the checklist, of those that are no application any more as it was left."""
    profile, made = found.profile, find_checks(found.id)
    wanted = checks_for(profile)
    config = current_config()
    findings = {key: check.finding for key, check in made.items()}
    return {
        "checks": wanted,
        "made": made,
        "open_checks": open_checks(wanted, findings) if found.stage == Stage.APPLIED else (),
        "entries": find_entries(profile.identifiers),
        "advice_register": REGISTERS_TO_LOOK_IN[Regulator(profile.regulator)] if profile.gives_advice and profile.regulator else "",
        "pages": {org_id: page_of(org_id) for org_id in profile.identifiers},
        "askable": {org_id for org_id in profile.identifiers if can_ask(org_id, config)} if me.role in EDITORS else set(),
    }
