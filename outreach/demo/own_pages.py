"""What partners of the demonstration did on their own pages: hours and their payment, files, changes that wait or were given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from outreach.accounts.models import Account
from outreach.core.dates import LONDON
from outreach.demo.commitments import demo_id
from outreach.demo.uploads import make_document, make_logo
from outreach.partners.models import Organisation
from outreach.partners.profile import Spoken
from outreach.partners.revising import find_pending, give_back, propose
from outreach.partners.rules import Purpose, Use
from outreach.partners.storing import keep_file
from outreach.partners.uploads import read_document, read_picture
from outreach.partners.working import Given, confirm, enter, pay

# days ago, minutes, for what, pence asked for, pence agreed, days ago on which it was paid
HOURS = (
    (48, 180, Purpose.TRAINING, 9000, 9000, 30),
    (31, 90, Purpose.TEXTS, 4500, 3000, None),
    (20, 120, Purpose.ADVICE, 6000, None, None),
    (12, 60, Purpose.MEETING, None, None, None),
)
LATEST = (3, 150, Purpose.EVENT, 7500)  # nobody has confirmed it yet


def give_hours(organisation: Organisation, owner: Account, lead: Account, *, now: datetime) -> None:
    """Hours in every state of their payment."""

    def given(days: int, minutes: int, purpose: Purpose, asked: int | None) -> Given:
        return Given((now - timedelta(days=days)).astimezone(LONDON).date(), minutes, purpose, None, asked)

    for days, minutes, purpose, asked, agreed, paid in HOURS:
        hours_id, entered_at = demo_id(f"hours {organisation.name} {days}"), now - timedelta(days=days - 1)
        hours = enter(organisation.id, hours_id, given(days, minutes, purpose, asked), by=owner, now=entered_at)
        confirm(hours, agreed_pence=agreed, by=lead, now=now - timedelta(days=days - 2))
        if paid is not None:
            pay(hours, (now - timedelta(days=paid)).astimezone(LONDON).date(), by=lead, now=now - timedelta(days=paid))
    enter(organisation.id, demo_id(f"hours {organisation.name} latest"), given(*LATEST), by=owner, now=now - timedelta(days=2))


def add_files(organisation: Organisation, owner: Account, *, now: datetime) -> None:
    """A logo, and a certificate for those who vet."""
    added_at = now - timedelta(days=25)
    keep_file(organisation, demo_id(f"logo {organisation.name}"), Use.LOGO, read_picture(make_logo()), by=owner, now=added_at)
    certificate = read_document(make_document("Invented: public liability insurance, for a demonstration."))
    keep_file(organisation, demo_id(f"certificate {organisation.name}"), Use.INSURANCE, certificate, by=owner, now=added_at)


def want_change(organisation: Organisation, owner: Account, *, now: datetime) -> None:
    """A change of several fields that waits for somebody of the staff."""
    present = organisation.profile
    about = "Invented for this test site: tea, soup on Fridays, a room that is warm, and people who listen."
    languages = (*present.languages, Spoken("ckb", "of Slemani"))
    wanted = replace(present, about=about, languages=languages, telephone="01632 960099", other_communities="Fishing crews (invented)")
    propose(organisation, wanted, by=owner, now=now - timedelta(days=2))


def change_in_vain(organisation: Organisation, owner: Account, lead: Account, *, now: datetime) -> None:
    """A change that was given back, with the reason."""
    propose(organisation, replace(organisation.profile, telephone="01632 960098"), by=owner, now=now - timedelta(days=6))
    pending = find_pending(organisation.id)
    assert pending
    reason = "Invented: another organisation answers at this number. Which one is yours?"
    give_back(organisation, version=str(pending.version), reason=reason, by=lead, now=now - timedelta(days=5))
