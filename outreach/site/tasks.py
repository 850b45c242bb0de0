"""Publication in the background."""

from __future__ import annotations

from datetime import datetime

from outreach.content.queries import find_library, list_open_requests
from outreach.core.config import Config
from outreach.core.db import db, reading
from outreach.core.logs import get_logger
from outreach.site.generations import PublicationFailed, find_current
from outreach.site.operations import publish_site, site_folder

_log = get_logger(__name__)


def publish_requested(config: Config, now: datetime) -> int:
    """Publish when somebody asked for it, or when there is nothing that readers could get. A crash on the way leaves the requests open,
    for the next start.
    """
    with reading():
        is_due = bool(list_open_requests()) or find_current(site_folder(config)) is None
        has_content = is_due and find_library() is not None  # a whole library, read only where it is needed
        db.session.rollback()
    if not has_content:
        return 0
    try:
        done = publish_site(config, now=now)
    except PublicationFailed as failure:
        _log.error("not published, readers keep what they had", reason=failure)
        raise
    db.session.commit()
    for line in done.withheld:
        _log.error("withheld from readers", what=line)
    return 1
