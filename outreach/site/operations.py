"""Publishing and exporting the public pages."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import render_template

from outreach.content.files import read_library
from outreach.content.operations import close_requests
from outreach.content.queries import list_open_requests
from outreach.core.config import Config
from outreach.core.languages import LANGUAGES
from outreach.site.generations import ENCODINGS, File, PublicationFailed, find_current, lock, write_generation
from outreach.site.machine_files import render_machine_files
from outreach.site.rendering import hash_source, render_site
from outreach.site.rules import RESERVED, safety_headers

NGINX = "nginx.conf"


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication did: the number of the current generation, its files, and how many of them are new."""

    number: int
    files: int
    changed: int


def site_folder(config: Config) -> Path:
    return config.data_dir / "site"


def publish_site(config: Config, *, now: datetime) -> Publication:
    """Render everything that readers get and make it current; closes the open requests (the caller commits).

    One publication at a time; a second one waits. Raises PublicationFailed, and ContentError for content that cannot be used;
    either way readers keep what they had.
    """
    with lock(site_folder(config)):
        requests = list_open_requests()
        files = _render(config, now)
        generation, changed = write_generation(site_folder(config), files, _headers())
        close_requests(requests, now=now)
    return Publication(generation.number, len(files), changed)


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
            "config": config,
            "tags": list(LANGUAGES),
            "reserved": sorted(RESERVED),
        }
        (folder / NGINX).write_text(render_template("site/nginx.conf", **texts), "utf-8")
    except OSError as error:
        raise PublicationFailed(f"cannot write {error.filename or folder}: {error.strerror}") from error
    return len(current.files) * len(ENCODINGS)


def _headers() -> dict[str, str]:
    return safety_headers(style=hash_source("css/reader.css"), script=hash_source("js/exit.js"))


def _render(config: Config, now: datetime) -> dict[str, File]:
    today = now.date()
    library = read_library(today=today, is_demo=config.is_demo)
    files = {path: _html(path, body) for path, body in render_site(library, config, today=today)}
    for path, content_type, body in render_machine_files(library, config, today=today):
        files[path] = File(f"/{path}", 200, content_type, body)
    return files


def _html(path: str, body: bytes) -> File:
    """The address and status that follow from a path in the export tree."""
    name = path.rpartition("/")[2].removesuffix(".html")
    is_error = name.startswith("_")
    address = "" if is_error else "/" + path.removesuffix(".html").removesuffix("index")
    return File(address, int(name[1:]) if is_error else 200, "text/html; charset=utf-8", body)
