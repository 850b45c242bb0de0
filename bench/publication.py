"""What publication costs, as a multiple of compressing the same bytes once."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import brotli
from flask import Flask

from bench.results import Row, Section, compare
from bench.rounds import Pace
from bench.writers import make_database
from outreach.app import create_app
from outreach.content.files import read_library
from outreach.core.config import Config
from outreach.core.db import db
from outreach.site.operations import publish_site, site_folder
from outreach.site.rendering import render_site

_METHOD = """
{count} HTML files (every page and error page in every language; {different} differ, the others are linked), as multiples of the
time that `gzip -9` takes for all of them. No goal: publication runs in the background.
"""


def measure_publication(pace: Pace) -> Section:
    """Milliseconds per HTML file (a page in a language, or an error page) of rendering and of publishing, over those of `gzip -9`."""
    with tempfile.TemporaryDirectory(prefix="bench-publication-") as folder:
        config = Config(data_dir=make_database(Path(folder) / "data"))
        app = create_app(config)
        with app.app_context():
            bodies = _render(config)
        measures: dict[str, Callable[[], float]] = {
            "gzip": lambda: _seconds(lambda: [gzip.compress(body, 9) for body in bodies]),
            "brotli": lambda: _seconds(lambda: [brotli.compress(body, quality=11) for body in set(bodies)]),
            "render": lambda: _seconds_in(app, lambda: _render(config)),
            "first": lambda: _first(app, config),
            "second": lambda: _seconds_in(app, lambda: publish_site(config, now=config.clock())),
        }
        seen = pace.take_turns(pace.choose(11, 3), measures)
    named = {
        "rendering": "render",
        "brotli -q 11 of the different ones": "brotli",
        "publication, the first": "first",
        "publication, nothing changed": "second",
    }
    method = _METHOD.format(count=len(bodies), different=len(set(bodies)))
    return Section(
        "Publication", method, tuple(Row(f"{what} / gzip -9", compare(seen[name], seen["gzip"])) for what, name in named.items())
    )


def _render(config: Config) -> list[bytes]:
    today = config.clock().date()
    return [body for _, body in render_site(read_library(today=today, is_demo=config.is_demo), config, today=today)]


def _first(app: Flask, config: Config) -> float:
    """Seconds to publish when nothing has been published yet."""
    shutil.rmtree(site_folder(config), ignore_errors=True)
    return _seconds_in(app, lambda: publish_site(config, now=config.clock()))


def _seconds_in(app: Flask, act: Callable[[], object]) -> float:
    with app.app_context():
        seconds = _seconds(act)
        db.session.rollback()
    return seconds


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
