"""Delivery in the background: each mail by itself, each step committed before the next begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.jobs import stopping
from outreach.core.logs import describe_error, get_logger
from outreach.outbox.models import Mail
from outreach.outbox.operations import claim_mail, hold_doubtful, is_suppressed, put_off, set_aside, settle
from outreach.outbox.rules import Category, State, Verdict
from outreach.outbox.senders import Sender, find_sender

AT_ONCE = 200  # then other jobs have their turn

LinkMaker = Callable[[str], str | None]
_log = get_logger(__name__)


def deliver_due(config: Config, _now: datetime, *, links: LinkMaker) -> int:
    """Send what is due, and hold what a worker left unfinished."""
    return deliver(config, sender=find_sender(config), links=links)


def no_links(_secret: str) -> str | None:
    """For mails without secrets."""
    return None


def deliver(config: Config, *, sender: Sender | None, links: LinkMaker) -> int:
    """Send up to AT_ONCE mails that are due; returns how many were looked at. *links* makes the link that a secret names, or None when
    there is no such link any more (the invitation was withdrawn, the account is gone).
    """
    held = hold_doubtful(config.clock())
    db.session.commit()
    if held:
        _log.error("mails held: nobody knows whether the provider took them", mails=held)
    for count in range(AT_ONCE):
        if stopping.is_set() or not _deliver_one(config, sender, links):
            return count
    return AT_ONCE


def _deliver_one(config: Config, sender: Sender | None, links: LinkMaker) -> bool:
    mail = claim_mail(config.clock())
    if mail is None:
        db.session.rollback()
        return False
    try:
        link = links(mail.secret) if mail.secret else ""
    except Exception as error:  # noqa: BLE001 - whichever feature makes it, the mails behind this one go out
        mail_id = mail.id
        db.session.rollback()
        put_off(mail_id, "its link could not be made", config.clock())
        db.session.commit()
        _log.error("mail put off: its link could not be made", mail=mail_id, **describe_error(error))
        return True
    if is_suppressed(mail.address, Category(mail.category)):
        set_aside(mail, State.SUPPRESSED, "the address is not to be written to", config.clock())
    elif link is None:
        set_aside(mail, State.DEAD, "the link that it was to carry is no longer valid", config.clock())
    elif sender is None:
        set_aside(mail, State.KEPT, "no provider is set: this is what would have been sent", config.clock())
    else:
        _send(config, sender, mail, link)
        return True
    db.session.commit()
    return True


def _send(config: Config, sender: Sender, mail: Mail, link: str) -> None:
    mail_id, attempt = mail.id, mail.attempts
    db.session.commit()  # SENDING is on record before a byte leaves
    db.session.refresh(mail)
    db.session.expunge(mail)
    db.session.rollback()  # no transaction is open while the provider is asked
    answer = sender(mail, link=link)
    settle(mail_id, attempt, answer, config.clock())
    db.session.commit()
    if answer.verdict is not Verdict.ACCEPTED:
        _log.warning("mail not accepted", mail=mail_id, verdict=answer.verdict, attempt=attempt, reason=answer.reason)
