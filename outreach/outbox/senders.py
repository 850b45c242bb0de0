"""Handing a mail to SendGrid: the only file that knows it."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import URLError

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from outreach.core.config import Config
from outreach.core.languages import LANGUAGES
from outreach.outbox.models import Mail
from outreach.outbox.rules import SECRET_MARK, Answer, Verdict, read_status

TIMEOUT_S = 20.0  # connecting, sending and each wait for a piece of the answer; well within the lease
HOSTS = {"eu": "https://api.eu.sendgrid.com", "": "https://api.sendgrid.com"}
logging.getLogger("python_http_client").setLevel(logging.CRITICAL)  # it would write down whole requests, the key included

NOT_CONNECTED = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)


class Sender(Protocol):
    """Hands one mail to a provider. Never raises: whatever happens is an Answer."""

    def __call__(self, mail: Mail, *, link: str) -> Answer: ...


def find_sender(config: Config) -> Sender | None:
    """The provider of this installation, or None when it has no key: then nothing leaves it."""
    return SendGrid(config) if config.sendgrid_key else None


class SendGrid:
    """Mail by SendGrid's v3 Mail Send. Opens and clicks are not tracked, in each request and whatever the account's settings say."""

    def __init__(self, config: Config) -> None:
        self.config = config
        api = SendGridAPIClient(config.sendgrid_key, host=config.sendgrid_host or HOSTS[config.sendgrid_region])
        api.client.timeout = TIMEOUT_S
        self.api = api

    def __call__(self, mail: Mail, *, link: str) -> Answer:
        now = self.config.clock()
        try:
            response = self.api.client.mail.send.post(request_body=message(mail, link=link, sender=self.config.mail_from))
        except HTTPError as error:
            return read_status(error.status_code, dict(error.headers or {}), now)
        except URLError as error:
            if isinstance(error.reason, NOT_CONNECTED):
                return Answer(Verdict.LATER, "the provider could not be reached")
            return Answer(Verdict.UNKNOWN, "the connection broke while the mail was being handed over")
        except (OSError, HTTPException):
            return Answer(Verdict.UNKNOWN, "the connection broke before the provider's answer")
        return read_status(response.status_code, dict(response.headers), now)


def headers_of(mail: Mail) -> dict[str, str]:
    """The headers of a mail beside those that every mail has."""
    return {"Content-Language": LANGUAGES[mail.language].html}


def message(mail: Mail, *, link: str, sender: str) -> Mapping[str, Any]:
    """The request for one mail, with *link* in the place of its secret."""
    off = {"enable": False}
    return {
        "from": {"email": sender},
        "personalizations": [{"to": [{"email": mail.address}], "custom_args": {"mail": str(mail.id)}}],
        "subject": mail.subject,
        "content": [
            {"type": "text/plain", "value": mail.text.replace(SECRET_MARK, link)},
            {"type": "text/html", "value": mail.html.replace(SECRET_MARK, link)},
        ],
        "headers": headers_of(mail),
        "tracking_settings": {"click_tracking": {**off, "enable_text": False}, "open_tracking": off, "subscription_tracking": off},
    }
