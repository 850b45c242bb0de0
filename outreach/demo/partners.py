"""The demonstration's organisations, a dozen and more in every state; all invented, with numbers that belong to nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select

from outreach.accounts import rules as accounts
from outreach.accounts.models import Account
from outreach.accounts.operations import make_account
from outreach.accounts.queries import find_by_email
from outreach.accounts.rules import Part, Role
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN
from outreach.demo.commitments import demo_id
from outreach.demo.own_pages import add_files, change_in_vain, give_hours, want_change
from outreach.partners.membership import leave_programme
from outreach.partners.models import Organisation
from outreach.partners.operations import accept_agreement, add_application
from outreach.partners.profile import Profile, Spoken
from outreach.partners.rules import ACCOUNT_KINDS, Community, Consent, Kind, Regulator, Tie
from outreach.vetting.deciding import appeal, confirm, propose
from outreach.vetting.models import Decision, Question
from outreach.vetting.operations import answer, ask, lapse, record_check, withdraw
from outreach.vetting.rules import LAPSES_AFTER, Finding, Ground, Item, checks_for
from outreach.vetting.rules import Kind as What
from outreach.vetting.texts import current_version, read_agreements

OURS = "Harbour Light (invented)"
"""The organisation for which the demonstration's partner speaks."""


@dataclass(frozen=True, slots=True)
class Known:
    """An invented organisation: *days* ago it applied, and *comes_to* says how far it has come since."""

    name: str
    days: int
    comes_to: str
    areas: tuple[str, ...]
    tongues: tuple[str, ...]
    more: Mapping[str, Any]


