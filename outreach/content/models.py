"""Requests to publish. A change of content and its request are committed together; the site's job pulls them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from outreach.core.db import Base, Keyed


class PublicationRequest(Keyed, Base):
    """Somebody changed what readers are told. `reason` names what changed, never who reads."""

    __tablename__ = "publication_request"

    requested_at: Mapped[datetime]
    reason: Mapped[str]
    published_at: Mapped[datetime | None]
