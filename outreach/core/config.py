"""Settings: read once from the environment, checked as a whole, frozen.

The names are a contract with operators (docs/operator-guide.md). Nothing else in the project reads the environment.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from outreach.core.clock import Clock, frozen_clock, system_clock

ROOT = Path(__file__).resolve().parents[2]
DEMONSTRATION_SECRET = "demonstration-secret-not-for-production"  # noqa: S105 - public on purpose; production refuses it
EXIT_URL = "https://www.bbc.co.uk/weather"
SHORTEST_SECRET = 32

T = TypeVar("T")


class Mode(StrEnum):
    DEMO = "demo"
    PRODUCTION = "production"


class ConfigError(SystemExit):
    """Settings that are missing or malformed: every one of them, a line each, naming the setting.

    A SystemExit, so that whatever starts the application (flask, granian, a script) ends with these lines and no traceback.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting of an installation. Build it with `Config.from_environ`, or by hand in tests."""

    mode: Mode = Mode.DEMO
    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = ROOT / "instance"
    database_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    secret_keys: tuple[str, ...] = field(default=(DEMONSTRATION_SECRET,), repr=False)
    exit_url: str = EXIT_URL
    clock: Clock = system_clock

    @property
    def is_demo(self) -> bool:
        return self.mode is Mode.DEMO

    @property
    def sqlalchemy_url(self) -> str:
        """The database address; SQLite in the data folder unless one is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'outreach.sqlite3'}"

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_url).hostname or ""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Config:
        """The settings in *environ*.

        Raises ConfigError naming every setting that is missing or malformed, not only the first.
        """
        return _Reader(environ).config()


class _Reader:
    """Collects problems while it reads, so that an operator mends them in one go."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def config(self) -> Config:
        mode = self.read("OUTREACH_MODE", "demo", Mode, "must be 'demo' or 'production'")
        is_demo = mode is not Mode.PRODUCTION
        host = self.read("HOST", "127.0.0.1", _host, "must be a host name or an address, without a port")
        port = self.read("PORT", "8000", _port, "must be a whole number from 1 to 65535")
        if is_demo and host and not _is_loopback(host) and self.environ.get("OUTREACH_DEMO_PUBLIC") != "1":
            self.problems.append("HOST: the demonstration listens on this machine only; set OUTREACH_DEMO_PUBLIC=1 to show it to others")
        if not is_demo:
            self.require("OUTREACH_SECRET_KEY", "OUTREACH_PUBLIC_URL")
            self.refuse("OUTREACH_NOW", "a frozen clock is for tests and demonstrations only")
        config = Config(
            mode=mode or Mode.DEMO,
            host=host or "",
            port=port or 0,
            data_dir=self.read("OUTREACH_DATA_DIR", str(ROOT / "instance"), _folder, "must be a folder's path") or ROOT,
            database_url=self.read("OUTREACH_DATABASE_URL", "", _database, "must start with postgresql:// or sqlite:///") or "",
            public_url=self.read("OUTREACH_PUBLIC_URL", f"http://{_bracketed(host or '127.0.0.1')}:{port}", self.address(is_demo),
                                 "must be an absolute address such as https://example.org, without a path" + ("" if is_demo else ", and https")) or "",
            secret_keys=self.read("OUTREACH_SECRET_KEY", DEMONSTRATION_SECRET, self.secrets(is_demo),
                                  f"must be one or more secrets of at least {SHORTEST_SECRET} characters, separated by commas, and not the demonstration's own") or (),
            exit_url=self.read("OUTREACH_EXIT_URL", EXIT_URL, _exit, "must be an https address") or "",
            clock=self.read("OUTREACH_NOW", "", _clock, "must be an ISO 8601 instant with a zone, such as 2026-11-22T09:00:00+00:00") or system_clock,
        )
        if self.problems:
            raise ConfigError(self.problems)
        return config

    def read(self, name: str, default: str, parse: Callable[[str], T], complaint: str) -> T | None:
        try:
            return parse(self.environ.get(name, "").strip() or default)
        except ValueError:
            self.problems.append(f"{name}: {complaint}")
            return None

    def require(self, *names: str) -> None:
        missing = [name for name in names if not self.environ.get(name, "").strip()]
        self.problems += [f"{name}: must be set in production" for name in missing]
        self.environ = {**self.environ, **{name: _STAND_IN[name] for name in missing}}

    def refuse(self, name: str, reason: str) -> None:
        if self.environ.get(name):
            self.problems.append(f"{name}: {reason}")

    @staticmethod
    def address(is_demo: bool) -> Callable[[str], str]:
        def parse(value: str) -> str:
            parts = urlsplit(value)
            allowed = {"https", "http"} if is_demo else {"https"}
            if parts.scheme not in allowed or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
                raise ValueError(value)
            _ = parts.port  # raises ValueError when it is not a port
            return value.rstrip("/")

        return parse

    @staticmethod
    def secrets(is_demo: bool) -> Callable[[str], tuple[str, ...]]:
        def parse(value: str) -> tuple[str, ...]:
            keys = tuple(key.strip() for key in value.split(","))
            if not is_demo and any(len(key) < SHORTEST_SECRET or key == DEMONSTRATION_SECRET for key in keys):
                raise ValueError("weak")
            if not all(keys):
                raise ValueError("empty")
            return keys

        return parse


# Lets the other checks go on when a required setting is absent: its absence has been noted already.
_STAND_IN = {"OUTREACH_SECRET_KEY": "x" * SHORTEST_SECRET, "OUTREACH_PUBLIC_URL": "https://missing.invalid"}


def _host(value: str) -> str:
    if any(c in value for c in "/@ ") or value.count(":") == 1:
        raise ValueError(value)
    return value.strip("[]")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _port(value: str) -> int:
    port = int(value)
    if not 1 <= port <= 65535:
        raise ValueError(value)
    return port


def _folder(value: str) -> Path:
    if "\0" in value:
        raise ValueError(value)
    return Path(value).expanduser().absolute()


def _database(value: str) -> str:
    if value.startswith("sqlite:///") or not value:
        return value
    scheme, separator, rest = value.partition("://")
    if not separator or scheme not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise ValueError(value)
    return f"postgresql+psycopg://{rest}"


def _exit(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or any(c in value for c in "\"'<> \r\n"):
        raise ValueError(value)
    return value


def _clock(value: str) -> Clock:
    return frozen_clock(datetime.fromisoformat(value)) if value else system_clock
