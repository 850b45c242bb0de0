"""Links that mails carry, made as the mails leave: they are in no row, no log and no backup."""

from __future__ import annotations

from uuid import UUID

from flask_security.recoverable import generate_reset_password_token
from itsdangerous import BadData, URLSafeSerializer

from outreach.accounts.models import Account
from outreach.accounts.rules import INVITATION_LASTS, Standing
from outreach.core.config import Config
from outreach.core.db import db


def link_for(secret: str, config: Config) -> str | None:
    """The link that *secret* ('invitation:<account>' or 'recovery:<account>') stands for, or None when there is none any more."""
    purpose, _, account_id = secret.partition(":")
    account = db.session.get(Account, UUID(account_id))
    if account is None:
        return None
    if purpose == "invitation" and account.standing is Standing.INVITED:
        return f"{config.public_url}/manage/invitation/{write_invitation(account, config)}"
    if purpose == "recovery" and account.standing is Standing.ACTIVE:
        return f"{config.public_url}/manage/recover/{generate_reset_password_token(account)}"  # type: ignore[no-untyped-call]
    return None


def write_invitation(account: Account, config: Config) -> str:
    """The token in an invitation's link. It ends with the next invitation of the same account, and when it was taken up."""
    return _signer(config).dumps([account.id.hex, account.fs_uniquifier])


def find_invited(token: str, config: Config, *, is_locked: bool = False) -> Account | None:
    """Whose invitation *token* is, when it still holds; locked until the transaction ends when it is to be taken up."""
    try:
        account_id, uniquifier = _signer(config).loads(token)
        account = db.session.get(Account, UUID(hex=account_id), with_for_update=is_locked or None, populate_existing=is_locked)
    except (BadData, ValueError, TypeError, AttributeError):
        return None
    if account is None or account.standing is not Standing.INVITED or account.fs_uniquifier != uniquifier:
        return None
    return account if config.clock() < account.invited_at + INVITATION_LASTS else None


def _signer(config: Config) -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(config.secret_keys)), salt="invitation")