_LONDON = ("metropolitan", "city-of-london")
ORGANISATIONS = (
    Known(OURS, 220, "busy", ("west-yorkshire", "greater-manchester"), ("ur", "pl", "en"), {"identifiers": ("GB-CHC-9990001",)}),
    Known("Lantern House (invented)", 64, "listed", ("west-yorkshire", "greater-manchester"), ("ur", "pa", "ti"), {}),
    Known("Willow Rooms (invented)", 62, "listed", _LONDON, ("so", "am", "ti"), {"communities": (Community.WOMEN,)}),
    Known("Bridge and Bread (invented)", 58, "listed", ("west-midlands", "warwickshire"), ("ro", "pl"), {}),
    Known("Open Page Law Centre (invented)", 57, "advice", (*_LONDON, "surrey"), ("es", "pt"), {"kind": Kind.LAW_CENTRE}),
    Known("Kestrel Advice (invented)", 55, "listed", ("kent", "sussex"), ("sq", "ps"), {"kind": Kind.CHARITY}),
    Known("Tŷ Golau (invented)", 52, "listed", ("dyfed-powys", "gwent", "north-wales", "south-wales"), ("cy", "ar"), {}),
    Known("Northern Wells (invented)", 50, "listed", ("northumbria", "durham", "cleveland"), ("fa", "ckb"), {"kind": Kind.CIC}),
    Known("Heron Circle (invented)", 48, "listed", ("avon-and-somerset", "devon-and-cornwall"), ("so", "pl"), {}),
    Known("Amber Thread (invented)", 46, "listed", ("leicestershire", "nottinghamshire", "derbyshire"), ("gu", "pa", "bn"), {}),
    Known("Plain Words (invented)", 44, "listed", (), ("ar", "ur", "vi"), {"kind": Kind.CIC, "is_national": True}),
    Known("Kite and Compass (invented)", 42, "listed", (), ("pl", "ro", "lt"), {"is_national": True}),
    Known("Bakers’ Mutual Aid (invented)", 140, "listed", ("greater-manchester",), ("pl", "ro"), {"communities": (Community.WORKERS,)}),
    Known("Kite and Anchor Law Centre (invented)", 110, "advice", ("west-yorkshire",), ("ar", "fa"), {"kind": Kind.LAW_CENTRE}),
    Known("Saffron Kitchen (invented)", 175, "unverified", ("kent",), ("fa", "ps"), {"communities": (Community.WOMEN,)}),
    Known("Old Mill Friends (invented)", 220, "hidden", ("surrey",), ("ta",), {"communities": (Community.OLDER,)}),
    Known("Cardigan Road Welcome (invented)", 45, "not-agreed", ("west-yorkshire",), ("ti", "am"), {}),
    Known("Saltmarsh Sisters (invented)", 2, "fresh", ("west-yorkshire",), ("so", "ar"), {"communities": (Community.WOMEN,)}),
    Known("Bridge of Leaves (invented)", 33, "fresh", ("greater-manchester",), ("vi",), {}),
    Known("Threshold Deaf Club (invented)", 12, "asked", ("kent",), ("en",), {"communities": (Community.DEAF,)}),
    Known("Juniper Street Mosque Hall (invented)", 20, "answered", ("west-yorkshire",), ("ur", "bn"), {"kind": Kind.FAITH}),
    Known("Tidewater Council of Voices (invented)", 18, "proposed", ("greater-manchester",), ("pt",), {"ties": (Tie.POLICE_FUNDING,)}),
    Known("Northway Papers Ltd (invented)", 40, "refused", ("greater-manchester",), ("en",), {"identifiers": ("GB-COH-99900002",)}),
    Known("Lantern Allotments (invented)", 50, "appealed", ("west-yorkshire",), ("ku",), {"identifiers": ("GB-CHC-9990003",)}),
    Known("Quiet Harbour Choir (invented)", 30, "withdrawn", ("kent",), ("uk",), {}),
    Known("Paper Boats (invented)", 75, "lapsed", ("surrey",), ("zh",), {}),
    Known("Hidden Garden (invented)", 100, "paused", ("west-yorkshire",), ("sq",), {}),
    Known("Ferry Steps (invented)", 160, "left", ("kent",), ("sk",), {"communities": (Community.ROMA,)}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Office:
    """Who looks at applications here, and when now is."""

    first: Account
    second: Account
    now: datetime

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)


_Step = Callable[[Organisation, Known, _Office], object]


def load_partners(*, now: datetime) -> None:
    """Enter them once, after the accounts; an installation that has an organisation keeps what it has."""
    first, second = (find_by_email(f"{name}@{DOMAIN}") for name in ("lead", "second-lead"))
    if first is None or second is None or db.session.scalar(select(exists().where(Organisation.id.is_not(None)))):
        return
    office = _Office(first, second, now)
    for number, known in enumerate(ORGANISATIONS, 1):
        _load(known, number, office)
    db.session.flush()


def _load(known: Known, number: int, office: _Office) -> None:
    consents = [*Consent] if known.comes_to != "not-agreed" else [Consent.LISTED]
    about = {"consents": consents, "language": "en", "now": office.ago(known.days), "is_demonstration": True}
    organisation = add_application(demo_id(known.name), _profile(known, number, office), **about)  # type: ignore[arg-type]
    if known.comes_to in _STEPS:
        _STEPS[known.comes_to](organisation, known, office)


def _profile(known: Known, number: int, office: _Office) -> Profile:
    place = known.name.split()[0].strip("’s").lower()
    usual: dict[str, Any] = {
        "kind": Kind.COMMUNITY,
        "about": "Invented for this test site: tea, a room that is warm, and people who listen.",
        "website": f"https://{place}.example",
        "email": f"hello@{place}.example",
        "telephone": f"01632 960{number:03}",
        "contact_name": "Invented Contact",
        "contact_role": "Manager",
        "contact_email": f"contact@{place}.example",
        "contact_telephone": f"07700 900{number:03}",
        "safeguarding_lead": "Invented Lead",
        "safeguarding_reviewed_on": office.ago(200).date(),
    }
    if known.comes_to == "advice":
        usual |= {"gives_advice": True, "regulator": Regulator.SRA, "adviser_number": "INVENTED-1"}
    languages = tuple(Spoken(tag) for tag in known.tongues)
    if known.name == OURS:
        usual |= {"contact_name": "Perpetua Moss", "contact_email": f"partner@{DOMAIN}", "kind": Kind.CHARITY}
    return Profile(**{**usual, "name": known.name, "areas": known.areas, "languages": languages, **known.more})


def _check(organisation: Organisation, office: _Office, now: datetime) -> None:
    for check in checks_for(organisation.profile):
        about = {Item.REGISTER: {"entry_name": organisation.name, "entry_status": "Registered"}, Item.REFERENCE: {"asked": "A library"}}
        record_check(organisation, check, Finding.DONE, **about.get(check.item, {}), by=office.first, now=now)


def _propose(organisation: Organisation, known: Known, office: _Office) -> Decision:
    now = office.ago(max(known.days - 9, 0))
    _check(organisation, office, now)
    return propose(organisation, demo_id(f"decision {known.name}"), What.APPROVE, by=office.first, now=now)


def _approve(organisation: Organisation, known: Known, office: _Office) -> None:
    """Its owner has an account already: nobody invented is invited by mail."""
    owner, now = _find_owner(organisation), office.ago(max(known.days - 12, 0))
    confirm(organisation, _propose(organisation, known, office), by=office.second, now=now)
    if known.comes_to != "not-agreed":
        texts = read_agreements(current_version(), organisation.language)
        about = {"version": texts.version, "digest": texts.digest, "language": texts.language, "name": owner.name, "position": "Manager"}
        accept_agreement(organisation, **about, by=owner, now=now)


def _find_owner(organisation: Organisation) -> Account:
    """The account of the contact, made where there is none: nobody can sign in with it."""
    address = organisation.profile.contact_email
    if there := find_by_email(address):
        return there
    part = Part(Role.PARTNER, ACCOUNT_KINDS.get(Kind(organisation.kind), accounts.Kind.COMMUNITY), organisation.scope)
    about = {"email": address, "name": organisation.profile.contact_name, "organisation": organisation.name, "password_hash": ""}
    return make_account(**about, part=part, now=organisation.applied_at, is_demonstration=True)


def _confirm_word(days: int) -> _Step:
    def step(organisation: Organisation, known: Known, office: _Office) -> None:
        _approve(organisation, known, office)
        organisation.verified_at = office.ago(days)

    return step


def _ask(organisation: Organisation, known: Known, office: _Office) -> Question:
    words = "Invented: your safeguarding policy has no date. When was it looked at last?"
    now = office.ago(known.days - 3)
    return ask(organisation, demo_id(f"question {known.name}"), "safeguarding", words, by=office.first, now=now)


def _answer(organisation: Organisation, known: Known, office: _Office) -> None:
    profile = replace(organisation.profile, safeguarding_reviewed_on=office.ago(10).date())
    answer(organisation, _ask(organisation, known, office), profile, "Invented: it was looked at last week.", now=office.ago(9))


def _refuse(organisation: Organisation, known: Known, office: _Office) -> None:
    words = "Invented: the number belongs to another organisation, which has never heard of this one."
    about: dict[str, Any] = {"grounds": [Ground.DIFFERS], "words": words, "by": office.first, "now": office.ago(22)}
    decision = propose(organisation, demo_id(f"decision {known.name}"), What.REFUSE, **about)
    confirm(organisation, decision, by=office.second, now=office.ago(20))


def _appeal(organisation: Organisation, known: Known, office: _Office) -> None:
    _refuse(organisation, known, office)
    appeal(organisation, "Invented: the register has our former name. We can show the letter about the change.", now=office.ago(4))


def _withdraw(organisation: Organisation, known: Known, office: _Office) -> None:
    withdraw(organisation, now=office.ago(known.days - 8))


def _lapse(organisation: Organisation, known: Known, office: _Office) -> None:
    lapse(organisation, now=_ask(organisation, known, office).asked_at + LAPSES_AFTER)


def _pause(organisation: Organisation, known: Known, office: _Office) -> None:
    _approve(organisation, known, office)
    about: dict[str, Any] = {
        "grounds": [Ground.CLIENT_DATA],
        "words": "Invented: a list of visitors stood in its profile.",
        "is_paused": True,
    }
    propose(organisation, demo_id(f"take back {known.name}"), What.TAKE_BACK, **about, by=office.first, now=office.ago(2))


def _leave(organisation: Organisation, known: Known, office: _Office) -> None:
    _approve(organisation, known, office)
    leave_programme(organisation, by=_find_owner(organisation), now=office.ago(12))


def _be_busy(organisation: Organisation, known: Known, office: _Office) -> None:
    """A partner that has done something on every one of its own pages."""
    _confirm_word(10)(organisation, known, office)
    owner = _find_owner(organisation)
    give_hours(organisation, owner, office.first, now=office.now)
    add_files(organisation, owner, now=office.now)
    want_change(organisation, owner, now=office.now)


def _advise(organisation: Organisation, known: Known, office: _Office) -> None:
    """Confirmed a while ago; the change that it asked for was given back."""
    _confirm_word(64)(organisation, known, office)
    change_in_vain(organisation, _find_owner(organisation), office.second, now=office.now)


_STEPS: dict[str, _Step] = {
    "busy": _be_busy,
    "listed": _confirm_word(10),
    "advice": _advise,
    "unverified": _confirm_word(95),
    "hidden": _confirm_word(130),
    "not-agreed": _approve,
    "asked": _ask,
    "answered": _answer,
    "proposed": _propose,
    "refused": _refuse,
    "appealed": _appeal,
    "withdrawn": _withdraw,
    "lapsed": _lapse,
    "paused": _pause,
    "left": _leave,
}
"""What happens to organisations, by what they come to; nothing to those that have just applied."""
