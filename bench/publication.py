"""What publication costs, as a multiple of compressing the same bytes once."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import brotli
from flask import Flask
from flask_babel import force_locale

from bench.results import Goal, Row, Section, compare
from bench.rounds import Pace
from bench.writers import make_database
from outreach.app import create_app
from outreach.content.files import read_library
from outreach.content.library import Library
from outreach.content.never_say import read_never_say
from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.languages import LANGUAGES
from outreach.demo.operations import load_demonstration
from outreach.site.operations import publish_site, site_folder
from outreach.site.rendering import Renderer, render_site
from outreach.site.tasks import publish_requested
from outreach.worker import JOBS

_METHOD = """
{count} HTML files (every page and error page in every language; {different} differ, the others are linked), as multiples of the
time that `gzip -9` takes for all of them. Then a change that reaches every page of a whole site: {pages} pages, each long, in 31
languages, each rendered and compressed; its time as a share of the {cycle:.0f} seconds of a worker's cycle, and of one page in one language
as a multiple of the `gzip -9` of one such page.
"""
WHOLE_SITE = 18


def measure_publication(pace: Pace) -> Section:
    """Rendering and publishing, in multiples of `gzip -9` of the same bytes; a change of a whole site, as a share of a worker's cycle."""
    cycle = next(job.every.total_seconds() for job in JOBS if job.run is publish_requested)
    with tempfile.TemporaryDirectory(prefix="bench-publication-") as folder:
        config = Config(data_dir=make_database(Path(folder) / "data"))
        app = create_app(config)
        with app.app_context():
            load_demonstration(now=config.clock())
            db.session.commit()
            bodies = _render(config)
            whole = _render_whole_site(config)
        measures: dict[str, Callable[[], float]] = {
            "gzip": lambda: _seconds(lambda: [gzip.compress(body, 9) for body in bodies]),
            "brotli": lambda: _seconds(lambda: [brotli.compress(body, quality=6) for body in set(bodies)]),
            "render": lambda: _seconds_in(app, lambda: _render(config)),
            "first": lambda: _first(app, config),
            "second": lambda: _seconds_in(app, lambda: publish_site(config, now=config.clock())),
            "whole": lambda: _seconds_in(app, lambda: _compress(_render_whole_site(config))),
            "one": lambda: _seconds(lambda: [gzip.compress(body, 9) for body in whole]),
        }
        seen = pace.take_turns(pace.choose(11, 3), measures)
    named = {"rendering": "render", "brotli of the different ones": "brotli", "publication, the first": "first"}
    named["publication, nothing changed"] = "second"
    rows = [Row(f"{what} / gzip -9", compare(seen[name], seen["gzip"])) for what, name in named.items()]
    rows.append(Row("one page in one language / gzip -9 of it", compare(seen["whole"], seen["one"])))
    share = compare(seen["whole"], [cycle] * len(seen["whole"]))
    rows.append(Row(f"a change of {WHOLE_SITE} pages × 31 languages / a worker's cycle", share, (Goal("at most 1", most=1),)))
    method = _METHOD.format(count=len(bodies), different=len(set(bodies)), pages=WHOLE_SITE, cycle=cycle)
    return Section("Publication", method, tuple(rows))


def _library(config: Config) -> Library:
    return read_library(today=config.clock().date(), is_demo=config.is_demo)


def _render(config: Config) -> list[bytes]:
    made = render_site(_library(config), config, today=config.clock().date(), never_say=read_never_say(), known={})
    return [page.body or b"" for page in made]


def _render_whole_site(config: Config) -> list[bytes]:
    """The longest page, as often as a whole site has pages, in each language as if it were offered."""
    library = _library(config)
    longest = max(library.pages, key=lambda page: len(page.blocks))
    pages = tuple(replace(longest, slug=f"page-{number}") for number in range(WHOLE_SITE))
    today, never_say = config.clock().date(), read_never_say()
    bodies: list[bytes] = []
    for tag, language in LANGUAGES.items():
        renderer = Renderer(replace(library, pages=pages), config, today, frozenset(LANGUAGES), never_say, {})
        with force_locale(language.cldr):
            bodies += [page.body or b"" for page in renderer.pages(tag, language)]
    return bodies


def _compress(bodies: list[bytes]) -> None:
    for body in bodies:
        gzip.compress(body, 9)
        brotli.compress(body, quality=6)


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
