"""Links that the mails to whoever registers carry, made as the mails leave: they are in no row, no log and no backup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from outreach.core.config import Config
from outreach.core.db import db
from outreach.partners.models import Application
from outreach.partners.rules import LINK_LASTS


class Purpose(StrEnum):
    """What a link is for: the word before the colon of a secret's name."""

    BACK = "registration"
    CONFIRM = "registration-confirm"


@dataclass(frozen=True, slots=True)
class Opened:
    """The registration that a link names. Where it does not hold any more, it still says of which one, for a new one to be mailed."""

    application: Application
    holds: bool


def link_for(secret: str, config: Config) -> str | None:
    """The link that *secret* ('registration:<id>') stands for, or None when there is none any more."""
    purpose, _, application_id = secret.partition(":")
    application = db.session.get(Application, UUID(application_id))
    if application is None or application.sent_at:
        return None
    token = write_token(application, Purpose(purpose), config)
    folder = "partners/register/back" if purpose == Purpose.BACK else "m/partners"
    return f"{config.public_url}/{folder}/{token}"


def write_token(application: Application, purpose: Purpose, config: Config) -> str:
    """The token of the latest link for *purpose*; it ends with the next one that is mailed."""
    return _signer(purpose, config).dumps([application.id.hex, _mark(application, purpose)])


def open_link(token: str, purpose: Purpose, config: Config, *, is_locked: bool = False) -> Opened | None:
    """The registration that *token* names, locked until the transaction ends when it is to be changed; None when it names none."""
    try:
        application_id, mark = _signer(purpose, config).loads(token)
        wanted = UUID(hex=application_id)
    except (BadData, ValueError, TypeError, AttributeError):
        return None
    application = db.session.get(Application, wanted, with_for_update=is_locked or None, populate_existing=is_locked)
    if application is None:
        return None
    mailed_at = _mailed_at(application, purpose)
    is_young = mailed_at is not None and config.clock() < mailed_at + LINK_LASTS
    return Opened(application, holds=is_young and mark == _mark(application, purpose))


def _mark(application: Application, purpose: Purpose) -> str:
    mailed_at = _mailed_at(application, purpose)
    return f"{mailed_at.timestamp():.6f}" if mailed_at else ""


def _mailed_at(application: Application, purpose: Purpose) -> datetime | None:
    return application.back_link_at if purpose is Purpose.BACK else application.confirm_link_at


def _signer(purpose: Purpose, config: Config) -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(config.secret_keys)), salt=purpose)
