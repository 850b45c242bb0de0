"""What is done to accounts. Each act is on record in the trail under the id of the account, with names of fields and no personal data."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from outreach.accounts import mails
from outreach.accounts.labels import PROGRAMME_OFFICE, ROLES, scope_label
from outreach.accounts.models import Account, AccountArea, AccountLanguage, CalendarKey, Passkey, SignIn
from outreach.accounts.queries import count_other_national_leads, find_by_email, find_successors
from outreach.accounts.rules import (
    LONGEST_SESSION,
    Part,
    Refusal,
    Role,
    Scope,
    Standing,
    find_refusals,
    is_home_office,
    normal_address,
    settled,
)
from outreach.audit.operations import record
from outreach.core.db import db

_LEADS_LOCK = 7_261  # a number of our own among PostgreSQL's advisory locks


class AccountRefused(Exception):
    """What was asked is not possible, for these reasons."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__(", ".join(refusals))


def subject_of(account_id: UUID) -> str:
    """How the trail names an account."""
    return f"account/{account_id}"


def invite_account(
    *,
    email: str,
    part: Part,
    organisation: str,
    by: Account | None,
    now: datetime,
    account_id: UUID | None = None,
    language: str = "en",
    is_decided: bool = False,
) -> Account:
    """Make an account for whoever reads mail at *email*, and invite them. *by* is None at the command line.

    Raises AccountRefused: the address is taken or of the Home Office, the part does not fit together, or it reaches beyond the inviter's
    (what two people have decided may: *is_decided*); ValueError when *email* is no address.
    """
    part, address = settled(part), normal_address(email)
    refusals = find_refusals(part)
    if is_home_office(address):
        refusals.append(Refusal.HOME_OFFICE)
    if find_by_email(address):
        refusals.append(Refusal.ADDRESS_TAKEN)
    if by and not is_decided and not by.scope.covers(part.scope):
        refusals.append(Refusal.OUT_OF_SCOPE)
    if refusals:
        raise AccountRefused(*refusals)
    account = Account(id=account_id or uuid4(), email=address, organisation=organisation, invited_at=now, language=language)
    _assign(account, part)
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:  # somebody else invites them in this moment
        raise AccountRefused(Refusal.ADDRESS_TAKEN) from None
    record("account.invited", subject_of(account.id), by=_actor(by), now=now)
    _mail_invitation(account, by, now)
    return account


def make_account(
    *, email: str, name: str, part: Part, organisation: str, password_hash: str, now: datetime, is_demonstration: bool
) -> Account:
    """Make an account that has joined already, without a mail."""
    account = Account(email=email, name=name, organisation=organisation, password=password_hash, invited_at=now, joined_at=now)
    account.is_demonstration = is_demonstration
    _assign(account, settled(part))
    db.session.add(account)
    db.session.flush()
    record("account.made", subject_of(account.id), by="command line", now=now)
    return account


def invite_again(account: Account, *, by: Account, now: datetime) -> None:
    """Send a new invitation; the earlier link ends. Raises AccountRefused when they have joined, or have left."""
    if account.standing is not Standing.INVITED:
        raise AccountRefused(Refusal.STANDING)
    account.invited_at, account.fs_uniquifier = now, uuid4().hex
    record("account.invited-again", subject_of(account.id), by=_actor(by), now=now)
    _mail_invitation(account, by, now)


def join(account: Account, *, name: str, password_hash: str, now: datetime) -> None:
    """Take up the invitation. Raises AccountRefused when that is done already, or the invitation was withdrawn."""
    if account.standing is not Standing.INVITED:
        raise AccountRefused(Refusal.STANDING)
    account.name, account.password, account.joined_at = name, password_hash, now
    account.fs_uniquifier = uuid4().hex
    record("account.joined", subject_of(account.id), by=str(account.id), now=now)


