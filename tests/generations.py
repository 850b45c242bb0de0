"""Small sets of files to publish. Processes that only do this import no more than it takes."""

from __future__ import annotations

from pathlib import Path

from outreach.site.generations import File, Generation, lock, write_generation

PATHS = [f"{tag}/{name}.html" for tag in ("en", "ur") for name in ("index", "a", "b")]


def files(text: str) -> dict[str, File]:
    return {path: File(f"/{path}", 200, "text/html", f"<p>{text} {path}</p>".encode() * 20) for path in PATHS}


def publish(site: Path, text: str) -> tuple[Generation, int]:
    with lock(site):
        return write_generation(site, files(text), {"X-Text": text})
