"""Settings: read once from the environment, checked as a whole, frozen.

The names are a contract with operators (docs/operator-guide.md). Nothing else in the project reads the environment.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from email_validator import validate_email

from outreach.core.addresses import (
    bracketed,
    database_address,
    host_name,
    https,
    https_address,
    is_loopback,
    port_number,
    provider_address,
    redis_address,
    web_address,
)
from outreach.core.clock import Clock, frozen_clock, system_clock

NAME = "Outreach"  # says nothing to whoever looks over a shoulder
ROOT = Path(__file__).resolve().parents[2]
DEMONSTRATION_SECRET = "demonstration-secret-not-for-production"  # noqa: S105 - public on purpose; production refuses it
CHARITY_API = "https://api.charitycommission.gov.uk"
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
    trusted_proxies: int = 0
    mail_from: str = "outreach@example.org"
    sendgrid_key: str = field(default="", repr=False)
    sendgrid_host: str = ""
    sendgrid_region: str = ""
    sendgrid_webhook_key: str = ""
    redis_url: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    charity_api_key: str = field(default="", repr=False)
    charity_api: str = CHARITY_API  # no setting: tests have one of their own
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


def child_environ(**more: str) -> dict[str, str]:
    """The environment for a process of ours: this one's, and *more*."""
    return {**os.environ, **more}


_COMPLAINTS = {
    "OUTREACH_MODE": "must be 'demo' or 'production'",
    "HOST": "must be a host name or an address, without a port",
    "PORT": "must be a whole number from 1 to 65535",
    "OUTREACH_DATA_DIR": "must be a folder's path",
    "OUTREACH_DATABASE_URL": "must start with postgresql:// or sqlite:///",
    "OUTREACH_PUBLIC_URL": "must be an absolute address without a path, such as https://example.org (in production https)",
    "OUTREACH_SECRET_KEY": f"must be secrets of at least {SHORTEST_SECRET} characters, separated by commas, not the demonstration's",
    "OUTREACH_EXIT_URL": "must be an https address",
    "OUTREACH_TRUSTED_PROXIES": "must be how many proxies of yours every request comes through, from 0 to 9",
    "OUTREACH_MAIL_FROM": "must be an address such as outreach@example.org, and not of example.org where mail is sent",
    "SENDGRID_API_KEY": "must be a key without spaces",
    "SENDGRID_HOST": "must be an https address (http on this machine only)",
    "SENDGRID_REGION": "must be 'eu' or empty",
    "SENDGRID_WEBHOOK_PUBLIC_KEY": "must be the public key that SendGrid shows, in base64",
    "OUTREACH_REDIS_URL": "must be an address such as redis://host:6379/0 (or rediss://)",
    "OUTREACH_METRICS_TOKEN": f"must be a word of at least {SHORTEST_SECRET} characters",
    "OUTREACH_CHARITY_API_KEY": "must be a key without spaces",
    "OUTREACH_NOW": "must be an instant with a zone, such as 2026-11-22T09:00:00+00:00, and is for tests and demonstrations only",
}


_KNOWN = {*_COMPLAINTS, "OUTREACH_DEMO_PUBLIC"}


