"""What becomes of a mail: pure.

A mail goes out once. Before each attempt the row says SENDING, committed; what the provider answers decides what follows. In one case
nobody can know whether the provider took the mail: the process died, or the connection broke, between the request and the answer.
Then the mail is HELD for a person, and never sent again by itself (SendGrid knows no idempotency key).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

DELIVER_MAIL = "deliver_mail"  # the job that sends
LEASE = timedelta(minutes=2)  # longer than any request can take: see senders.TIMEOUT_S
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=2)
MOST_ATTEMPTS = 20  # about a day and a half
SECRET_MARK = "https://secret.invalid/"  # noqa: S105 - stands where a secret link will be, which is not kept


class State(StrEnum):
    WAITING = "waiting"  # to be sent when it is due
    SENDING = "sending"  # an attempt is going on, until its lease ends
    SENT = "sent"  # the provider took it
    HELD = "held"  # nobody knows whether the provider took it: a person decides
    DEAD = "dead"  # refused, or tried too often
    SUPPRESSED = "suppressed"  # its address is not to be written to
    KEPT = "kept"  # there is no provider: this is what would have been sent


class Category(StrEnum):
    """What a mail is for: which suppressions stop it."""

    ACCOUNT = "account"  # asked for by its recipient: invitations, recovery
    PROGRAMME = "programme"  # everything else


class Reason(StrEnum):
    """Why an address is not to be written to."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe"


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider said of one mail. `wait` is how long it asks us to wait; `reason` holds no address and no text of the mail."""

    verdict: Verdict
    reason: str = ""
    provider_id: str = ""
    wait: timedelta | None = None


def read_status(status: int, headers: Mapping[str, str], now: datetime) -> Answer:
    """The meaning of an HTTP answer: 2xx is taken, 429 and 5xx come again later, the rest is refused."""
    lowered = {name.lower(): value for name, value in headers.items()}
    if 200 <= status < 300:
        return Answer(Verdict.ACCEPTED, provider_id=lowered.get("x-message-id", ""))
    if status == 429 or status >= 500:
        return Answer(Verdict.LATER, f"the provider answered {status}", wait=_read_wait(lowered, now))
    return Answer(Verdict.REFUSED, f"the provider answered {status}")


def _read_wait(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Retry-After (RFC 9110, 10.2.3: seconds or a date), else X-RateLimit-Reset (seconds of the epoch); at most LONGEST_WAIT."""
    after, reset = headers.get("retry-after", "").strip(), headers.get("x-ratelimit-reset", "").strip()
    wait: timedelta | None = None
    if after.isascii() and after.isdigit() and len(after) < 10:
        wait = timedelta(seconds=int(after))
    elif after:
        try:
            wait = parsedate_to_datetime(after).replace(tzinfo=UTC) - now
        except ValueError:
            wait = None
    elif reset.isascii() and reset.isdigit() and len(reset) < 12:
        wait = datetime.fromtimestamp(int(reset), UTC) - now
    return min(max(wait, timedelta(0)), LONGEST_WAIT) if wait is not None else None


def backoff(attempts: int, *, jitter: float | None = None) -> timedelta:
    """How long to wait after so many attempts (from 1): doubled each time up to LONGEST_WAIT, times 0.5 to 1.5 so that they spread."""
    share = secrets.randbelow(1000) / 1000 if jitter is None else jitter
    doubled: timedelta = FIRST_WAIT * int(2 ** min(attempts - 1, 20))
    return min(doubled, LONGEST_WAIT) * (0.5 + share)


def after_attempt(answer: Answer, attempts: int, now: datetime) -> tuple[State, datetime | None]:
    """The state that follows an attempt, and when the next one is due."""
    if answer.verdict is Verdict.ACCEPTED:
        return State.SENT, None
    if answer.verdict is Verdict.UNKNOWN:
        return State.HELD, None
    if answer.verdict is Verdict.REFUSED or attempts >= MOST_ATTEMPTS:
        return State.DEAD, None
    return State.WAITING, now + max(answer.wait or timedelta(0), backoff(attempts))


def stops(reason: Reason, category: Category) -> bool:
    """Whether an address suppressed for *reason* gets no mail of *category*. Who asked for a link gets it, unless it cannot arrive."""
    return category is Category.PROGRAMME or reason is Reason.BOUNCE


def normal_address(address: str) -> str:
    """An address as suppressions and comparisons see it."""
    return address.strip().casefold()


OLDEST_POST = timedelta(minutes=10)  # a post of the provider that is older may be a repeat by somebody else
GRAVITY = ("processed", "deferred", "delivered", "dropped", "bounce", "spamreport")  # what happened to a mail: the last of these counts
_SUPPRESSING = {
    "bounce": Reason.BOUNCE,
    "spamreport": Reason.COMPLAINT,
    "unsubscribe": Reason.UNSUBSCRIBE,
    "group_unsubscribe": Reason.UNSUBSCRIBE,
}


def graver(known: str, told: str) -> str:
    """The graver of two things that happened to a mail, in whatever order they are told."""
    return max(known, told, key=lambda kind: GRAVITY.index(kind) if kind in GRAVITY else -1)


def suppression_of(kind: str, details: Mapping[str, object]) -> Reason | None:
    """Why the address of an event is not to be written to any more. A block is for now: the receiver may take mail tomorrow."""
    return None if details.get("type") == "blocked" else _SUPPRESSING.get(kind)
