"""How long somebody who guesses has to wait: pure.

Tries are counted in buckets. Nobody can be kept out for good: no wait is longer than LONGEST_WAIT, tries during a wait do not make it
longer, and what strangers do to an account never counts against a browser in which its owner has signed in before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)  # without a try


class Bucket(StrEnum):
    """What tries are counted by, each with its own number of free ones."""

    PAIR = "pair"  # an account from one address
    ACCOUNT = "account"  # an account from anywhere but known browsers
    BROWSER = "browser"  # an account from a browser that it has signed in with
    ADDRESS = "address"  # anything from one address
    STARTED = "started"  # registrations of organisations from one address
    MAILED = "mailed"  # mails that strangers have sent to one mail address

    @property
    def free(self) -> int:
        free = {Bucket.PAIR: 5, Bucket.BROWSER: 5, Bucket.ACCOUNT: 20, Bucket.ADDRESS: 60, Bucket.STARTED: 10, Bucket.MAILED: 6}
        return free[self]


@dataclass(frozen=True, slots=True)
class Count:
    """Tries so far in a bucket, when the latest was, and until when the next has to wait."""

    tries: int
    latest_at: datetime
    waits_until: datetime | None = None


def find_wait(count: Count | None, now: datetime) -> datetime | None:
    """Until when a try has to wait, or None when it may be made now."""
    return count.waits_until if count and count.waits_until and count.waits_until > now else None


def after_try(bucket: Bucket, count: Count | None, now: datetime) -> Count:
    """The count after one more try that was allowed. The wait begins when the free tries are used up, and doubles from then on."""
    if count is None or now - count.latest_at > FORGOTTEN_AFTER or count.latest_at > now:
        return Count(1, now)
    tries = count.tries + 1
    beyond = tries - bucket.free
    if beyond < 0:
        return Count(tries, now)
    return Count(tries, now, now + min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT))
