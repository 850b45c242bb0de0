"""Workers that are killed in the middle of their work, a provider that behaves badly: nobody is lost, and nobody is mailed twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core.clock import Clock, system_clock
from outreach.core.config import ROOT, Config
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.outbox.rules import MOST_ATTEMPTS, State
from outreach.outbox.senders import find_sender
from outreach.outbox.tasks import deliver, no_links
from tests.integration.outbox.conftest import put
from tests.provider import Provider
from tests.worker import environ_of

MAILS = 60
MOODS = ("ok", "ok", "ok", "ok", "slow", "slow", "500", "429", "half", "cut")


def start_worker(config: Config) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    return subprocess.Popen(command, cwd=ROOT, env=environ_of(config), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_at_random_points(config: Config, provider: Provider, dice: random.Random, rounds: int) -> int:
    """Two workers at a time, killed with SIGKILL shortly after the provider has heard from them; returns how many were killed."""
    killed = 0
    for _ in range(rounds):
        heard = len(provider.requests)
        workers = [start_worker(config), start_worker(config)]
        patience = 20 if heard else 60  # the job of one that was killed is free after its lease; a busy machine starts slowly
        deadline = time.monotonic() + patience
        while len(provider.requests) == heard and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(dice.uniform(0, 0.2))
        for worker in workers:
            worker.kill()
            worker.wait(10)
            killed += 1
    return killed


def later(hours: int) -> Clock:
    def clock() -> datetime:
        return system_clock() + timedelta(hours=hours)

    return clock


def finish(app: Flask) -> dict[str, Mail]:
    """Deliver what is left as hours go by, until nothing is waiting; all mails by id."""
    for hours in range(3, 3 * MOST_ATTEMPTS, 3):
        with app.app_context():
            config = replace(app.config["OUTREACH"], clock=later(hours))
            deliver(config, sender=find_sender(config), links=no_links)
            mails = {str(mail.id): mail for mail in db.session.scalars(select(Mail))}
            db.session.expunge_all()
            db.session.remove()
        if not any(mail.state in (State.WAITING, State.SENDING) for mail in mails.values()):
            return mails
    raise AssertionError("mails are still waiting after days")


def check(app: Flask, provider: Provider, seed: int, rounds: int) -> Counter[str]:
    provider.moods, provider.random = MOODS, random.Random(seed)
    with app.app_context():
        for number in range(MAILS):
            put(f"k/{number}", address=f"someone{number}@charity.example")
        db.session.remove()
    killed = kill_at_random_points(app.config["OUTREACH"], provider, random.Random(seed), rounds)
    assert provider.requests, "no worker did anything"
    mails = finish(app)
    assert len(mails) == MAILS
    assert max(provider.taken.values()) == 1, "somebody was mailed twice"
    for key, mail in mails.items():
        assert mail.state in (State.SENT, State.HELD), f"{mail.state}: {mail.reason}"
        assert mail.state == State.HELD or provider.taken[key] == 1, "a mail that was lost is said to be sent"
    states = Counter(mail.state for mail in mails.values())
    broken = sum(1 for mail in mails.values() if "connection broke" in mail.reason)
    assert states[State.HELD] - broken <= killed, "more mails are held than workers were killed"
    return states


def test_nobody_is_lost_and_nobody_is_mailed_twice(own: Flask, provider: Provider) -> None:
    assert check(own, provider, seed=1, rounds=2)[State.SENT] > MAILS / 2


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
def test_nobody_is_lost_and_nobody_is_mailed_twice_at_many_points(own: Flask, provider: Provider, seed: int) -> None:
    assert check(own, provider, seed=seed, rounds=8)[State.SENT] > MAILS / 3