class _Reader:
    """Collects problems while it reads, so that an operator mends them in one go."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def config(self) -> Config:
        is_demo = self.read("OUTREACH_MODE", _mode, Mode.DEMO) is not Mode.PRODUCTION
        host = self.read("HOST", host_name, "127.0.0.1")
        port = self.read("PORT", port_number, 8000)
        if is_demo and host and not is_loopback(host) and self.environ.get("OUTREACH_DEMO_PUBLIC") != "1":
            self.problems.append("HOST: the demonstration listens on this machine only; set OUTREACH_DEMO_PUBLIC=1 to show it to others")
        elif is_demo and host and not is_loopback(host) and not self.environ.get("OUTREACH_PUBLIC_URL"):
            self.problems.append("OUTREACH_PUBLIC_URL: must be set when the demonstration is shown to others")
        unknown = sorted(name for name in self.environ if name.startswith("OUTREACH_") and name not in _KNOWN)
        self.problems += [f"{name}: there is no such setting" for name in unknown]
        settings: dict[str, Any] = {
            "mode": Mode.DEMO if is_demo else Mode.PRODUCTION,
            "host": host,
            "port": port,
            "data_dir": self.read("OUTREACH_DATA_DIR", _folder, ROOT / "instance"),
            "database_url": self.read("OUTREACH_DATABASE_URL", database_address, ""),
            "exit_url": self.read("OUTREACH_EXIT_URL", https, EXIT_URL),
            "redis_url": self.read("OUTREACH_REDIS_URL", redis_address, ""),
            "metrics_token": self.read("OUTREACH_METRICS_TOKEN", _token, ""),
            "charity_api_key": self.read("OUTREACH_CHARITY_API_KEY", _word, ""),
            "trusted_proxies": self.read("OUTREACH_TRUSTED_PROXIES", _digit, 0),
            **self.mail(),
        }
        if is_demo:
            settings["public_url"] = self.read("OUTREACH_PUBLIC_URL", web_address, f"http://{bracketed(host or '')}:{port}")
            settings["secret_keys"] = self.read("OUTREACH_SECRET_KEY", _secrets, (DEMONSTRATION_SECRET,))
            settings["clock"] = self.read("OUTREACH_NOW", _clock, system_clock)
        else:
            settings["public_url"] = self.read("OUTREACH_PUBLIC_URL", https_address)
            settings["secret_keys"] = self.read("OUTREACH_SECRET_KEY", _strong_secrets)
            settings["clock"] = self.read("OUTREACH_NOW", _no_clock, system_clock)
        if self.problems:
            raise ConfigError(self.problems)
        return Config(**settings)

    def mail(self) -> dict[str, Any]:
        key = self.read("SENDGRID_API_KEY", _word, "")
        return {
            "mail_from": self.read("OUTREACH_MAIL_FROM", _real_sender if key else _mail_address, None if key else "outreach@example.org"),
            "sendgrid_key": key,
            "sendgrid_host": self.read("SENDGRID_HOST", provider_address, ""),
            "sendgrid_region": self.read("SENDGRID_REGION", _region, ""),
            "sendgrid_webhook_key": self.read("SENDGRID_WEBHOOK_PUBLIC_KEY", _public_key, ""),
        }

    def read(self, name: str, parse: Callable[[str], T], default: T | None = None) -> T | None:
        """The setting *name*, or None after noting what is wrong with it. Without a default it is required."""
        value = self.environ.get(name, "").strip()
        if not value:
            if default is None:
                self.problems.append(f"{name}: must be set {'where mail is sent' if 'MAIL' in name else 'in production'}")
            return default
        try:
            return parse(value)
        except ValueError:
            self.problems.append(f"{name}: {_COMPLAINTS[name]}")
            return None


def _mode(value: str) -> Mode:
    return Mode(value)


def _digit(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) == 1):
        raise ValueError(value)
    return int(value)


def _folder(value: str) -> Path:
    if "\0" in value:
        raise ValueError(value)
    return Path(value).expanduser().absolute()


def _secrets(value: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in value.split(","))
    if not all(keys):
        raise ValueError("empty")
    return keys


def _strong_secrets(value: str) -> tuple[str, ...]:
    keys = _secrets(value)
    if any(len(key) < SHORTEST_SECRET or key == DEMONSTRATION_SECRET for key in keys):
        raise ValueError("weak")
    return keys


def _word(value: str) -> str:
    if any(c.isspace() for c in value):
        raise ValueError("space")
    return value


def _token(value: str) -> str:
    if len(_word(value)) < SHORTEST_SECRET:
        raise ValueError(value)
    return value


def _mail_address(value: str) -> str:
    return validate_email(value, check_deliverability=False).normalized


def _real_sender(value: str) -> str:
    if _mail_address(value).endswith("example.org"):
        raise ValueError(value)
    return _mail_address(value)


def _region(value: str) -> str:
    if value != "eu":
        raise ValueError(value)
    return value


def _public_key(value: str) -> str:
    base64.b64decode(value, validate=True)
    return value


def _clock(value: str) -> Clock:
    return frozen_clock(datetime.fromisoformat(value))


def _no_clock(value: str) -> Clock:
    raise ValueError(value)
