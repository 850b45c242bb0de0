"""A site to measure on: our own page, many times over, each time with a text of its own."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from outreach.app import create_app
from outreach.content.files import read_library
from outreach.core.config import Config
from outreach.core.languages import ENGLISH, LANGUAGES
from outreach.site.generations import File, Generation, lock, write_generation
from outreach.site.operations import site_folder
from outreach.site.rendering import hash_source, render_site
from outreach.site.rules import page_file, page_path, safety_headers

GZIP_BYTES = 11_800  # the weight of a page in the figures that the goals come from
_PARAGRAPH_WORDS = 60
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Material:
    """A published site: the application that serves it, its generation, and a file with one address a line."""

    app: Flask
    config: Config
    generation: Generation
    addresses: Path


def publish_material(folder: Path, count: int) -> Material:
    """Publish about *count* pages of about GZIP_BYTES each into the data folder *folder*. Two thousand take a minute or two."""
    config = Config(data_dir=folder)
    app = create_app(config)
    with app.app_context():
        page = render_longest(config)
        headers = safety_headers(style=hash_source("css/reader.css"), script=hash_source("js/exit.js"))
    files = dict(replicate(page, count))
    with lock(site_folder(config)):
        generation, _ = write_generation(site_folder(config), files, headers)
    addresses = folder / "addresses"
    addresses.write_text("".join(f"{file.address}\n" for file in files.values()), "utf-8")
    return Material(app, config, generation, addresses)


def render_longest(config: Config) -> bytes:
    """The longest English page as publication renders it. Needs an application context."""
    today = config.clock().date()
    library = read_library(today=today, is_demo=config.is_demo)
    made = render_site(library, config, today=today, never_say={}, known={})
    return max((page.body or b"" for page in made if page.path.startswith(f"{ENGLISH}/")), key=len)


def replicate(page: bytes, count: int) -> Iterator[tuple[str, File]]:
    """About *count* files (as many in each language) made of *page* and filling text; the same ones on every call."""
    chance = random.Random(1)
    head, end, tail = page.partition(b"</main>")
    words = re.sub(r"<(style|script)>.*?</\1>|<[^>]+>", " ", page.decode(), flags=re.S).split()
    paragraphs = _count_paragraphs(page, words, chance)
    for number in range(max(1, round(count / len(LANGUAGES)))):
        for tag in LANGUAGES:
            slug = f"page-{number:03}"
            body = b"".join([head, *(_paragraph(words, chance) for _ in range(paragraphs)), end, tail])
            yield page_file(tag, slug), File(page_path(tag, slug), 200, _HTML, body)


def _paragraph(words: list[str], chance: random.Random) -> bytes:
    return f"<p>{' '.join(chance.choices(words, k=_PARAGRAPH_WORDS))}</p>\n".encode()


def _count_paragraphs(page: bytes, words: list[str], chance: random.Random) -> int:
    """How many paragraphs bring *page* to GZIP_BYTES."""
    hundred = b"".join(_paragraph(words, chance) for _ in range(100))
    spare = GZIP_BYTES - len(gzip.compress(page, 9))
    return max(1, round(spare / (len(gzip.compress(hundred, 9)) / 100)))
