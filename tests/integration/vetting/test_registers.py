"""Asking the register of the Charity Commission: a server of our own answers as it does, late, wrongly, or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask

from outreach.core.config import Config
from outreach.core.db import db
from outreach.vetting import registers
from outreach.vetting.models import RegisterEntry
from outreach.vetting.registers import Entry, LookupFailed, ask_register, can_ask, page_of
from tests.accounts import post, sign_in
from tests.vetting import make_office

CHARITY = "GB-CHC-1141636"
KEY = "key-of-ours"
KNOWN = {
    "organisation_number": 5012345,
    "reg_charity_number": 1141636,
    "group_subsid_suffix": 0,
    "charity_name": "HARBOUR LIGHT (INVENTED)",
    "reg_status": "R",
    "date_of_registration": "2011-04-27T00:00:00",
    "date_of_removal": None,
}


@contextmanager
def serving(status: int, body: bytes, **headers: str) -> Iterator[tuple[str, list[Any]]]:
    """A register that gives every question this answer; its address, and what it was asked."""
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers.get("Ocp-Apim-Subscription-Key")))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def config_of(address: str) -> Config:
    return Config(charity_api_key=KEY, charity_api=address)


def test_the_register_is_asked_as_it_wants_and_its_answer_is_read() -> None:
    with serving(200, json.dumps(KNOWN).encode()) as (address, asked):
        entry = ask_register(CHARITY, config_of(address))
    assert entry == Entry("HARBOUR LIGHT (INVENTED)", True, date(2011, 4, 27), None)
    assert asked == [("/register/api/allcharitydetails/1141636/0", KEY)]


@pytest.mark.parametrize("change", [{"reg_status": "RM"}, {"date_of_removal": "2020-01-01T00:00:00"}])
def test_a_charity_that_was_removed_is_not_registered(change: dict[str, str]) -> None:
    with serving(200, json.dumps(KNOWN | change).encode()) as (address, _asked):
        assert not ask_register(CHARITY, config_of(address)).is_registered


@pytest.mark.parametrize(("status", "body"), [(404, b""), (200, b"null")])
def test_a_number_that_the_register_does_not_know_has_no_name(status: int, body: bytes) -> None:
    with serving(status, body) as (address, _asked):
        assert ask_register(CHARITY, config_of(address)) == Entry("", is_registered=False)


@pytest.mark.parametrize(("status", "body"), [(401, b"{}"), (429, b""), (500, b"x"), (200, b"<html>"), (200, b"[]"), (200, b"{}")])
def test_whatever_else_it_answers_is_no_answer(status: int, body: bytes) -> None:
    with serving(status, body) as (address, _asked), pytest.raises(LookupFailed):
        ask_register(CHARITY, config_of(address))


def test_the_key_follows_no_redirect() -> None:
    with serving(200, json.dumps(KNOWN).encode()) as (elsewhere, asked), serving(302, b"", Location=elsewhere) as (address, _first):
        with pytest.raises(LookupFailed):
            ask_register(CHARITY, config_of(address))
        assert asked == []


def test_a_register_that_is_not_there_or_too_slow_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LookupFailed):
        ask_register(CHARITY, config_of("http://127.0.0.1:9"))
    monkeypatch.setattr(registers, "SECONDS", 0.2)
    with serving(200, b"{", **{"Content-Length": "100"}) as (address, _asked), pytest.raises(LookupFailed):
        ask_register(CHARITY, config_of(address))


def test_only_the_charity_commission_is_asked_and_only_with_a_key_and_everything_has_a_page() -> None:
    assert can_ask(CHARITY, config_of("x"))
    assert not can_ask(CHARITY, Config())
    assert not can_ask("GB-COH-01234567", config_of("x"))
    pages = [page_of(org_id) for org_id in (CHARITY, "GB-SC-SC051284", "GB-NIC-100002", "GB-COH-01234567")]
    assert all(page.startswith("https://") for page in pages)


@pytest.fixture
def with_key(app: Flask) -> Iterator[Callable[[str], Flask]]:
    before: Config = app.config["OUTREACH"]

    def make(address: str) -> Flask:
        app.config["OUTREACH"] = Config(data_dir=before.data_dir, clock=before.clock, charity_api_key=KEY, charity_api=address)
        return app

    yield make
    app.config["OUTREACH"] = before


def test_the_answer_is_kept_with_its_time_and_a_failure_says_to_look_by_hand(app: Flask, with_key: Callable[[str], Flask]) -> None:
    with app.app_context():
        office = make_office(app, identifiers=(CHARITY,))
    client, path = sign_in(app, office.first), f"/manage/partners/{office.organisation_id}"
    assert "Ask the register" not in client.page(path).text
    with serving(200, json.dumps(KNOWN).encode()) as (address, _asked):
        with_key(address)
        assert "Ask the register" in client.page(path).text
        assert post(client, f"{path}/look-up/{CHARITY}").status_code == 303
    assert "HARBOUR LIGHT (INVENTED)" in client.page(path).text
    assert post(client, f"{path}/look-up/{CHARITY}").status_code == 303  # it is away now
    assert "Look the number up by hand" in client.page(path).text
    assert post(client, f"{path}/look-up/GB-CHC-200000").status_code == 404
    with app.app_context():
        assert db.session.get_one(RegisterEntry, CHARITY).is_registered
