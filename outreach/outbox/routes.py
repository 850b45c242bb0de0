"""What the provider tells us: one address, open to it alone by its signature."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from flask import Blueprint, abort, current_app, request
from flask.typing import ResponseReturnValue
from sendgrid.helpers.eventwebhook import EventWebhook, EventWebhookHeader

from outreach.core.config import Config
from outreach.core.db import db
from outreach.outbox.operations import Told, note_events
from outreach.outbox.rules import OLDEST_POST
from outreach.web.access import public
from outreach.web.limits import takes_files

LARGEST_POST = 16 * 2**20  # bytes
AT_ONCE = 500

bp = Blueprint("outbox", __name__)


@bp.post("/hooks/sendgrid")
@public
@takes_files(largest=LARGEST_POST)
def hear() -> ResponseReturnValue:
    """Events of SendGrid's signed event webhook. 204 when they are all on record, 401 when the signature is not SendGrid's, 400 when the
    post is no list of events; nothing of such a post is kept.
    """
    config: Config = current_app.config["OUTREACH"]
    body = _verified_body(config)
    events = _read_events(body, config.clock())
    try:
        while batch := list(islice(events, AT_ONCE)):
            note_events(batch, now=config.clock())
            db.session.flush()
            db.session.expunge_all()
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        db.session.rollback()
        abort(400)
    db.session.commit()
    return "", 204


def _verified_body(config: Config) -> str:
    """The body, if it is signed with the key of the settings and not old. Aborts with 401 or 400."""
    signature, timestamp = request.headers.get(EventWebhookHeader.SIGNATURE, ""), request.headers.get(EventWebhookHeader.TIMESTAMP, "")
    try:
        sent = datetime.fromtimestamp(int(timestamp), UTC)
        base64.b64decode(signature, validate=True)
        body = request.get_data(cache=False).decode()
    except (ValueError, OverflowError, OSError, binascii.Error):
        abort(400)
    if not config.sendgrid_webhook_key or abs(config.clock() - sent) > OLDEST_POST:
        abort(401)
    try:
        is_theirs = EventWebhook(config.sendgrid_webhook_key).verify_signature(body, signature, timestamp)
    except (ValueError, TypeError, AttributeError, UnsupportedAlgorithm):
        is_theirs = False  # the key of the settings is none, or not of this kind
    if not is_theirs:
        abort(401)
    return body


def _read_events(body: str, now: datetime) -> Iterator[Told]:
    """The events of a post, one at a time: a post of ten thousand never becomes ten thousand objects. Raises ValueError."""
    decoder, at = json.JSONDecoder(), _skip(body, 0)
    if body[at : at + 1] != "[":
        raise ValueError("no list")
    at = _skip(body, at + 1)
    while body[at : at + 1] != "]":
        event, at = decoder.raw_decode(body, at)
        yield _told(event, now)
        at = _skip(body, at)
        if body[at : at + 1] == ",":
            at = _skip(body, at + 1)
        elif body[at : at + 1] != "]":
            raise ValueError("no list")


def _skip(body: str, at: int) -> int:
    while body[at : at + 1] in (" ", "\n", "\r", "\t"):
        at += 1
    return at


def _told(event: Any, now: datetime) -> Told:
    if not isinstance(event, dict):
        raise ValueError("no event")
    at = datetime.fromtimestamp(int(event.get("timestamp", now.timestamp())), UTC)
    address, mail = _plain(event.get("email", "")), _plain(event.get("mail", ""))
    return Told(id=_plain(event["sg_event_id"]), kind=_plain(event["event"]), address=address, mail=mail, at=at, details=event)


def _plain(value: object) -> str:
    """*value* as text that every database takes: without NUL and halves of pairs."""
    return str(value).replace("\0", "").encode(errors="ignore").decode()
