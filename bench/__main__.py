"""`python -m bench [--quick]`: run every workload, print the report; a full run also writes it to docs/benchmarks.md.

Exit codes: 0 measured (whether or not the goals are met: the report says that), 1 a tool is missing or a server fails, 2 usage.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.in_process import measure_in_process
from bench.material import Material, publish_material
from bench.public_pages import measure_against_nginx, measure_slow_clients
from bench.publication import measure_publication
from bench.results import Section, write_markdown
from bench.rounds import Pace
from bench.servers import missing_tools, nginx_version
from bench.writers import measure_writers
from outreach.core.config import ROOT

REPORT = ROOT / "docs" / "benchmarks.md"
_PAGES, _PAGES_QUICK = 2000, 300

_READING = """
Everything is measured side by side in one run and told as a ratio: what is compared takes turns in short slices, the ratio is
taken within each round, and the table gives the median with the quartiles in brackets. Goals are held against the median.
"""

_ON_A_SITE: dict[str, Callable[[Pace, Material], Section]] = {
    "pages": measure_against_nginx,
    "process": measure_in_process,
    "slow": measure_slow_clients,
}
_ALONE: dict[str, Callable[[Pace], Section]] = {"writers": measure_writers, "publication": measure_publication}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure against the performance goals. Nothing else should run meanwhile."
    )
    parser.add_argument("--quick", action="store_true", help="shorter rounds and fewer pages; does not write the report")
    parser.add_argument("--only", choices=[*_ON_A_SITE, *_ALONE], help="one workload; does not write the report")
    options = parser.parse_args()
    if missing := missing_tools():
        sys.exit("\n".join(missing))
    pace = Pace(options.quick)
    sections = list(_run(pace, options.only))
    report = write_markdown(sections, _head(pace))
    print(report)
    if not options.quick and not options.only:
        REPORT.write_text(report, "utf-8")


def _run(pace: Pace, only: str | None) -> Iterator[Section]:
    on_a_site = [name for name in _ON_A_SITE if only in (None, name)]
    if on_a_site:
        with tempfile.TemporaryDirectory(prefix="bench-site-") as folder:
            _say("publishing a site to measure on")
            material = publish_material(Path(folder), pace.choose(_PAGES, _PAGES_QUICK))
            for name in on_a_site:
                _say(name)
                yield _ON_A_SITE[name](pace, material)
    for name in _ALONE:
        if only in (None, name):
            _say(name)
            yield _ALONE[name](pace)


def _say(what: str) -> None:
    print(f"{what} …", file=sys.stderr, flush=True)


def _head(pace: Pace) -> list[str]:
    """When, on what, with which versions, and how to read the tables."""
    versions = {
        "Python": platform.python_version(),
        "granian": version("granian"),
        "Flask": version("flask"),
        "SQLAlchemy": version("sqlalchemy"),
        "SQLite": sqlite3.sqlite_version,
        "nginx": nginx_version(),
    }
    when = f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, {platform.system()}"
    return [
        f"Made by `python -m bench{' --quick' if pace.is_quick else ''}` on {when}; {', '.join(map(' '.join, versions.items()))}.",
        _READING.rstrip(),
        "",
        f"Each of the {pace.slices} slices waited for other work on the machine to end; {pace.disturbed} began although it had not.",
    ]


if __name__ == "__main__":
    main()
