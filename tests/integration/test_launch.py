"""`make run`: server and worker under one parent. Real processes on a free port of this machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from outreach.core.config import ROOT, Config
from outreach.demo.accounts import FILE, load_accounts
from outreach.demo.programme import load_programme
from tests.moulds import copy_files, fill, make_once


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def group_members(session: str) -> list[int]:
    """Processes whose environment carries our mark: the parent, its children, and theirs."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if session.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except (OSError, ProcessLookupError):
            continue
    return found


class Run:
    """One `flask up`, with what it says."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.mark = f"LAUNCH_TEST_MARK={folder.name}-{time.monotonic_ns()}"
        self.port = int(environ.get("PORT") or free_port())
        name, value = self.mark.split("=")
        settings = {**os.environ, "OUTREACH_DATA_DIR": str(folder), "PORT": str(self.port), name: value, **environ}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "up"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=settings, start_new_session=True, **pipes)  # type: ignore[call-overload]
        self.said = ""

    def read_until(self, text: str) -> None:
        while text not in self.said:
            line = self.process.stdout.readline()
            assert line, f"ended before it said {text!r}: {self.said}"
            self.said += line

    def stop(self, number: int) -> float:
        """Send the signal to the parent alone; returns the seconds until everything has gone."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.said += self.process.communicate(timeout=20)[0]
        while group_members(self.mark):
            assert time.monotonic() - began < 20, "left behind"
            time.sleep(0.02)
        return time.monotonic() - began

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as response:
            body: bytes = response.read()
            return body


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    runs: list[Run] = []

    def start(**environ: str) -> Run:
        runs.append(Run(tmp_path / "data", **environ))
        return runs[-1]

    yield start
    for started in runs:
        for pid in group_members(started.mark):
            os.kill(pid, signal.SIGKILL)
        started.process.stdout.close()
        started.process.wait()


@pytest.fixture(scope="module")
def filled(shared_folder: Path, copy_mould: Callable[..., Flask]) -> Config:
    """An installation in which there is everything that a first run makes."""

    def make(folder: Path) -> None:
        app = copy_mould("sqlite", folder)
        fill(app, partial(load_accounts, folder), load_programme, now=app.config["OUTREACH"].clock())

    return Config(data_dir=make_once(shared_folder, "filled", make))


@pytest.fixture
def run_filled(run: Callable[..., Run], filled: Config, tmp_path: Path) -> Callable[..., Run]:
    """Starts in a copy of that one."""
    folder = tmp_path / "filled"
    copy_files(filled, folder)
    shutil.copy(filled.data_dir / FILE, folder)
    return lambda **environ: run(OUTREACH_DATA_DIR=str(folder), OUTREACH_PUBLIC_URL=filled.public_url, **environ)


def serves(running: Run, *, generation: int) -> bool:
    """Whether everything is up: three processes and what readers are told, of the demonstration too."""
    running.read_until("Ctrl-C")
    assert f"http://127.0.0.1:{running.port}/" in running.said
    assert b"Who may see my information" in running.get("/en/your-information")
    assert json.loads(running.get("/readyz"))["publication"] == generation
    assert b"Invented for this test site" in running.get("/en/your-information/kent")
    return len(group_members(running.mark)) >= 3


def stops_whole(running: Run, number: int) -> bool:
    took = running.stop(number)
    return took < 5 and running.process.returncode == 0 and "Traceback" not in running.said


def test_it_starts_serves_and_stops_whole_within_five_seconds(run: Callable[..., Run]) -> None:
    first = run()
    assert serves(first, generation=1)
    assert stops_whole(first, signal.SIGTERM)


def test_it_starts_where_there_is_everything_and_changes_nothing(run_filled: Callable[..., Run]) -> None:
    running = run_filled()
    assert serves(running, generation=2)
    assert " 0 new or changed" in running.said
    assert stops_whole(running, signal.SIGINT)


