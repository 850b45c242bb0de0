"""How often strangers can have mail sent: counted in rows, so that it holds across processes."""

from __future__ import annotations

from datetime import datetime

from flask import request
from flask_babel import LazyString, lazy_ngettext

from outreach.accounts.access import current_config
from outreach.accounts.guessing import Bucket
from outreach.accounts.limits import key_of, network_of
from outreach.accounts.rules import normal_address
from outreach.accounts.tries import count_try
from outreach.core.db import db


def find_wait(email: str, *, is_start: bool = False) -> int:
    """How many minutes the next mail to *email* has to wait; 0 when it may be sent now. This one is counted, and that is committed.

    What begins a registration counts for the network that it comes from too.
    """
    keys = {Bucket.MAILED: key_of(Bucket.MAILED, normal_address(email))}
    if is_start:
        keys[Bucket.STARTED] = key_of(Bucket.STARTED, network_of(request.remote_addr or ""))
    now = current_config().clock()
    until = count_try(keys, now)
    db.session.commit()
    return _minutes(until, now) if until else 0


def wait_text(minutes: int) -> LazyString:
    """What is said at a field when a mail has to wait."""
    return lazy_ngettext(
        "Too many mails were asked for with this address, or from here. Wait 1 minute and try once more: what you typed is kept",
        "Too many mails were asked for with this address, or from here. Wait %(num)s minutes and try once more: what you typed is kept",
        minutes,
    )


def _minutes(until: datetime, now: datetime) -> int:
    return max(1, -(-int((until - now).total_seconds()) // 60))
