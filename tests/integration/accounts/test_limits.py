"""Guessing is slowed down in every way of guessing, and nobody is kept out by somebody else's."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.guessing import FORGOTTEN_AFTER, LONGEST_WAIT, Bucket
from outreach.accounts.links import link_for
from outreach.accounts.models import Account, Tries
from outreach.core.config import ROOT
from outreach.core.db import db
from outreach.outbox.models import Mail
from tests.accounts import PASSWORD, add_account, new_client, post, send_plainly, token_of
from tests.client import PageClient
from tests.conftest import NOW
from tests.integration.accounts.conftest import Clock
from tests.pages import parse_page

CERI = "ceri@police.example"
FREE = Bucket.PAIR.free


@pytest.fixture
def looked_at(moving: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A word for each password that is looked at, in the place of work that takes a tenth of a second."""
    seen: list[str] = []
    context = moving.extensions["security"].pwd_context

    def verify(password: Any, _hash: Any, **_rest: Any) -> bool:
        seen.append(str(password))
        return str(password) == PASSWORD

    def make(password: Any, **_rest: Any) -> str:
        seen.append(str(password))
        return "$argon2id$nothing"

    monkeypatch.setattr(context, "verify", verify)
    monkeypatch.setattr(context, "hash", make)
    monkeypatch.setattr(context, "needs_update", lambda _hash, **_rest: False)
    return seen


@pytest.fixture
def ceri(moving: Flask) -> str:
    with moving.app_context():
        add_account(email=CERI)
    return CERI


def guess(app: Flask, password: str = "wrong", email: str = CERI, address: str = "192.0.2.1", client: PageClient | None = None) -> int:
    client = client or new_client(app)
    client.environ_base["REMOTE_ADDR"] = address
    return post(client, "/manage/sign-in", email=email, password=password).status_code


