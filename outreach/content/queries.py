"""Reads of content."""

from __future__ import annotations

from sqlalchemy import select

from outreach.content.models import PublicationRequest
from outreach.core.db import db


def list_open_requests() -> list[PublicationRequest]:
    """Requests to publish that have not been served, oldest first."""
    open_ones = select(PublicationRequest).where(PublicationRequest.published_at.is_(None))
    return list(db.session.scalars(open_ones.order_by(PublicationRequest.requested_at, PublicationRequest.id)))
