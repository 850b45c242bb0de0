"""Registering an organisation as a browser does, for tests: the forms as they stand, with what is typed."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.partners.links import Purpose, write_token
from outreach.partners.models import Application
from tests.client import PageClient
from tests.conftest import NOW
from tests.pages import form_of, parse_page

START = "/partners/register/start"
SENT = "Your registration is sent"
CONTACT = "noor@harbour.example"
ANSWERS: dict[str, dict[str, Any]] = {
    "organisation": {"name": "Harbour Light", "kind": "charity", "about": "A weekly drop-in with tea and somebody to talk to."},
    "reach": {"website": "www.harbour.example", "telephone": "01632 960 001"},
    "numbers": {"identifiers-0-register": "GB-CHC", "identifiers-0-number": "1141636"},
    "areas": {"where": "areas", "areas": ["kent"]},
    "languages": {"languages": ["ar", "ur"], "languages-ar": "Sudanese"},
    "communities": {"communities": ["women"]},
    "contact": {"contact_name": "Noor Malik", "contact_role": "Manager"},
    "safeguarding": {"safeguarding_lead": "Ana Silva"},
    "insurance": {},
    "advice": {"gives_advice": "no"},
    "ties": {"ties": ["none"]},
    "consents": {"listed": "yes", "open_data": "no", "logo": "no", "reports": "yes"},
}


class _Earlier(TimestampSigner):
    def get_timestamp(self) -> int:
        return int(time.time()) - 60


def opened_earlier(app: Flask) -> str:
    """What the form has in it that was opened a minute ago."""
    signed = URLSafeTimedSerializer(app.secret_key or "", salt="form opened", signer=_Earlier).dumps("")
    assert isinstance(signed, str)
    return signed


def send(client: PageClient, path: str, **typed: Any) -> TestResponse:
    """The form at *path* as it stands, with what is typed."""
    return client.post(path, data={**form_of(client.page(path)), **typed})


def begin(client: PageClient, *, email: str = CONTACT) -> str:
    """A draft of this browser's; its address."""
    answer = send(client, START, email=email, opened=opened_earlier(client.application))
    assert answer.status_code == 303, parse_page(answer.data).text
    return answer.headers["Location"]


def fill(client: PageClient, address: str, **others: dict[str, Any]) -> TestResponse:
    """Every section; *others* takes the place of the usual answers of some. The answer to the last."""
    for name, typed in {**ANSWERS, **others}.items():
        answer = send(client, f"{address}/{name}", **typed)
        assert answer.status_code == 303, (name, parse_page(answer.data).text)
    return answer


def id_of(address: str) -> UUID:
    return UUID(address.split("/")[3])


def link_of(app: Flask, application_id: UUID, purpose: Purpose) -> str:
    """The path of the latest link that was mailed."""
    config: Config = app.config["OUTREACH"]
    with app.app_context():
        token = write_token(db.session.get_one(Application, application_id), purpose, config)
    return f"/partners/register/back/{token}" if purpose is Purpose.BACK else f"/m/partners/{token}"


def press(client: PageClient, path: str) -> TestResponse:
    """The one button of the page at *path*."""
    return client.post(path, data=form_of(client.page(path)))


def register(client: PageClient, *, email: str = CONTACT, **others: dict[str, Any]) -> TestResponse:
    """From the beginning to the end; the last answer."""
    address = begin(client, email=email)
    fill(client, address, **others)
    assert send(client, f"{address}/check", may_speak="yes").status_code == 303
    return press(client, link_of(client.application, id_of(address), Purpose.CONFIRM))


def mails(app: Flask) -> list[tuple[str, str]]:
    """Kind and address of each mail, by when they were put."""
    with app.app_context():
        return [(mail.kind, mail.address) for mail in db.session.scalars(select(Mail).order_by(Mail.created_at, Mail.kind, Mail.address))]


def count(app: Flask, model: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def draft_of(app: Flask, address: str) -> Application:
    with app.app_context():
        return db.session.get_one(Application, id_of(address))


def set_clock(app: Flask, later: timedelta) -> None:
    """Let the programme’s clock show *later* than the tests’ present. `kept_clock` puts it back."""
    app.config["OUTREACH"] = replace(app.config["OUTREACH"], clock=frozen_clock(NOW + later))
