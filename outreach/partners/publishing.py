"""Asking for readers' pages anew where they may show an organisation."""

from __future__ import annotations

from datetime import datetime

from outreach.content.operations import request_publication
from outreach.partners.models import Organisation


def note_listed(organisation: Organisation, *, now: datetime) -> None:
    """What readers may see of the organisation is not what it was: pages are made anew with the same commit."""
    request_publication(f"organisation/{organisation.id} changed", now=now)
