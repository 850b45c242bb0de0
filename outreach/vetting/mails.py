"""The mails to organisations about their application. Links are named here and made as a mail leaves: see links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from outreach.outbox.render import MailKind, put
from outreach.outbox.rules import Category
from outreach.partners.models import Organisation
from outreach.vetting.labels import GROUNDS
from outreach.vetting.rules import Ground, Owner

_AT = datetime(2026, 12, 20, 14, 30, tzinfo=UTC)
_WHO = {"name": "Noor Malik", "organisation": "Harbour Light"}
_WORDS = GROUNDS[Ground.NO_SAFEGUARDING]

RECEIVED = MailKind("vetting/received", Category.PROGRAMME, "staff", lambda: {**_WHO, "due": _AT})
QUESTION = MailKind("vetting/question", Category.PROGRAMME, "staff", lambda: {**_WHO, "words": _WORDS, "is_reminder": False, "until": _AT})
LAPSED = MailKind("vetting/lapsed", Category.PROGRAMME, "staff", lambda: dict(_WHO))
APPROVED = MailKind("vetting/approved", Category.PROGRAMME, "staff", lambda: {**_WHO, "owner": Owner.INVITED.value})
REFUSED = MailKind(
    "vetting/refused",
    Category.PROGRAMME,
    "staff",
    lambda: {**_WHO, "grounds": [GROUNDS[Ground.DIFFERS]], "words": _WORDS, "is_taken_back": False, "until": _AT},
)
PAUSED = MailKind(
    "vetting/paused", Category.PROGRAMME, "staff", lambda: {**_WHO, "grounds": [GROUNDS[Ground.CLIENT_DATA]], "is_over": False}
)
APPEAL = MailKind("vetting/appeal", Category.PROGRAMME, "staff", lambda: {**_WHO, "is_upheld": True, "was_partner": False, "words": _WORDS})
AGREEMENT = MailKind("vetting/agreement", Category.PROGRAMME, "staff", lambda: {**_WHO, "until": _AT, "is_reminder": False})

MAILS = (RECEIVED, QUESTION, LAPSED, APPROVED, REFUSED, PAUSED, APPEAL, AGREEMENT)


def _put(kind: MailKind, organisation: Organisation, *, key: str, now: datetime, secret: str = "", **about: object) -> bool:
    profile = organisation.profile
    who = {"name": profile.contact_name, "organisation": organisation.name}
    return put(kind, to=profile.contact_email, language=organisation.language, key=key, now=now, secret=secret, **{**who, **about})


def _link(organisation: Organisation) -> str:
    return f"application:{organisation.id}"


def receive(organisation: Organisation, *, due: datetime, now: datetime) -> bool:
    """Say that the application is here, until when it is decided, and where its contact can see how it stands."""
    return _put(RECEIVED, organisation, key=f"received/{organisation.id}", now=now, secret=_link(organisation), due=due)


def ask(organisation: Organisation, question_id: UUID, words: str, *, until: datetime, is_reminder: bool, now: datetime) -> bool:
    """Ask for one section of the registration again, with a link to just that; or remind of it."""
    key = f"question/{question_id}/{now.isoformat()}" if is_reminder else f"question/{question_id}"
    secret = f"question:{question_id}"
    return _put(QUESTION, organisation, key=key, now=now, secret=secret, words=words, is_reminder=is_reminder, until=until)


def note_lapsed(organisation: Organisation, *, now: datetime) -> bool:
    return _put(LAPSED, organisation, key=f"lapsed/{organisation.id}", now=now)


def note_approved(organisation: Organisation, decision_id: UUID, *, owner: Owner, now: datetime) -> bool:
    key = f"approved/{decision_id}"
    return _put(APPROVED, organisation, key=key, now=now, secret=_link(organisation), owner=owner.value)


def note_refused(
    organisation: Organisation,
    decision_id: UUID,
    *,
    grounds: Sequence[Ground],
    words: str,
    is_taken_back: bool,
    until: datetime,
    now: datetime,
) -> bool:
    """Tell of a decision against the organisation: the grounds, in words, and until when it can appeal."""
    about = {"grounds": [GROUNDS[ground] for ground in grounds], "words": words, "is_taken_back": is_taken_back, "until": until}
    return _put(REFUSED, organisation, key=f"refused/{decision_id}", now=now, secret=_link(organisation), **about)


def note_paused(organisation: Organisation, decision_id: UUID, *, grounds: Sequence[Ground], is_over: bool, now: datetime) -> bool:
    """Tell that readers do not see it until two people have decided; or that they see it again."""
    key = f"paused/{decision_id}/{'over' if is_over else 'begun'}"
    about = {"grounds": [GROUNDS[ground] for ground in grounds], "is_over": is_over}
    return _put(PAUSED, organisation, key=key, now=now, secret=_link(organisation), **about)


def answer_appeal(organisation: Organisation, decision_id: UUID, *, is_upheld: bool, was_partner: bool, words: str, now: datetime) -> bool:
    about = {"is_upheld": is_upheld, "was_partner": was_partner, "words": words}
    return _put(APPEAL, organisation, key=f"appeal/{decision_id}", now=now, secret=_link(organisation), **about)


def ask_agreement(
    organisation: Organisation, *, to: str, name: str, language: str, version: str, until: datetime, is_reminder: bool, now: datetime
) -> bool:
    """Ask an owner to read and accept a new version of the agreements, or remind them."""
    key = f"agreement/{organisation.id}/{version}/{to}/{'again' if is_reminder else 'first'}"
    who = {"name": name, "organisation": organisation.name}
    secret = f"agreement:{organisation.id}"
    return put(AGREEMENT, to=to, language=language, key=key, now=now, secret=secret, until=until, is_reminder=is_reminder, **who)
