"""What is written down of guessing: one row for each bucket, so that counts hold across processes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from outreach.accounts.guessing import Bucket, Count, after_try, find_wait
from outreach.accounts.models import Tries
from outreach.core.db import db


def count_try(keys: Mapping[Bucket, str], now: datetime) -> datetime | None:
    """Count one more try in every bucket of *keys*, or, where one of them has to wait, in none; returns until when it has to. To be
    committed at once. The rows stay locked until then, so that of many tries at once no more are let through than of as many in turn.
    """
    rows = {bucket: _lock_tries(key, now) for bucket, key in sorted(keys.items(), key=lambda pair: pair[1])}
    counts = {bucket: Count(row.tries, row.latest_at, row.waits_until) if row.tries else None for bucket, row in rows.items()}
    waits = [wait for count in counts.values() if (wait := find_wait(count, now))]
    if waits:
        return max(waits)
    for bucket, row in rows.items():
        count = after_try(bucket, counts[bucket], now)
        row.tries, row.latest_at, row.waits_until = count.tries, count.latest_at, count.waits_until
    return None


def _lock_tries(key: str, now: datetime) -> Tries:
    while (row := db.session.get(Tries, key, with_for_update=True)) is None:  # others may insert it, and forget it, in between
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(Tries(key=key, tries=0, latest_at=now))
    return row


def forget_tries(keys: Mapping[Bucket, str]) -> None:
    """Somebody proved who they are: what was tried for their account before does not count against them. What others try from the same
    network address still does; only their own try is taken back there.
    """
    rows = select(Tries).where(Tries.key.in_(keys.values())).order_by(Tries.key)
    for row in db.session.scalars(rows.with_for_update().execution_options(populate_existing=True)):
        if row.key == keys.get(Bucket.ADDRESS):
            row.tries, row.waits_until = max(row.tries - 1, 0), None
        else:
            db.session.delete(row)
