"""A set of files becomes the current one whole, or not at all.

`<folder>/generations/<n>/` is a complete set; `<folder>/current` is a symbolic link that is swapped by one rename. Whatever
stops a publication on the way (kill -9, a full disk) leaves the link where it was.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import brotli

KEPT = 3
ENCODINGS = {"br": ".br", "gzip": ".gz", "identity": ""}
INDEX = "headers.json"
_UNFINISHED = ".new"


class PublicationFailed(Exception):
    """The set could not be written; readers still get the one before. The message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class File:
    """One file to publish: where it is asked for ('' for error pages, which have no address), its status, its bytes.

    `inputs` identifies everything that the bytes were made from; `body` is None where the file of the generation before, made from
    the same inputs, is to be kept.
    """

    address: str
    status: int
    content_type: str
    body: bytes | None
    inputs: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index of a generation (`headers.json`) says of a file."""

    address: str
    status: int
    content_type: str
    etag: str
    inputs: str = ""


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete set: its folder, the headers that every file shares, and its files by path."""

    folder: Path
    headers: Mapping[str, str]
    files: Mapping[str, Entry]

    @property
    def number(self) -> int:
        return int(self.folder.name)


def find_current(site: Path) -> Generation | None:
    """The generation that readers get, or None before the first publication and when its index cannot be read."""
    try:
        folder = (site / "current").resolve(strict=True)
        return read_generation(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # nothing there, or nothing that can be read: the next publication makes a whole set


def read_generation(folder: Path) -> Generation:
    index = json.loads((folder / INDEX).read_text("utf-8"))
    return Generation(folder, index["headers"], {path: Entry(**entry) for path, entry in index["files"].items()})


@contextmanager
def lock(site: Path) -> Iterator[None]:
    """Holds off every other publication into *site*; the system lets go of it when the process ends in any way.

    Raises PublicationFailed when the folder cannot be written.
    """
    try:
        site.mkdir(parents=True, exist_ok=True)
        file = (site / "lock").open("a")
    except OSError as error:
        raise PublicationFailed(f"cannot write {error.filename or site}: {error.strerror}") from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_generation(site: Path, files: Mapping[str, File], headers: Mapping[str, str]) -> tuple[Generation, int]:
    """Make *files* the current set; returns it with the number of files that differ from the one before.

    When nothing differs, nothing is written and the current generation is returned. Call it inside `lock(site)`. Raises
    PublicationFailed when the disk refuses; the set before stays current and what was half written is removed.
    """
    before = find_current(site)
    entries = {path: _entry(file) if file.body is not None else _kept(before, path) for path, file in sorted(files.items())}
    changed = [path for path, entry in entries.items() if before is None or _etag(before, path) != entry.etag]
    if before and before.headers == headers and before.files == entries:
        return before, 0
    unfinished = site / "generations" / _UNFINISHED
    try:
        _clear(unfinished)
        _fill(unfinished, files, entries, headers, before)
        folder = _finish(site, unfinished)
    except OSError as error:
        with suppress(OSError):
            _clear(unfinished)
        raise PublicationFailed(f"cannot write {error.filename or unfinished}: {error.strerror}") from error
    return Generation(folder, headers, entries), len(changed)


def _entry(file: File) -> Entry:
    return Entry(file.address, file.status, file.content_type, hashlib.sha256(file.body or b"").hexdigest()[:20], file.inputs)


def _kept(before: Generation | None, path: str) -> Entry:
    if before is None:
        raise ValueError(f"{path}: nothing to keep, there is no generation before")
    return before.files[path]


def _etag(generation: Generation, path: str) -> str | None:
    entry = generation.files.get(path)
    return entry.etag if entry else None


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _fill(
    folder: Path, files: Mapping[str, File], entries: Mapping[str, Entry], headers: Mapping[str, str], before: Generation | None
) -> None:
    """Write the whole set. A file already written with the same bytes, here or in the set before, is linked and not written."""
    written = {entry.etag: before.folder / path for path, entry in before.files.items()} if before else {}
    folder.mkdir(parents=True)
    for path, entry in entries.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry.etag in written:
            for suffix in ENCODINGS.values():
                os.link(f"{written[entry.etag]}{suffix}", f"{target}{suffix}")
        else:
            _write(target, files[path].body or b"")
            written[entry.etag] = target
    index = {"headers": dict(headers), "files": {path: asdict(entry) for path, entry in entries.items()}}
    (folder / INDEX).write_text(json.dumps(index, indent=1, sort_keys=True), "utf-8")


def _write(target: Path, body: bytes) -> None:
    target.write_bytes(body)
    Path(f"{target}.gz").write_bytes(gzip.compress(body, 9, mtime=0))
    Path(f"{target}.br").write_bytes(brotli.compress(body, quality=6))


def _finish(site: Path, unfinished: Path) -> Path:
    """Give the set its number, point `current` at it, remove old ones. The rename of the link is the moment of publication."""
    numbers = sorted(int(path.name) for path in unfinished.parent.iterdir() if path.name.isdigit())
    folder = unfinished.with_name(str(numbers[-1] + 1 if numbers else 1))
    os.sync()  # the bytes are on the disk before anything points at them
    unfinished.rename(folder)
    link = site / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("generations") / folder.name, target_is_directory=True)
    link.rename(site / "current")
    for number in numbers[: -(KEPT - 1)]:
        shutil.rmtree(folder.with_name(str(number)), ignore_errors=True)
    return folder