def change_part(account: Account, part: Part, organisation: str, *, by: Account, now: datetime) -> bool:
    """Give the account another role, kind of organisation or scope; False when nothing is different. They are told by mail.

    Raises AccountRefused: it does not fit together, reaches beyond the scope of *by*, or takes the last national lead away.
    """
    part = settled(part)
    before, changed = account.part, []
    changed = [name for name in ("role", "kind", "scope", "languages") if getattr(before, name) != getattr(part, name)]
    changed += ["organisation"] if account.organisation != organisation else []
    if not changed:
        return False
    refusals = find_refusals(part)
    if not by.scope.covers(part.scope):
        refusals.append(Refusal.OUT_OF_SCOPE)
    if _is_last_lead(account) and not (part.role is Role.LEAD and part.scope.is_national):
        refusals.append(Refusal.LAST_LEAD)
    if refusals:
        raise AccountRefused(*refusals)
    account.organisation = organisation
    _assign(account, part)
    flag_modified(account, "organisation")  # another version, also where only rows beside the account's have changed
    record("account.changed", subject_of(account.id), by=_actor(by), now=now, changed=changed)
    if account.standing is Standing.ACTIVE and account.email and changed != ["organisation"]:
        told = {"role": ROLES[part.role], "scope": scope_label(part), "changed_by": by.name, "key": f"changed/{uuid4()}"}
        mails.note_role_changed(account.name, account.email, account.language, now=now, **told)
    return True


def suspend(account: Account, *, reason: str, by: Account, now: datetime) -> None:
    """Shut the account at once, on open pages too. Raises AccountRefused for oneself, the last national lead and one that is not active."""
    if account.id == by.id:
        raise AccountRefused(Refusal.ONESELF)
    if account.standing is not Standing.ACTIVE:
        raise AccountRefused(Refusal.STANDING)
    if _is_last_lead(account):
        raise AccountRefused(Refusal.LAST_LEAD)
    account.suspended_at, account.fs_uniquifier = now, uuid4().hex  # with it end links to a new password, and sign-ins halfway through
    end_sign_ins(account.id, now=now)
    record("account.suspended", subject_of(account.id), by=_actor(by), now=now, detail=reason)
    if account.email:
        key = f"suspended/{uuid4()}"
        mails.note_suspended(account.name, account.email, account.language, suspended_by=by.name, key=key, now=now)


def reinstate(account: Account, *, by: Account, now: datetime) -> None:
    """Open a suspended account again. Raises AccountRefused when it is not suspended."""
    if account.standing is not Standing.SUSPENDED:
        raise AccountRefused(Refusal.STANDING)
    account.suspended_at = None
    record("account.reinstated", subject_of(account.id), by=_actor(by), now=now)


def leave(account: Account, *, successor: Account | None, by: Account, now: datetime) -> None:
    """End the account for good: what it owned is its successor's, its address and secrets are erased, its id stays for the trail.

    An invitation that nobody took up needs no successor. Raises AccountRefused: the last national lead, one who has left already, or a
    successor who is not one of `find_successors`.
    """
    if account.standing is Standing.LEFT:
        raise AccountRefused(Refusal.STANDING)
    if _is_last_lead(account):
        raise AccountRefused(Refusal.LAST_LEAD)
    if account.standing is not Standing.INVITED and (successor is None or successor.id not in {one.id for one in find_successors(account)}):
        raise AccountRefused(Refusal.SUCCESSOR)
    _end(account, successor, by=_actor(by), now=now)


def end_partner(account: Account, *, by: Account, now: datetime) -> None:
    """End the account of somebody who speaks for an organisation no longer. Partners own no records of the programme, so nobody takes over.

    *by* may be themselves. Raises AccountRefused when they have left already, or are no partner.
    """
    if account.standing is Standing.LEFT or account.role != Role.PARTNER:
        raise AccountRefused(Refusal.STANDING)
    _end(account, None, by=_actor(by), now=now)


def follow_organisation(account: Account, *, name: str, scope: Scope) -> None:
    """Give a partner's account the name and the areas that its organisation has now; the act is on record with the organisation."""
    part = account.part
    if account.organisation != name or part.scope != scope:
        account.organisation = name
        _assign(account, settled(Part(part.role, part.kind, scope)))
        flag_modified(account, "organisation")


