"""One person proposes, another decides, a third hears the appeal; who is told what, and what is on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Account
from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.partners.models import AgreementAccepted, Member, Organisation
from outreach.partners.operations import accept_agreement, subject_of
from outreach.partners.queries import is_listed
from outreach.partners.rules import Stage
from outreach.vetting.deciding import answer_appeal, appeal, confirm, send_back
from outreach.vetting.models import Decision
from outreach.vetting.operations import VettingRefused, record_check, step_back
from outreach.vetting.queries import count_waiting, find_checks, list_queue
from outreach.vetting.rules import APPEAL_WITHIN, Check, Finding, Ground, Item, Kind, Owner, Refusal
from tests.accounts import add_account, areas
from tests.conftest import NOW
from tests.partners import add_member_of, add_organisation
from tests.vetting import Office, account

DAY = timedelta(days=1)


def refusal(act: Callable[[], object]) -> Refusal:
    with pytest.raises(VettingRefused) as caught:
        act()
    return caught.value.refusal


def mails(kind: str) -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.kind == kind).order_by(Mail.created_at)))


def acts(office: Office) -> list[str]:
    about = AuditEntry.subject == subject_of(office.organisation_id)
    return list(db.session.scalars(select(AuditEntry.action).where(about).order_by(AuditEntry.place)))


def test_an_approval_needs_a_finished_checklist_and_a_second_person_and_then_the_contact_is_invited_as_owner(office: Office) -> None:
    assert refusal(office.propose) is Refusal.OPEN_CHECKS
    office.check_all()
    decision = office.propose()
    assert refusal(lambda: confirm(office.organisation, decision, by=account(office.first), now=NOW)) is Refusal.SAME_PERSON
    assert office.organisation.stage == Stage.APPLIED
    assert confirm(office.organisation, decision, by=account(office.second), now=NOW) is Owner.INVITED
    db.session.commit()
    assert office.organisation.stage == Stage.APPROVED
    member = db.session.scalars(select(Member).where(Member.organisation_id == office.organisation_id)).one()
    owner = account(member.account_id)
    assert (owner.role, owner.email, member.is_owner) == (Role.PARTNER, office.organisation.profile.contact_email, True)
    assert owner.scope == office.organisation.scope
    assert [mail.address for mail in [*mails("vetting/approved"), *mails("accounts/invitation")]] == [owner.email] * 2
    assert acts(office)[-4:] == [
        "organisation.proposed",
        "organisation.admitted",
        "organisation.member-added",
        "organisation.owner-invited",
    ]


def test_readers_see_it_only_when_an_owner_has_accepted_the_agreements(office: Office) -> None:
    office.decide()
    listed = select(Organisation.id).where(is_listed(NOW))
    assert db.session.scalars(listed).all() == []
    owner = db.session.scalars(select(Member)).one().account_id
    about = {"version": "2", "digest": "0" * 64, "language": "en", "name": "Noor Malik", "position": "Manager"}
    assert accept_agreement(office.organisation, **about, by=account(owner), now=NOW)
    assert not accept_agreement(office.organisation, **about, by=account(owner), now=NOW)
    assert db.session.scalars(listed).all() == [office.organisation_id]
    db.session.execute(update(AgreementAccepted).values(holds_until=NOW))
    assert db.session.scalars(listed).all() == []


def test_the_database_itself_knows_no_decision_by_one_person_and_no_appeal_heard_by_either(office: Office) -> None:
    decision = office.decide(Kind.REFUSE)
    for column in (Decision.settled_by_id, Decision.appeal_by_id):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(update(Decision).where(Decision.id == decision.id).values({column: office.first}))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(Decision).where(Decision.id == decision.id).values(appeal_by_id=office.second))


def test_a_refusal_names_its_grounds_and_a_third_person_hears_the_appeal(office: Office) -> None:
    assert refusal(lambda: office.propose(Kind.REFUSE, grounds=[])) is Refusal.NO_GROUND
    decision = office.decide(Kind.REFUSE)
    assert office.organisation.stage == Stage.REFUSED
    (mail,) = mails("vetting/refused")
    assert "belongs to another organisation" in mail.text
    assert "The number is another’s." in mail.text
    appeal(office.organisation, "It is ours: the name changed.", now=NOW + DAY)
    assert refusal(lambda: appeal(office.organisation, "Again", now=NOW + DAY)) is Refusal.APPEALED_ALREADY
    for took_part in (office.first, office.second):
        answer = {"is_upheld": True, "words": "Yes", "by": account(took_part), "now": NOW + DAY}
        assert refusal(lambda told=answer: answer_appeal(office.organisation, decision, **told)) is Refusal.SAME_PERSON  # type: ignore[misc]
    answer_appeal(office.organisation, decision, is_upheld=True, words="The name changed.", by=account(office.third), now=NOW + 2 * DAY)
    db.session.commit()
    assert office.organisation.stage == Stage.APPLIED
    assert "was right" in mails("vetting/appeal")[0].text
    assert acts(office)[-2:] == ["organisation.appealed", "organisation.appeal-upheld"]


def test_an_appeal_comes_within_thirty_days(office: Office) -> None:
    office.decide(Kind.REFUSE)
    late = NOW + APPEAL_WITHIN + timedelta(seconds=1)
    assert refusal(lambda: appeal(office.organisation, "Late", now=late)) is Refusal.TOO_LATE
    assert appeal(office.organisation, "In time", now=NOW + APPEAL_WITHIN).appealed_at


def test_a_partner_can_be_hidden_until_two_people_have_decided_and_an_upheld_appeal_brings_it_back(office: Office) -> None:
    office.organisation_id = add_organisation()
    listed = select(Organisation.id).where(is_listed(NOW))
    decision = office.propose(Kind.TAKE_BACK, is_paused=True)
    assert db.session.scalars(listed).all() == []
    send_back(office.organisation, decision, remark="It was a misunderstanding.", by=account(office.second), now=NOW)
    db.session.commit()
    assert db.session.scalars(listed).all() == [office.organisation_id]
    assert ["do not see" in mail.subject for mail in mails("vetting/paused")] == [True, False]
    taken_back = office.decide(Kind.TAKE_BACK)
    assert db.session.scalars(listed).all() == []
    appeal(office.organisation, "Not so.", now=NOW)
    answer_appeal(office.organisation, taken_back, is_upheld=True, words="Right.", by=account(office.third), now=NOW)
    db.session.commit()
    assert db.session.scalars(listed).all() == [office.organisation_id]


def test_whoever_steps_back_or_speaks_for_an_organisation_has_no_part_in_it(office: Office) -> None:
    step_back(office.organisation, by=account(office.first), now=NOW)
    check = Check(Item.TIES)

    def look(by: Account) -> Callable[[], object]:
        return lambda: record_check(office.organisation, check, Finding.DONE, by=by, now=NOW)

    assert refusal(look(account(office.first))) is Refusal.STEPPED_BACK
    assert refusal(look(account(add_member_of(add_organisation())))) is Refusal.MEMBER
    look(account(office.second))()
    assert find_checks(office.organisation_id)["ties"].found_by_id == office.second


def test_what_somebody_proposed_falls_when_they_step_back(office: Office) -> None:
    office.check_all()
    office.propose()
    step_back(office.organisation, by=account(office.first), now=NOW)
    db.session.commit()
    office.first = office.third
    assert office.propose().proposed_by_id == office.third


@pytest.mark.parametrize(("role", "came"), [(Role.PARTNER, Owner.ADDED), (Role.REVIEWER, Owner.TAKEN), (Role.LEAD, Owner.TAKEN)])
def test_a_contact_that_has_an_account_becomes_owner_only_where_that_fits(office: Office, role: Role, came: Owner) -> None:
    add_account(role, email=office.organisation.profile.contact_email)
    office.check_all()
    assert confirm(office.organisation, office.propose(), by=account(office.second), now=NOW) is came
    assert office.organisation.stage == Stage.APPROVED
    (mail,) = mails("vetting/approved")
    assert ("another address" in mail.text) is (came is Owner.TAKEN)
    assert not mails("accounts/invitation")


def test_a_coordinator_of_one_area_may_decide_about_an_organisation_that_serves_others_too(office: Office) -> None:
    office.organisation_id = add_organisation(is_approved=False, areas=("kent", "surrey"))
    office.second = add_account(Role.COORDINATOR, areas("kent"))
    office.decide()
    assert db.session.scalars(select(Member)).one().is_owner


def test_the_queue_counts_what_each_can_do_next(office: Office) -> None:
    first, second, third = (account(one) for one in (office.first, office.second, office.third))

    def counts() -> list[int]:
        return [count_waiting(one) for one in (first, second, third)]

    assert counts() == [1, 1, 1]
    office.check_all()
    office.propose()
    assert counts() == [0, 1, 1]
    step_back(office.organisation, by=third, now=NOW)
    assert counts() == [0, 1, 0]
    confirm(office.organisation, list_queue(second, NOW)[0].decision, by=second, now=NOW)  # type: ignore[arg-type]
    db.session.commit()
    assert counts() == [0, 0, 0]
    assert list_queue(first, NOW) == []


def test_an_appeal_waits_for_those_who_took_no_part(office: Office) -> None:
    office.decide(Kind.REFUSE)
    appeal(office.organisation, "Not so.", now=NOW)
    db.session.commit()
    assert [count_waiting(account(one)) for one in (office.first, office.second, office.third)] == [0, 0, 1]
    (waiting,) = list_queue(account(office.third), NOW)
    assert waiting.is_appeal
    assert not waiting.is_late


def test_two_proposals_at_once_are_one(office: Office) -> None:
    office.propose(Kind.REFUSE)
    assert refusal(lambda: office.propose(Kind.REFUSE)) is Refusal.PROPOSED_ALREADY
    about = {"kind": Kind.REFUSE, "grounds": [Ground.DIFFERS], "proposed_by_id": office.second, "proposed_at": NOW}
    db.session.add(Decision(id=uuid4(), organisation_id=office.organisation_id, **about))
    with pytest.raises(IntegrityError):
        db.session.flush()
