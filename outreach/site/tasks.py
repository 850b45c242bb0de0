"""Publication in the background."""

from __future__ import annotations

import logging
from datetime import datetime

from outreach.content.queries import list_open_requests
from outreach.core.config import Config
from outreach.core.db import db, reading
from outreach.site.operations import publish_site

_log = logging.getLogger(__name__)


def publish_requested(config: Config, now: datetime) -> None:
    """Publish when somebody asked for it. A crash on the way leaves the requests open, for the next start."""
    with reading():
        is_asked = bool(list_open_requests())
        db.session.rollback()
    if is_asked:
        done = publish_site(config, now=now)
        db.session.commit()
        for line in done.withheld:
            _log.error(line)
