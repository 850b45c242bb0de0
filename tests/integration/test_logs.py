"""Logs hold ids, kinds and counts: a name and an address are planted wherever something can fail, and looked for in what was written."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask, request
from sqlalchemy import text

from outreach.accounts.mails import invite
from outreach.core.config import Config, Mode
from outreach.core.db import db
from outreach.core.jobs import Job
from outreach.core.logs import configure_logs, get_logger
from outreach.outbox.senders import find_sender
from outreach.outbox.tasks import deliver
from outreach.web.access import public
from outreach.worker import LINKS, run_due
from tests.conftest import NOW
from tests.provider import running_provider

NAME, ADDRESS, AGENT, IP = "Ceri Morgan", "ceri.morgan@police.example", "Secret Browser 7", "203.0.113.77"
PLANTED = (NAME, "Morgan", ADDRESS, "ceri", AGENT, IP, "your-information", "/ur/")


@pytest.fixture(params=[Mode.DEMO, Mode.PRODUCTION])
def own(request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask]) -> Flask:
    app = make_app(Config(mode=request.param, data_dir=tmp_path, clock=lambda: NOW, secret_keys=("s" * 40,)))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def lines_of(app: Flask, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """What was written: one event on each line, in the form of its mode, with nothing of what was planted."""
    said = capsys.readouterr().err
    assert not [word for word in PLANTED if word.casefold() in said.casefold()], said
    lines = said.splitlines()
    if not app.config["OUTREACH"].is_demo:
        return [json.loads(line) for line in lines]
    assert all(re.match(r"timestamp=\S+Z level=\w+ event=", line) for line in lines), said
    return [dict(re.findall(r'(\w+)=("[^"]*"|\S+)', line)) for line in lines]


def visit(app: Flask, path: str) -> int:
    environ = {"REMOTE_ADDR": IP, "HTTP_USER_AGENT": AGENT}
    return app.test_client().get(path, environ_base=environ).status_code


def add_failing_view(app: Flask, error: Exception) -> None:
    def fail(rest: str) -> str:
        raise error

    app.add_url_rule("/manage/<path:rest>", endpoint="failing", view_func=public(fail))


def test_a_view_that_fails_with_somebodys_data(own: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    add_failing_view(own, ValueError(f"{NAME} <{ADDRESS}>"))
    assert visit(own, f"/manage/{ADDRESS}?name={NAME}") == 500
    (line,) = lines_of(own, capsys)
    assert (line["error"], str(line["status"])) == ("ValueError", "500")


def test_a_page_of_an_error_that_fails_itself(own: Flask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> str:
        raise RuntimeError(f"{request.path} {NAME}")

    monkeypatch.setattr("outreach.web.errors._staff_page", fail)
    add_failing_view(own, ValueError(ADDRESS))
    assert visit(own, f"/manage/ur/your-information/{ADDRESS}") == 500
    by_event = {str(line["event"]).strip('"'): line for line in lines_of(own, capsys)}
    assert by_event["library"]["library"] == "outreach", "Flask writes down paths: its words are left out"
    assert str(by_event["request failed"]["error"]).startswith("RuntimeError<")


def test_a_database_that_refuses_a_row_with_somebodys_data(own: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    def write(rest: str) -> str:
        db.session.execute(text("INSERT INTO nowhere VALUES (:address)"), {"address": rest})
        return ""

    own.add_url_rule("/manage/<path:rest>", endpoint="writing", view_func=public(write))
    assert visit(own, f"/manage/{ADDRESS}") == 500
    (line,) = lines_of(own, capsys)
    assert str(line["error"]).startswith("OperationalError")


def test_a_job_that_fails_with_somebodys_data(own: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(_config: Config, _now: datetime) -> int:
        raise KeyError(ADDRESS) from ValueError(NAME)

    with own.app_context():
        run_due(own.config["OUTREACH"], (Job("failing", timedelta(0), fail),))
    (line,) = lines_of(own, capsys)
    assert (line["job"], line["error"]) == ("failing", "KeyError<ValueError")


@pytest.mark.parametrize("mood", ["400", "503", "cut", "gone", "link"])
def test_a_mail_that_does_not_leave(own: Flask, capsys: pytest.CaptureFixture[str], mood: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def make_link(_secret: str, _config: Config | None = None) -> str:
        if mood == "link":
            raise RuntimeError(f"no link for {ADDRESS}")
        return f"https://x.example/{NAME}"

    monkeypatch.setitem(LINKS, "invitation", make_link)
    with running_provider() as provider, own.app_context():
        provider.moods = (mood if mood.isdigit() or mood == "cut" else "ok",)
        host = "http://127.0.0.1:9" if mood == "gone" else provider.address
        config = replace(own.config["OUTREACH"], sendgrid_key="SG.test", sendgrid_host=host, mail_from="programme@police.example")
        invite(UUID(int=1), ADDRESS, "en", invited_by=NAME, role="Coordinator", key="k", now=NOW)
        db.session.commit()
        deliver(config, sender=find_sender(config), links=make_link)
        db.session.remove()
    (line,) = lines_of(own, capsys)
    assert line["mail"]


def test_a_post_to_the_hook_that_is_none(own: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    body = json.dumps([{"email": ADDRESS, "event": NAME}])
    assert own.test_client().post("/hooks/sendgrid", data=body, environ_base={"REMOTE_ADDR": IP}).status_code == 400
    assert lines_of(own, capsys) == []


def test_a_worker_that_cannot_be_woken(own: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    (own.config["OUTREACH"].data_dir / "queue.sqlite3").mkdir()
    with own.app_context():
        invite(UUID(int=1), ADDRESS, "en", invited_by=NAME, role="Coordinator", key="k", now=NOW)
        db.session.commit()
        db.session.remove()
    (line,) = lines_of(own, capsys)
    assert "not woken" in str(line["event"])


def test_of_a_library_its_name_and_place_are_kept_and_not_its_words(own: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    library = logging.getLogger("huey.consumer.Worker")
    library.error("could not tell %s at %s", NAME, ADDRESS)
    try:
        raise ConnectionError(ADDRESS)
    except ConnectionError:
        library.exception("Unhandled exception in task for %s", NAME)
    own.logger.error("Exception on /ur/your-information [%s]", ADDRESS)
    first, second, third = lines_of(own, capsys)
    assert first["library"] == second["library"] == "huey.consumer.Worker"
    assert str(first["place"]).startswith("test_logs:test_of_a_library")
    assert second["error"] == "ConnectionError"
    assert third["library"] == "outreach"


def test_an_address_that_slips_into_an_event_is_taken_out(own: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    get_logger("outreach.somewhere").warning("told", reason=f"<{ADDRESS}> is full", count=3)
    (line,) = lines_of(own, capsys)
    assert "[left out]" in str(line["reason"])


def test_the_level_is_of_the_mode_and_configuring_again_adds_nothing(own: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(own.config["OUTREACH"])
    get_logger("outreach.somewhere").info("all is well")
    get_logger("outreach.somewhere").warning("all is not well")
    events = [str(line["event"]).strip('"') for line in lines_of(own, capsys)]
    assert events == (["all is not well"] if own.config["OUTREACH"].is_demo else ["all is well", "all is not well"])
