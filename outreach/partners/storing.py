"""Files of organisations: kept, replaced, thrown away. The organisation is locked by whoever calls."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from outreach.accounts.models import Account
from outreach.audit.operations import record
from outreach.core.db import db
from outreach.partners.models import Organisation, StoredFile
from outreach.partners.operations import subject_of
from outreach.partners.publishing import note_listed
from outreach.partners.rules import PartnerRefused, Refusal, Use
from outreach.partners.uploads import Upload

MOST_DOCUMENTS = 8


def find_files(organisation_id: UUID) -> Sequence[StoredFile]:
    """What is kept, without the contents: the logo first, then the newest."""
    wanted = select(StoredFile).where(StoredFile.organisation_id == organisation_id)
    return db.session.scalars(wanted.order_by(StoredFile.used_for != Use.LOGO, StoredFile.put_at.desc(), StoredFile.id)).all()


def keep_file(organisation: Organisation, file_id: UUID, use: Use, upload: Upload, *, by: Account, now: datetime) -> StoredFile:
    """Keep a file; a logo takes the place of the one before. Raises PartnerRefused where there are as many documents as may be."""
    theirs = StoredFile.organisation_id == organisation.id
    if use is Use.LOGO:
        db.session.execute(delete(StoredFile).where(theirs, StoredFile.used_for == Use.LOGO))
        note_listed(organisation, now=now)
    elif _count_documents(organisation.id) >= MOST_DOCUMENTS:
        raise PartnerRefused(Refusal.TOO_MANY)
    about = {"used_for": use, "media_type": upload.media_type, "size": len(upload.content), "put_by_id": by.id, "put_at": now}
    file = StoredFile(
        id=file_id, organisation_id=organisation.id, content=upload.content, digest=hashlib.sha256(upload.content).hexdigest(), **about
    )
    db.session.add(file)
    record("organisation.file-added", subject_of(organisation.id), by=str(by.id), now=now, detail=use)
    db.session.flush()
    return file


def throw_away(organisation: Organisation, file: StoredFile, *, by: Account, now: datetime) -> None:
    db.session.delete(file)
    record("organisation.file-removed", subject_of(organisation.id), by=str(by.id), now=now, detail=file.used_for)
    if file.used_for == Use.LOGO:
        note_listed(organisation, now=now)
    db.session.flush()


def _count_documents(organisation_id: UUID) -> int:
    theirs = (StoredFile.organisation_id == organisation_id, StoredFile.used_for != Use.LOGO)
    return db.session.scalar(select(func.count()).select_from(StoredFile).where(*theirs)) or 0