def _end(account: Account, successor: Account | None, *, by: str, now: datetime) -> None:
    account.left_at, account.successor_id = now, successor.id if successor else None
    account.email, account.telephone, account.password = None, "", None
    account.fs_uniquifier, account.tf_primary_method, account.tf_totp_secret = uuid4().hex, None, None
    account.mf_recovery_codes, account.tf_last_counter, account.fs_webauthn_user_handle = None, None, None
    db.session.execute(delete(Passkey).where(Passkey.user_id == account.id))
    db.session.execute(delete(CalendarKey).where(CalendarKey.account_id == account.id))
    end_sign_ins(account.id, now=now)
    db.session.execute(delete(SignIn).where(SignIn.account_id == account.id))
    detail = f"handed over to {subject_of(successor.id)}" if successor else ""
    record("account.left", subject_of(account.id), by=by, now=now, detail=detail)


def change_profile(account: Account, *, name: str, telephone: str, language: str, is_mailed: bool, now: datetime) -> bool:
    """What people say of themselves; False when nothing is different."""
    new = {"name": name, "telephone": telephone, "language": language, "is_mailed": is_mailed}
    changed = [field for field, value in new.items() if getattr(account, field) != value]
    for field in changed:
        setattr(account, field, new[field])
    if changed:
        record("account.changed", subject_of(account.id), by=str(account.id), now=now, changed=changed)
    return bool(changed)


def end_sign_ins(account_id: UUID, *, now: datetime, but: UUID | None = None, only: UUID | None = None) -> int:
    """End the sessions of an account: all of them, all *but* one, or *only* one. Returns how many went on until now."""
    live = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.ends_at > now)
    if but:
        live = live.where(SignIn.id != but)
    if only:
        live = live.where(SignIn.id == only)
    return int(db.session.execute(live.values(ended_at=now)).rowcount)  # type: ignore[attr-defined]


def _is_last_lead(account: Account) -> bool:
    """One at a time, so that of two who are removed at once the second sees the first gone. (Rows would be locked in a circle.)"""
    is_one = account.role == Role.LEAD and account.is_national and account.standing is Standing.ACTIVE
    if not is_one:
        return False
    if db.session.get_bind().dialect.name == "postgresql":  # writers on SQLite take turns anyway
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LEADS_LOCK})
    return count_other_national_leads(account.id) == 0


def _assign(account: Account, part: Part) -> None:
    account.role, account.kind, account.is_national = part.role, part.kind, part.scope.is_national
    kept = {row.area: row for row in account.areas}
    account.areas = [kept.get(slug) or AccountArea(area=slug) for slug in sorted(part.scope.areas)]
    spoken = {row.language: row for row in account.languages}
    account.languages = [spoken.get(tag) or AccountLanguage(language=tag) for tag in sorted(part.languages)]


def _actor(by: Account | None) -> str:
    return str(by.id) if by else "command line"


def _mail_invitation(account: Account, by: Account | None, now: datetime) -> None:
    if account.email:
        told = {
            "invited_by": by.name if by else PROGRAMME_OFFICE,
            "role": ROLES[account.part.role],
            "key": f"invitation/{account.id}/{now.isoformat()}",
        }
        mails.invite(account.id, account.email, account.language, now=now, **told)


def begin_sign_in(account: Account, *, browser: str, now: datetime) -> SignIn:
    """Open a session; its id goes into the signed cookie."""
    sign_in = SignIn(account_id=account.id, began_at=now, ends_at=now + LONGEST_SESSION, browser=browser)
    db.session.add(sign_in)
    db.session.flush()
    record("account.signed-in", subject_of(account.id), by=str(account.id), now=now)
    return sign_in


def ask_recovery(email: str, *, now: datetime) -> None:
    """Send the way to a new password to the owner of *email*. Where there is none, the same work is done and undone, so that nobody learns
    from an answer or from its time who has an account.
    """
    account = find_by_email(email)
    is_theirs = account is not None and account.standing is Standing.ACTIVE
    name, language, account_id = (account.name, account.language, account.id) if account else ("", "en", uuid4())
    key = f"recovery/{account_id}/{now.replace(minute=now.minute - now.minute % 5):%Y-%m-%dT%H:%M}"  # one in five minutes
    with db.session.begin_nested() as attempt:
        mails.recover(account_id, name, account.email if account and account.email else email, language, key=key, now=now)
        record("account.recovery-asked", subject_of(account_id), by="nobody signed in", now=now)
        if not is_theirs:
            attempt.rollback()
