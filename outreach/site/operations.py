"""Publishing and exporting the public pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import render_template

from outreach.content.library import EVENTS_PAGE, Library
from outreach.content.never_say import read_never_say
from outreach.content.operations import close_requests
from outreach.content.queries import find_library, list_open_requests, without_invented
from outreach.core.config import Config
from outreach.core.dates import LONDON
from outreach.core.db import db, reading
from outreach.core.languages import LANGUAGES
from outreach.directory.told import Directory, find_directory
from outreach.events.ical import CONTENT_TYPE
from outreach.events.operations import note_withheld
from outreach.events.told import Programme, find_programme
from outreach.replies.queries import Shown, find_shown
from outreach.site.event_pages import render_events
from outreach.site.feeds import render_feeds
from outreach.site.generations import ENCODINGS, File, PublicationFailed, find_current, lock, write_generation
from outreach.site.machine_files import render_machine_files
from outreach.site.rendering import Rendering, hash_source, render_site
from outreach.site.rules import RESERVED, feed_headers, safety_headers
from outreach.site.service_pages import render_services

NGINX = "nginx.conf"


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication did: the number of the current generation, its files, how many of them are new, how many pages were
    rendered for it, and a line for each page that was withheld because it says what no page may say."""

    number: int
    files: int
    changed: int
    rendered: int
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that readers' pages are made of."""

    library: Library
    programme: Programme
    answers: Mapping[str, Shown]
    directory: Directory

    def without_invented(self) -> Material:
        """As production shows it."""
        return replace(self, library=without_invented(self.library), directory=self.directory.without_invented())


def site_folder(config: Config) -> Path:
    return config.data_dir / "site"


def publish_site(config: Config, *, now: datetime) -> Publication:
    """Render what readers get and make it current; closes the requests that were open, and notes which events are withheld (the caller
    commits).

    Call it outside a transaction: what is to be published has been committed. It reads one moment of the database, inside the lock,
    so that no publication can put older content over newer, and nobody who writes waits for the rendering. One publication at a
    time; a second one waits. Only what is made from other content or settings than before is rendered. A page that says what must
    never be said is replaced by the withdrawal text; the rest is published. Raises PublicationFailed when there is no content yet or
    the disk refuses, and ContentError for a list of phrases that cannot be used; either way readers keep what they had. Raises
    RuntimeError inside a transaction.
    """
    if db.session().in_transaction():
        raise RuntimeError("publish what has been committed, outside a transaction")
    with lock(site_folder(config)):
        requests, told = _read_content(now)
        shown = told if config.is_demo else told.without_invented()
        files, withheld = _render(shown, config, now)
        generation, changed = write_generation(site_folder(config), files, _headers())
    close_requests(requests, now=now)
    note_withheld(list(_rows(withheld)))
    rendered = len({file.inputs for file in files.values() if file.inputs and file.body is not None})
    return Publication(generation.number, len(files), changed, rendered, tuple(map(_line, withheld)))


def _read_content(now: datetime) -> tuple[list[UUID], Material]:
    """The open requests, and what is to be told, of one moment; the transaction of this reading is ended."""
    with reading():
        requests, library = [request.id for request in list_open_requests()], find_library()
        programme, answers, directory = find_programme(_day_in_london(now)), find_shown(), find_directory(now)
        db.session.rollback()
    if library is None:
        raise PublicationFailed("there is no content yet: run 'flask --app wsgi content import' first")
    return requests, Material(library, programme, answers, directory)


def _day_in_london(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def export_site(config: Config, folder: Path) -> int:
    """Copy the current generation into the empty *folder*, with a sample configuration for nginx; returns the number of files.

    Raises PublicationFailed when nothing has been published, *folder* is not empty, or the disk refuses.
    """
    current = find_current(site_folder(config))
    if current is None:
        raise PublicationFailed("nothing has been published yet: run 'flask --app wsgi publish' first")
    if folder.exists() and any(folder.iterdir()):
        raise PublicationFailed(f"{folder} is not empty")
    try:
        shutil.copytree(current.folder, folder, dirs_exist_ok=True)
        texts = {
            "folder": folder.resolve(),
            "headers": current.headers,
            "feed_headers": feed_headers(current.headers),
            "config": config,
            "tags": list(LANGUAGES),
            "reserved": sorted(RESERVED),
        }
        (folder / NGINX).write_text(render_template("site/nginx.conf", **texts), "utf-8")
    except OSError as error:
        raise PublicationFailed(f"cannot write {error.filename or folder}: {error.strerror or error}") from error
    return len(current.files) * len(ENCODINGS)


def _headers() -> dict[str, str]:
    return safety_headers(style=hash_source("css/reader.css"), script=hash_source("js/exit.js"))


def _render(told: Material, config: Config, now: datetime) -> tuple[dict[str, File], list[Rendering]]:
    today, before, library = now.date(), find_current(site_folder(config)), told.library
    known = {path: entry.inputs for path, entry in before.files.items()} if before else {}
    files, withheld, never_say = {}, [], read_never_say()
    pages = render_site(library, config, today=today, never_say=never_say, known=known)
    events = render_events(library, told.programme, config, answers=told.answers, today=today, never_say=never_say, known=known)
    services = render_services(library, told.directory, config, today=today, never_say=never_say, known=known)
    for made in chain(pages, events, services):
        files[made.path] = _html(made)
        if made.overclaim:
            withheld.append(replace(made, body=None))
    for path, content_type, body in render_machine_files(library, config, today=today):
        files[path] = File(f"/{path}", 200, content_type, body)
    for path, body in render_feeds(library, told.programme):
        files[path] = File(f"/{path}", 200, CONTENT_TYPE, body)
    return files, withheld


def _line(made: Rendering) -> str:
    """Why a page is withheld, for the operator."""
    found = made.overclaim
    assert found, "only what says too much is withheld"
    return f"{made.path} is withheld: {found.unit} ({found.tag}) says {found.phrase!r}: {found.reason}"


def _rows(withheld: Iterable[Rendering]) -> Iterator[dict[str, Any]]:
    """The events that are withheld for what their own texts say, and why: for those who have scheduled them."""
    for made in withheld:
        tag, _, event_id = made.path.removesuffix(".html").partition(f"/{EVENTS_PAGE}/")
        found = made.overclaim
        if found and found.unit.startswith("event/"):
            about = {"unit": found.unit, "spoken": found.tag, "phrase": found.phrase, "reason": found.reason}
            yield {"event_id": UUID(event_id), "language": tag, **about}


def _html(made: Rendering) -> File:
    """The address and status that follow from a path in the export tree."""
    name = made.path.rpartition("/")[2].removesuffix(".html")
    is_error = name.startswith("_")
    address = "" if is_error else "/" + made.path.removesuffix(".html").removesuffix("index")
    return File(address, int(name[1:]) if is_error else 200, "text/html; charset=utf-8", made.body, made.inputs)
