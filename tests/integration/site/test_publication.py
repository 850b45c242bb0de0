"""A set of files becomes current whole, or not at all."""

from __future__ import annotations

import gzip
import json
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from flask import Flask

from outreach.content.operations import withdraw_claim
from outreach.content.queries import list_open_requests
from outreach.core import i18n
from outreach.core.config import ROOT
from outreach.core.db import db
from outreach.site.generations import KEPT, File, PublicationFailed, find_current, lock, write_generation
from outreach.site.operations import export_site, publish_site
from outreach.site.rendering import render_site
from outreach.site.tasks import publish_requested
from tests.conftest import NOW
from tests.generations import PATHS, files, publish
from tests.own_content import own_library


def state(site: Path) -> str:
    """The text of the current set, after checking that the set is whole: every file, every encoding, all of one text."""
    current = find_current(site)
    if current is None:
        return "nothing"
    assert sorted(current.files) == sorted(PATHS)
    text = current.headers["X-Text"]
    for path, file in files(text).items():
        target = current.folder / path
        assert file.body is not None
        assert target.read_bytes() == file.body
        assert gzip.decompress(Path(f"{target}.gz").read_bytes()) == file.body
        assert brotli.decompress(Path(f"{target}.br").read_bytes()) == file.body
    return text


def test_the_same_content_gives_the_same_bytes_and_no_new_generation(tmp_path: Path) -> None:
    first, changed = publish(tmp_path, "one")
    again, unchanged = publish(tmp_path, "one")
    assert (first.number, changed, again.number, unchanged) == (1, len(PATHS), 1, 0)


