"""Worker processes of our own for tests, with jobs of our own: `python -m tests.worker KIND FILE`."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from outreach.app import create_app
from outreach.core.config import ROOT, Config
from outreach.core.jobs import Job
from outreach.worker import run_due

JOBS = 60


def start(kind: str, config: Config, file: Path) -> subprocess.Popen[bytes]:
    """A process of *kind* on the installation of *config*, which writes a line into *file* for everything that it does."""
    environ = environ_of(config)
    return subprocess.Popen([sys.executable, "-m", "tests.worker", kind, str(file)], cwd=ROOT, env=environ)


def environ_of(config: Config) -> dict[str, str]:
    """The environment that gives a process the settings of *config*."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OUTREACH_", "SENDGRID_"))}
    given = {
        "OUTREACH_DATA_DIR": str(config.data_dir),
        "OUTREACH_DATABASE_URL": config.database_url,
        "OUTREACH_REDIS_URL": config.redis_url,
        "OUTREACH_MAIL_FROM": config.mail_from if config.sendgrid_key else "",
        "SENDGRID_API_KEY": config.sendgrid_key,
        "SENDGRID_HOST": config.sendgrid_host,
    }
    return {**kept, **given}


def wait_for(file: Path, text: str, *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while text not in (file.read_text() if file.exists() else ""):
        assert time.monotonic() < deadline, f"{text!r} was not written"
        time.sleep(0.02)


def main(kind: str, file: Path) -> None:
    def write(line: str) -> None:
        with file.open("a") as opened:
            opened.write(f"{line}\n")

    def count(name: str) -> Job:
        def run(_config: Config, _now: datetime) -> int:
            write(f"{name} {os.getpid()}")
            time.sleep(0.005)
            return 1

        return Job(name, every=timedelta(days=1), run=run)

    def hang(_config: Config, _now: datetime) -> int:
        write("begun")
        threading.Event().wait()
        return 0

    kinds = {
        "count": tuple(count(f"job{number}") for number in range(JOBS)),
        "hang": (Job("hang", every=timedelta(0), run=hang),),
    }
    app = create_app()
    with app.app_context():
        write("ready")
        wait_for(file, "go")
        run_due(app.config["OUTREACH"], kinds[kind])


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