@pytest.mark.parametrize("delay", [0.0, 0.3, 0.6, 0.9, 1.2, 1.6, 2.0, 2.6])
def test_it_stops_within_five_seconds_while_it_is_starting(run: Callable[..., Run], delay: float) -> None:
    starting = run()
    time.sleep(delay)
    assert starting.stop(signal.SIGTERM) < 5
    assert "Traceback" not in starting.said


def test_the_worker_is_started_again_and_readers_keep_their_pages(run_filled: Callable[..., Run]) -> None:
    running = run_filled()
    running.read_until("Ctrl-C")
    workers = [pid for pid in group_members(running.mark) if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")]
    os.kill(workers[0], signal.SIGKILL)
    assert b"999" in running.get("/ur/")
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        again = [pid for pid in group_members(running.mark) if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")]
        if again and again != workers:
            break
        time.sleep(0.1)
    assert again
    assert again != workers
    running.stop(signal.SIGTERM)


def test_requests_are_counted_together_whichever_process_answers(run_filled: Callable[..., Run]) -> None:
    running = run_filled()
    running.read_until("Ctrl-C")
    for _ in range(20):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            running.get("/manage/nothing")
    said = [running.get("/metrics").decode() for _ in range(10)]  # each time another of two processes may answer
    for measures in said:
        assert 'outreach_requests_total{endpoint="none",status="404"} 20.0' in measures
        assert "outreach_publication_generation 2.0" in measures
    running.stop(signal.SIGTERM)


def refused(run: Callable[..., Run], **environ: str) -> list[str]:
    process = run(**environ)
    process.said = process.process.communicate(timeout=20)[0]
    assert process.process.returncode == 1
    assert "Traceback" not in process.said
    return process.said.strip().splitlines()


def test_a_port_in_use_is_one_clear_line(run: Callable[..., Run]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert refused(run, PORT=port) == [f"Error: port {port} on 127.0.0.1 is in use: stop what uses it, or set PORT to another"]


def test_a_folder_that_cannot_be_written_is_one_clear_line(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    lines = refused(run, OUTREACH_DATA_DIR=str(tmp_path / "file" / "data"))
    assert len(lines) == 1
    assert re.match(r"Error: cannot write the data folder .* set OUTREACH_DATA_DIR", lines[0])


def test_wrong_settings_are_named_line_by_line(run: Callable[..., Run]) -> None:
    assert [line.partition(":")[0] for line in refused(run, OUTREACH_MODE="live", OUTREACH_EXIT_URL="x")] == [
        "OUTREACH_MODE",
        "OUTREACH_EXIT_URL",
    ]


def test_a_database_out_of_reach_is_one_clear_line(run: Callable[..., Run]) -> None:
    lines = refused(run, OUTREACH_DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    assert lines[-1].startswith("Error: the database cannot be reached")


def test_the_server_logs_nothing_of_readers_and_answers_garbage_with_a_status(run_filled: Callable[..., Run]) -> None:
    running = run_filled()
    running.read_until("Ctrl-C")
    requests = {
        b"GET /ur/your-information HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n": b"200",
        b"GET /ur/nothing HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n": b"404",
        b"GET /ur/%zz%00 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n": b"404",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n": b"400",
        b"GET /ur/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 900_000 + b"\r\nConnection: close\r\n\r\n": b"4",
        b"NONSENSE\r\n\r\n": b"400",
        b"GET /ur/\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n": b"4",
    }
    for request, status in requests.items():
        with socket.create_connection(("127.0.0.1", running.port), timeout=5) as connection:
            connection.sendall(request)
            try:
                answer = connection.recv(100)
            except ConnectionResetError:
                continue  # cut off while it was still sending its headers
            assert answer.split(b" ")[1].startswith(status), request[:60]
    running.stop(signal.SIGTERM)
    after = running.said.partition("Ctrl-C stops it.")[2]
    harmless = ("refused to gracefully stop", "library=huey.consumer place=consumer:stop")  # of a cut connection; of a worker that was busy
    lines = [line for line in after.strip().splitlines() if not any(known in line for known in harmless)]
    assert lines == ["Stopping."]
