"""The link by which an applicant comes to its application: signed, made as mails leave, kept nowhere. It ends when its contact's address
changes.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from outreach.core.config import Config
from outreach.core.db import db
from outreach.partners.models import Organisation
from outreach.vetting.models import Question


def link_for(secret: str, config: Config) -> str | None:
    """The link that *secret* ('application:<organisation>', 'question:<question>' or 'agreement:<organisation>') stands for, or None when
    there is none any more. That of the agreements is no secret: whoever opens it has to sign in.
    """
    purpose, _, found_id = secret.partition(":")
    if purpose == "agreement":
        return f"{config.public_url}/manage/organisation/agreement"
    if purpose == "question":
        question = db.session.get(Question, UUID(found_id))
        organisation = db.session.get(Organisation, question.organisation_id) if question else None
        return f"{_address(organisation, config)}/questions/{found_id}" if organisation else None
    organisation = db.session.get(Organisation, UUID(found_id))
    return _address(organisation, config) if organisation else None


def write_token(organisation: Organisation, config: Config) -> str:
    return _signer(config).dumps([organisation.id.hex, _mark(organisation)])


def find_application(token: str, config: Config, *, is_locked: bool = False) -> Organisation | None:
    """Whose application *token* opens; locked until the transaction ends when it is to be changed."""
    try:
        organisation_id, mark = _signer(config).loads(token)
        found = db.session.get(Organisation, UUID(hex=organisation_id), with_for_update=is_locked or None, populate_existing=is_locked)
    except (BadData, ValueError, TypeError, AttributeError):
        return None
    return found if found and found.erased_at is None and mark == _mark(found) else None


def _address(organisation: Organisation, config: Config) -> str:
    return f"{config.public_url}/partners/application/{write_token(organisation, config)}"


def _mark(organisation: Organisation) -> str:
    return hashlib.sha256(organisation.profile.contact_email.encode()).hexdigest()[:16]


def _signer(config: Config) -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(config.secret_keys)), salt="application")