def test_of_thirty_wrong_passwords_only_the_first_few_are_looked_at(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    answers = [guess(moving) for _ in range(30)]
    assert answers == [200] * FREE + [429] * (30 - FREE)
    assert len(looked_at) == FREE


def test_a_right_password_during_a_wait_is_not_looked_at_either(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    for _ in range(FREE):
        guess(moving)
    assert guess(moving, PASSWORD) == 429
    assert PASSWORD not in looked_at


def test_how_long_to_wait_is_told_in_words_and_in_seconds(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    for _ in range(FREE):
        guess(moving)
    client = new_client(moving)
    client.environ_base["REMOTE_ADDR"] = "192.0.2.1"
    answer = post(client, "/manage/sign-in", email=CERI, password=PASSWORD)
    assert answer.headers["Retry-After"] == "30"
    text = parse_page(answer.data).text
    assert "Try again in 1 minute" in text
    assert "9:00am" in text


def test_a_wait_ends_and_whoever_signs_in_starts_afresh(moving: Flask, clock: Clock, ceri: str, looked_at: list[str]) -> None:
    for _ in range(FREE):
        guess(moving)
    clock.move(seconds=31)
    assert guess(moving, PASSWORD) == 302
    assert [guess(moving) for _ in range(FREE + 1)] == [200] * FREE + [429]


def test_no_wait_is_longer_than_the_longest(moving: Flask, clock: Clock, ceri: str, looked_at: list[str]) -> None:
    for _ in range(FREE + 12):
        guess(moving)
        clock.now += LONGEST_WAIT
    assert guess(moving, PASSWORD) == 302


def test_what_nobody_tried_for_an_hour_is_forgotten(moving: Flask, clock: Clock, ceri: str, looked_at: list[str]) -> None:
    for _ in range(FREE - 1):
        guess(moving)
    clock.now += FORGOTTEN_AFTER
    clock.move(seconds=1)
    assert [guess(moving) for _ in range(FREE)] == [200] * FREE


@pytest.mark.parametrize(
    "spelling",
    [" CERI@POLICE.EXAMPLE ", "ceri@ｐolice.example", "ceri@police。example", "Ceri@ＰＯＬＩＣＥ.example"],
)
def test_another_spelling_of_an_address_is_not_another_count(moving: Flask, ceri: str, looked_at: list[str], spelling: str) -> None:
    for _ in range(FREE):
        guess(moving)
    assert guess(moving, email=spelling) == 429


def test_json_is_not_a_way_round(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    client = new_client(moving)
    with client.session_transaction("/manage/") as session:
        session["csrf_token"] = "0" * 40
    headers = {"X-CSRFToken": token_of(client), "Accept": "application/json"}
    answer = client.post("/manage/sign-in", json={"email": CERI, "password": PASSWORD}, headers=headers)
    assert answer.status_code == 415
    assert looked_at == []
    assert client.get("/manage/").status_code == 302


def test_many_addresses_that_guess_one_account_are_counted_together(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    answers = [guess(moving, address=f"192.0.2.{number}") for number in range(Bucket.ACCOUNT.free + 5)]
    assert answers.count(200) == Bucket.ACCOUNT.free
    assert answers[-1] == 429


def test_one_address_that_guesses_many_accounts_is_counted_too(moving: Flask, looked_at: list[str]) -> None:
    answers = [guess(moving, email=f"person{number}@police.example") for number in range(Bucket.ADDRESS.free + 5)]
    assert answers.count(200) == Bucket.ADDRESS.free
    assert answers[-1] == 429


def test_an_office_behind_one_address_is_not_kept_out_by_its_own_right_passwords(
    moving: Flask, clock: Clock, ceri: str, looked_at: list[str]
) -> None:
    for _ in range(Bucket.ADDRESS.free + 5):
        assert guess(moving, PASSWORD) == 302
        clock.move(minutes=5)
    assert guess(moving, email="somebody-else@police.example") == 200


def test_ones_own_right_password_does_not_wipe_out_what_one_guesses_elsewhere(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    """Somebody with an account of their own signs in between guesses at others."""
    answers = []
    for number in range(Bucket.ADDRESS.free + 5):
        answers.append(guess(moving, email=f"person{number}@police.example"))
        guess(moving, PASSWORD)
    assert answers.count(200) == Bucket.ADDRESS.free


def test_the_addresses_of_one_subscriber_are_one_and_those_of_the_older_internet_are_not(
    moving: Flask, ceri: str, looked_at: list[str]
) -> None:
    assert [guess(moving, address=f"2001:db8:1:1::{number}") for number in range(FREE + 1)][-1] == 429
    assert guess(moving, address="2001:db8:1:2::1") == 200
    for number in range(FREE + 1):
        assert guess(moving, email="other@police.example", address=f"::ffff:198.51.100.{number}") == 200


def test_a_stranger_who_guesses_does_not_stop_the_owners_own_browser(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    known = new_client(moving)
    assert guess(moving, PASSWORD, client=known) == 302
    post(known, "/manage/sign-out")
    for number in range(Bucket.ACCOUNT.free + 5):
        guess(moving, address=f"192.0.2.{number}")
    assert guess(moving, PASSWORD, address="192.0.2.1") == 429
    assert guess(moving, PASSWORD, client=known) == 302


def test_a_browser_that_somebody_else_knows_is_no_way_round(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    with moving.app_context():
        add_account(email="guesser@police.example")
    guesser = new_client(moving)
    assert guess(moving, PASSWORD, email="guesser@police.example", client=guesser) == 302
    post(guesser, "/manage/sign-out")
    assert [guess(moving, client=guesser) for _ in range(FREE + 1)][-1] == 429


def test_ways_to_a_new_password_are_limited_and_guessing_does_not_close_them(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    for _ in range(FREE + 1):
        guess(moving)
    client = new_client(moving)
    client.environ_base["REMOTE_ADDR"] = "192.0.2.1"
    answers = [post(client, "/manage/recover", email=CERI).status_code for _ in range(FREE + 1)]
    assert answers == [200] * FREE + [429]
    with moving.app_context():
        assert db.session.scalar(select(func.count()).select_from(Mail)) == 1


def test_whoever_gets_a_new_password_by_mail_signs_in_while_strangers_guess(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    for number in range(Bucket.ACCOUNT.free + 5):
        guess(moving, address=f"192.0.2.{number}")
    with moving.app_context():
        account = db.session.scalars(select(Account).where(Account.email == CERI)).one()
        link = (link_for(f"recovery:{account.id}", moving.config["OUTREACH"]) or "").partition("/manage")[2]
    owner = new_client(moving)
    assert post(owner, f"/manage{link}", password=PASSWORD + "!", password_confirm=PASSWORD + "!").status_code == 302
    assert guess(moving, PASSWORD, client=owner) == 302


def test_neither_addresses_nor_accounts_can_be_read_from_the_table(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    guess(moving)
    with moving.app_context():
        rows = db.session.execute(select(Tries)).scalars().all()
        text = " ".join(f"{row.key} {row.tries}" for row in rows)
    assert len(rows) == 3
    assert "ceri" not in text
    assert "192.0.2" not in text


def test_many_tries_at_once_get_no_more_than_as_many_in_turn(moving: Flask, ceri: str, looked_at: list[str]) -> None:
    clients = [new_client(moving) for _ in range(24)]
    forms = [{"csrf_token": token_of(client), "email": CERI, "password": f"wrong {number}"} for number, client in enumerate(clients)]
    with ThreadPoolExecutor(12) as threads:
        sent = threads.map(lambda pair: send_plainly(pair[0], "/manage/sign-in", pair[1]), zip(clients, forms, strict=True))
        answers = [answer.status_code for answer in sent]
    assert sorted(set(answers)) == [200, 429]
    assert answers.count(200) == FREE
    assert len(looked_at) == FREE


GUESSER = """
import sys
from datetime import datetime
from pathlib import Path
from outreach.accounts.guessing import Bucket
from outreach.accounts.tries import count_try
from outreach.app import create_app
from outreach.core.config import Config
from outreach.core.db import db
app = create_app(Config(data_dir=Path(sys.argv[1]), database_url=sys.argv[2]))
with app.app_context():
    for _ in range(20):
        print(count_try({Bucket.PAIR: "one", Bucket.ADDRESS: "two"}, datetime.fromisoformat(sys.argv[3])) is None)
        db.session.commit()
"""


def test_the_count_holds_across_processes(moving: Flask) -> None:
    config = moving.config["OUTREACH"]
    command = [sys.executable, "-c", GUESSER, str(config.data_dir), config.database_url, NOW.isoformat()]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert "".join(said).count("True") == FREE
    assert "".join(said).count("False") == 40 - FREE
