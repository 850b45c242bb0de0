"""Server and worker under one parent: they start together and stop together.

Each child leads a process group of its own, so that Ctrl-C in a terminal reaches only the parent, which then ends them in order.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

import flask_migrate
from sqlalchemy.exc import SQLAlchemyError

from outreach.accounts.queries import has_demonstration_accounts
from outreach.commitments.operations import seed_register
from outreach.content.imports import ImportRefused
from outreach.content.po import ContentError
from outreach.core.config import ROOT, Config, child_environ
from outreach.core.db import db
from outreach.demo.accounts import FILE, load_accounts
from outreach.demo.operations import load_demonstration
from outreach.demo.programme import load_programme
from outreach.site.generations import PublicationFailed, find_current
from outreach.site.operations import publish_site, site_folder

GRACE_S = 3.0  # then the children are killed: everything is down within 5 seconds
READY_S = 30.0
Say = Callable[[str], object]


class NotStarted(Exception):
    """The installation cannot start; one line that says why and what to do."""


class _Stopped(Exception):
    """Somebody asked us to stop."""


_asked_to_stop = threading.Event()  # a driver in the middle of a statement may turn _Stopped into an error of its own


def prepare(config: Config, *, say: Say) -> None:
    """Make the installation ready: folder, port, database, demonstration, publication. Done twice, it changes nothing.

    Raises NotStarted when the folder cannot be written, the port is taken or the database is out of reach.
    """
    _on_stop_signals_raise()
    try:
        _check_folder(config)
        _check_port(config)
        say(f"Outreach, {config.mode} mode")
        _upgrade_database()
        say("  database   ready")
        accounts: list[str] = []
        if config.is_demo:
            _load_demonstration(config, say)
            accounts = _load_programme(config)
        elif has_demonstration_accounts():
            raise NotStarted(
                "this database has accounts of the demonstration, whose passwords are in a file: use another one in production"
            )
        else:
            _seed_register(config)
        _publish(config, say)
        if config.is_demo:
            _tell_accounts(accounts, config, say)
        db.session.remove()
    except Exception:
        if not _asked_to_stop.is_set():
            raise
        say("Stopped.")
        sys.exit(0)


def serve(config: Config, *, say: Say) -> None:
    """Run server and worker until SIGINT or SIGTERM, or until the server ends by itself (NotStarted)."""
    _on_stop_signals_raise()
    children: list[subprocess.Popen[bytes]] = []
    try:
        server = _start(_server_command(config), children, PROMETHEUS_MULTIPROC_DIR=_make_counting_folder(config))
        worker = _start([sys.executable, "-m", "flask", "--app", "wsgi", "worker"], children)
        _wait_until_ready(config, server)
        say(f"  address    http://{_authority(config)}/\nCtrl-C stops it.")
        _watch(server, worker, children)
    except _Stopped:
        say("Stopping.")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _stop(children)


def _on_stop_signals_raise() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        _asked_to_stop.set()
        raise _Stopped

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def _check_folder(config: Config) -> None:
    try:
        config.data_dir.mkdir(parents=True, exist_ok=True)
        probe = config.data_dir / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise NotStarted(
            f"cannot write the data folder {config.data_dir} ({error.strerror}): set OUTREACH_DATA_DIR to one that can be written"
        ) from error


def _check_port(config: Config) -> None:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            reason = "is in use" if error.errno == 98 else f"cannot be used ({error.strerror})"
            raise NotStarted(f"port {config.port} on {config.host} {reason}: stop what uses it, or set PORT to another") from error


def _upgrade_database() -> None:
    try:
        flask_migrate.upgrade()
    except SQLAlchemyError as error:
        raise NotStarted(f"the database cannot be reached or upgraded ({type(error).__name__}): look at OUTREACH_DATABASE_URL") from error


def _seed_register(config: Config) -> None:
    """Every installation begins with the rows of the report and the letter, and keeps what it makes of them."""
    seed_register(now=config.clock())
    db.session.commit()


def _publish(config: Config, say: Say) -> None:
    """A publication that fails keeps readers from nothing that is there already."""
    try:
        done = publish_site(config, now=config.clock())
        db.session.commit()
        say(f"  pages      {done.files} files, {done.changed} new or changed")
        for line in done.withheld:
            say(f"  withheld   {line}")
    except PublicationFailed as failure:
        if find_current(site_folder(config)) is None:
            raise
        say(f"  pages      not published, readers get what was there: {failure}")


def _load_demonstration(config: Config, say: Say) -> None:
    """Files that cannot be taken do not keep readers from what the installation has."""
    try:
        load_demonstration(now=config.clock())
        db.session.commit()
    except (ContentError, ImportRefused) as refusal:
        db.session.rollback()
        say(f"  content    not taken from the files: {refusal}")


def _load_programme(config: Config) -> list[str]:
    """Accounts and programme, before the first publication: some of it is for readers. Returns a line for each account."""
    lines = load_accounts(config.data_dir, now=config.clock())
    load_programme(now=config.clock())
    db.session.commit()
    return lines


def _tell_accounts(lines: list[str], config: Config, say: Say) -> None:
    say(f"  accounts   {config.public_url}/manage/  (also in {config.data_dir / FILE})")
    for line in lines:
        say(f"    {line}")


def _server_command(config: Config) -> list[str]:
    options = {
        "interface": "wsgi",
        "host": config.host,
        "port": str(config.port),
        "workers": "2",
        "blocking-threads": "4",
        "backpressure": "64",
        "log-level": "warning",
        "workers-kill-timeout": "2",
        "http1-header-read-timeout": "10000",
    }
    return [sys.executable, "-m", "granian", *(f"--{name}={value}" for name, value in options.items()), "--no-access-log", "wsgi:app"]


def _make_counting_folder(config: Config) -> str:
    """Where the server's processes count requests together: empty at each start, as counts are."""
    folder = config.data_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return str(folder)


def _start(command: list[str], children: list[subprocess.Popen[bytes]], **environ: str) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(command, cwd=ROOT, env=child_environ(**environ), start_new_session=True)  # noqa: S603 - our own commands
    children.append(child)
    return child


def _authority(config: Config) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.host, config.host)  # noqa: S104 - compared, not bound
    return f"[{host}]:{config.port}" if ":" in host else f"{host}:{config.port}"


def _wait_until_ready(config: Config, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{_authority(config)}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise NotStarted("the server did not start; its reason is in the lines above")


def _watch(server: subprocess.Popen[bytes], worker: subprocess.Popen[bytes], children: list[subprocess.Popen[bytes]]) -> None:
    """Readers must not lose their pages with the worker: it is started again. Without the server there is nothing to keep up."""
    while server.poll() is None:
        if worker.poll() is not None:
            children.remove(worker)
            time.sleep(1)
            worker = _start([sys.executable, "-m", "flask", "--app", "wsgi", "worker"], children)
        time.sleep(0.2)
    raise NotStarted("the server ended by itself; its reason is in the lines above")


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for number, wait in ((signal.SIGTERM, GRACE_S), (signal.SIGKILL, 1.0)):
        for child in children:
            _signal_group(child, number)
        deadline = time.monotonic() + wait
        for child in children:
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue


def _signal_group(child: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return
