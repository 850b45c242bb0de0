"""A lead looks at what became of mails, at addresses that are not written to, and at jobs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.outbox.operations import put_mail, suppress
from outreach.outbox.rules import Category, Reason, State
from outreach.worker import run_due
from tests.browser.accounts.conftest import Office, sign_in
from tests.browser.accounts.window import Window
from tests.conftest import NOW

LONG = "a.very.long.address.of.somebody@an-organisation-with-a-long-name.example"


def add_mails(app: Flask) -> None:
    """A mail in each state, to an address that is as long as addresses are."""
    with app.app_context():
        run_due(app.config["OUTREACH"])
        for state in State:
            about = {"key": f"test/{state}", "address": LONG, "language": "cy", "subject": "Mae eich cyfrif wedi'i atal"}
            put_mail(**about, kind="accounts/suspended", category=Category.ACCOUNT, text="Words", html="<p>Words</p>", now=NOW)
            mail = db.session.scalars(select(Mail).where(Mail.key == f"test/{state}")).one()
            mail.state, mail.settled_at = state, None if state in (State.WAITING, State.SENDING) else NOW
        suppress(LONG, Reason.BOUNCE, now=NOW)
        db.session.commit()
        db.session.remove()


def test_a_lead_sends_a_mail_again_and_writes_to_an_address_again(office: Office, open_window: Callable[[], Window]) -> None:
    office.add("Ffion Lead")
    window = open_window()
    sign_in(window, "Ffion Lead")
    for empty in ("/manage/outbox", "/manage/outbox/suppressions"):
        window.open(empty)
    add_mails(office.app)
    for page in ("/manage/jobs", "/manage/jobs/deliver_mail", "/manage/outbox/kinds", "/manage/outbox"):
        window.open(page)
    window.open("/manage/outbox?state=held")
    window.page.locator("tbody a").click()
    window.press("Send it again")
    assert "If it did, it arrives twice." in window.main()
    window.press("Send it again", status=422)
    window.fill("Reason", "It has not arrived")
    window.press("Send it again")
    assert "The mail waits to be sent." in window.main()
    window.open("/manage/outbox/suppressions")
    window.follow(LONG)
    window.fill("Reason", "The address works again")
    window.press("Write to it again")
    assert "Every address is written to" in window.main()


@pytest.mark.parametrize("width", [360, 770, 1030, 1200])
def test_the_lists_are_as_wide_as_the_screen(office: Office, open_window: Callable[[], Window], width: int) -> None:
    office.add("Ffion Lead")
    add_mails(office.app)
    window = open_window()
    sign_in(window, "Ffion Lead")
    window.page.set_viewport_size({"width": width, "height": 800})
    for path in ("/manage/outbox", "/manage/outbox/suppressions", "/manage/jobs"):
        window.page.goto(path)
        assert window.page.evaluate("document.documentElement.scrollWidth") <= width, path
