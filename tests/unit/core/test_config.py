"""Settings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.core.config import DEMONSTRATION_SECRET, Config, ConfigError, Mode

PRODUCTION = {
    "OUTREACH_MODE": "production",
    "OUTREACH_PUBLIC_URL": "https://example.org",
    "OUTREACH_SECRET_KEY": "a" * 40 + ", " + "b" * 40,
}


def problems(environ: dict[str, str]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        Config.from_environ(environ)
    return [line.partition(":")[0] for line in caught.value.problems]


def test_an_empty_environment_is_a_demonstration_on_this_machine_only() -> None:
    config = Config.from_environ({})
    assert (config.mode, config.host, config.port) == (Mode.DEMO, "127.0.0.1", 8000)
    assert config.public_url == "http://127.0.0.1:8000"
    assert config.sqlalchemy_url == f"sqlite:///{config.data_dir}/outreach.sqlite3"


def test_production_is_read_whole() -> None:
    config = Config.from_environ({**PRODUCTION, "HOST": "0.0.0.0", "OUTREACH_DATABASE_URL": "postgres://u:p@db/outreach"})
    assert config.mode is Mode.PRODUCTION
    assert config.secret_keys == ("a" * 40, "b" * 40)
    assert config.sqlalchemy_url == "postgresql+psycopg://u:p@db/outreach"


def test_every_wrong_setting_is_named_at_once() -> None:
    wrong = {
        "OUTREACH_MODE": "live",
        "HOST": "http://x/",
        "PORT": "70000",
        "OUTREACH_DATABASE_URL": "mysql://x",
        "OUTREACH_PUBLIC_URL": "example.org",
        "OUTREACH_EXIT_URL": "javascript:alert(1)",
        "OUTREACH_NOW": "yesterday",
        "OUTREACH_SECRET_KEY": "a,,b",
    }
    assert sorted(problems(wrong)) == sorted(wrong)


def test_production_names_everything_that_it_misses() -> None:
    assert sorted(problems({"OUTREACH_MODE": "production"})) == ["OUTREACH_PUBLIC_URL", "OUTREACH_SECRET_KEY"]


@pytest.mark.parametrize("secret", [DEMONSTRATION_SECRET, "short", "a" * 40 + ",short", "a" * 40 + "," + DEMONSTRATION_SECRET])
def test_production_refuses_demonstration_and_weak_secrets(secret: str) -> None:
    assert problems({**PRODUCTION, "OUTREACH_SECRET_KEY": secret}) == ["OUTREACH_SECRET_KEY"]


def test_production_refuses_a_frozen_clock_and_plain_http() -> None:
    wrong = {**PRODUCTION, "OUTREACH_NOW": "2026-11-22T09:00:00+00:00", "OUTREACH_PUBLIC_URL": "http://example.org"}
    assert sorted(problems(wrong)) == ["OUTREACH_NOW", "OUTREACH_PUBLIC_URL"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org"])
def test_a_demonstration_listens_elsewhere_only_when_told(host: str) -> None:
    assert problems({"HOST": host}) == ["HOST"]
    assert Config.from_environ({"HOST": host, "OUTREACH_DEMO_PUBLIC": "1", "OUTREACH_PUBLIC_URL": "http://demo.example"}).host == host
    assert problems({"HOST": host, "OUTREACH_DEMO_PUBLIC": "1"}) == ["OUTREACH_PUBLIC_URL"]


@pytest.mark.parametrize("host", ["localhost", "::1", "[::1]", "127.0.0.5"])
def test_loopback_has_many_names(host: str) -> None:
    assert Config.from_environ({"HOST": host}).host == host.strip("[]")


def test_the_clock_can_be_frozen_in_a_demonstration() -> None:
    clock = Config.from_environ({"OUTREACH_NOW": "2026-11-22T09:00:00+01:00"}).clock
    assert clock() == clock() == datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    assert "aaaa" not in repr(Config.from_environ(PRODUCTION))


def test_a_home_folder_is_understood() -> None:
    assert Config.from_environ({"OUTREACH_DATA_DIR": "~/x"}).data_dir == Path("~/x").expanduser()


def test_a_setting_that_does_not_exist_is_named() -> None:
    assert problems({"OUTREACH_MOED": "production"}) == ["OUTREACH_MOED"]


@pytest.mark.parametrize(
    "value", ["http://host", "redis:host", "redis://", "redis://host:port/0", "redis://host:99999", "redis://host/queue"]
)
def test_an_address_that_redis_cannot_have_is_named_at_the_start(value: str) -> None:
    assert problems({"OUTREACH_REDIS_URL": value}) == ["OUTREACH_REDIS_URL"]


@pytest.mark.parametrize("value", ["redis://host", "redis://:secret@host:6379/3", "rediss://user:p%40ss@[::1]:6380/0?ssl_cert_reqs=none"])
def test_an_address_of_redis_is_taken_as_it_is(value: str) -> None:
    assert Config.from_environ({"OUTREACH_REDIS_URL": value}).redis_url == value
