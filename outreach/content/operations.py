"""Writes of content."""

from __future__ import annotations

from datetime import datetime

from outreach.content.models import PublicationRequest
from outreach.core.db import db


def request_publication(reason: str, *, now: datetime) -> PublicationRequest:
    """Ask the site to publish what is committed together with this request."""
    request = PublicationRequest(requested_at=now, reason=reason, published_at=None)
    db.session.add(request)
    return request


def close_requests(requests: list[PublicationRequest], *, now: datetime) -> None:
    """Note that *requests* have been published."""
    for request in requests:
        request.published_at = now