def test_a_file_that_did_not_change_is_linked_and_not_written(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    mixed = {**files("one"), "en/a.html": File("/en/a.html", 200, "text/html", b"other")}
    with lock(tmp_path):
        second, changed = write_generation(tmp_path, mixed, {"X-Text": "one"})
    assert changed == 1
    assert (second.folder / "ur/a.html").stat().st_ino == (tmp_path / "generations/1/ur/a.html").stat().st_ino
    assert (second.folder / "en/a.html").stat().st_ino != (tmp_path / "generations/1/en/a.html").stat().st_ino


def test_old_generations_are_removed(tmp_path: Path) -> None:
    for number in range(6):
        publish(tmp_path, f"text {number}")
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == ["4", "5", "6"]
    assert KEPT == 3
    assert state(tmp_path) == "text 5"


# Ends itself by SIGKILL at the n-th thing that it does to the file system, so that every point of a publication is tried.
KILLED = """
import os, signal, sys
from pathlib import Path
from tests.generations import publish
left = int(sys.argv[2])
def count(event, args):
    global left
    if event in ("open", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
publish(Path(sys.argv[1]), "new")
"""


def kill_at(site: Path, point: int) -> bool:
    """Publish "new" in a process that dies at *point*; False when it was done before."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(site), str(point)], cwd=ROOT, check=False)
    assert done.returncode in (0, -9)
    return done.returncode == -9


def check_crash(folder: Path, point: int) -> bool:
    for text in ("ancient", "older", "old"):  # so that there is something to remove too
        publish(folder, text)
    was_killed = kill_at(folder, point)
    assert state(folder) in ("old", "new")
    publish(folder, "newest")  # what lay half done is no obstacle
    assert state(folder) == "newest"
    assert not (folder / "generations" / ".new").exists()
    return was_killed


@pytest.mark.parametrize("point", [0, 1, 2, 5, 11, 19, 23, 24, 25, 26, 28, 32])
def test_kill_9_during_publication_leaves_the_old_set_or_the_new_whole(tmp_path: Path, point: int) -> None:
    check_crash(tmp_path, point)


@pytest.mark.long
def test_kill_9_at_every_point_of_a_publication(tmp_path: Path) -> None:
    point = 0
    while check_crash(tmp_path / str(point), point):
        point += 1
    assert point > 30


RIVAL = """
import sys
from pathlib import Path
from tests.generations import publish
for round in range(8):
    publish(Path(sys.argv[1]), f"{sys.argv[2]} {round}")
"""


def test_two_publications_at_once_do_not_interleave(tmp_path: Path) -> None:
    rivals = [subprocess.Popen([sys.executable, "-c", RIVAL, str(tmp_path), name], cwd=ROOT) for name in ("a", "b", "c")]
    while any(rival.poll() is None for rival in rivals):
        try:
            state(tmp_path)
        except FileNotFoundError:
            continue  # pruned while we looked: readers load a set once and whole
    assert [rival.returncode for rival in rivals] == [0, 0, 0]
    assert state(tmp_path).endswith(" 7")
    current = find_current(tmp_path)
    assert current is not None
    assert current.number == 24


def test_a_full_disk_leaves_the_old_set_and_says_so(tmp_path: Path) -> None:
    publish(tmp_path, "old")
    big = {**files("new"), "ur/b.html": File("/ur/b.html", 200, "text/html", random.Random(1).randbytes(400_000))}
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with lock(tmp_path), pytest.raises(PublicationFailed, match=r"cannot write .*(too large|No space)"):
            write_generation(tmp_path, big, {})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert state(tmp_path) == "old"
    assert not (tmp_path / "generations" / ".new").exists()


def test_an_index_that_cannot_be_read_is_no_obstacle(tmp_path: Path) -> None:
    publish(tmp_path, "old")
    (tmp_path / "current" / "headers.json").write_text("{")
    assert find_current(tmp_path) is None
    publish(tmp_path, "new")
    assert state(tmp_path) == "new"


def test_a_folder_that_cannot_be_written_leaves_the_old_set_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file, where the folder should be")
    with pytest.raises(PublicationFailed, match="cannot write"):
        publish(tmp_path / "site", "new")


def test_publishing_the_real_site_twice_changes_nothing(make_copy: Callable[..., Flask]) -> None:
    app = make_copy("sqlite")
    shutil.rmtree(app.config["OUTREACH"].data_dir / "site")
    with app.app_context():
        first = publish_site(app.config["OUTREACH"], now=NOW)
        db.session.commit()
        second = publish_site(app.config["OUTREACH"], now=NOW)
        db.session.commit()
    assert (first.number, second.number, second.changed) == (1, 1, 0)
    assert first.changed == first.files


def test_another_public_address_publishes_anew(make_copy: Callable[..., Flask]) -> None:
    app = make_copy("sqlite", public_url="https://two.example")
    config = app.config["OUTREACH"]
    with app.app_context():
        assert publish_site(config, now=NOW).number == 2
        db.session.commit()
    assert "https://two.example/en/" in (config.data_dir / "site/current/sitemap.xml").read_text("utf-8")


def test_what_is_not_committed_is_not_published(make_copy: Callable[..., Flask]) -> None:
    app = make_copy("sqlite")
    with app.app_context():
        withdraw_claim("not-law", reason="x", by="test", now=NOW)
        with pytest.raises(RuntimeError, match="outside a transaction"):
            publish_site(app.config["OUTREACH"], now=NOW)
        db.session.rollback()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_withdrawal_during_a_publication_waits_for_nobody_and_is_published_next(
    make_copy: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    app = make_copy(database)
    config = app.config["OUTREACH"]

    def withdraw_meanwhile(*args: object) -> object:
        with app.app_context():  # a session of its own, as of another process
            withdraw_claim("not-law", reason="x", by="test", now=NOW)
            db.session.commit()
        return write_generation(*args)  # type: ignore[arg-type]

    with app.app_context():
        monkeypatch.setattr("outreach.site.operations.write_generation", withdraw_meanwhile)
        publish_site(config, now=NOW)
        db.session.commit()
        monkeypatch.undo()
        assert [open_one.reason for open_one in list_open_requests()] == ["claim/not-law withdrawn"]
        db.session.rollback()
        publish_requested(config, NOW)
        assert list_open_requests() == []
        db.session.rollback()
    assert "not law" not in (config.data_dir / "site/current/en/your-information.html").read_text("utf-8")


def test_an_export_is_refused_into_a_folder_that_is_not_empty(published: Flask, tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    with published.app_context(), pytest.raises(PublicationFailed, match="is not empty"):
        export_site(published.config["OUTREACH"], tmp_path)


def test_the_index_of_a_generation_names_every_file(site_folder: Path) -> None:
    folder = site_folder / "current"
    index = json.loads((folder / "headers.json").read_text("utf-8"))
    on_disk = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.suffix not in (".gz", ".br", ".json")}
    assert on_disk == set(index["files"])
    assert (folder / "index.html").exists()
    assert (folder / "ur" / "index.html").exists()
    assert (folder / "ur" / "your-information.html.br").exists()


def test_a_language_without_an_interface_gets_the_english_page_declared_as_english(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(i18n.TRANSLATIONS, tmp_path / "translations", ignore=lambda folder, _names: ["messages.po"] if "/pl/" in folder else [])
    monkeypatch.setattr(i18n, "TRANSLATIONS", tmp_path / "translations")
    i18n.is_complete.cache_clear()
    content = own_library()
    with app.app_context():
        made = {page.path: page.body for page in render_site(content, app.config["OUTREACH"], today=NOW.date(), never_say={}, known={})}
    i18n.is_complete.cache_clear()
    assert made["pl/your-information.html"] == made["en/your-information.html"]
    assert made["ur/your-information.html"] != made["en/your-information.html"]
