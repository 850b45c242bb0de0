"""The agreements that partners accept: files, one folder for each version, named after its day. What was accepted once stays readable."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from outreach.core.languages import ENGLISH

FOLDER = Path(__file__).parent / "agreements"
NAMES = ("no-client-data", "partnership")
LANGUAGES = (ENGLISH, "cy")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text: kind is 'heading', 'paragraph' or 'list'; a list has several lines."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One text in one language."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Agreements:
    """Both texts of a version in one language; *digest* is the SHA-256 (hex) of their files."""

    version: str
    language: str
    texts: tuple[Agreement, ...]
    digest: str


@lru_cache
def list_versions(folder: Path = FOLDER) -> tuple[str, ...]:
    """Every version, the latest last."""
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir()))


def current_version() -> str:
    return list_versions()[-1]


@lru_cache
def read_agreements(version: str, language: str, folder: Path = FOLDER) -> Agreements:
    """The texts of *version* in *language*, in English where there is no other. Raises ValueError when there is no such version."""
    if version not in list_versions(folder):
        raise ValueError(version)
    spoken = language if language in LANGUAGES else ENGLISH
    sources = [(name, (folder / version / f"{name}.{spoken}.md").read_text("utf-8")) for name in NAMES]
    digest = hashlib.sha256("\0".join(text for _name, text in sources).encode()).hexdigest()
    return Agreements(version, spoken, tuple(_read(name, text) for name, text in sources), digest)


def _read(name: str, source: str) -> Agreement:
    """'# Title', then paragraphs, '## headings' and '- lists', with empty lines between them."""
    title, *parts = (part.strip() for part in source.strip().split("\n\n"))
    return Agreement(name, title.removeprefix("# "), tuple(_block(part) for part in parts))


def _block(part: str) -> Block:
    if part.startswith("## "):
        return Block("heading", (part.removeprefix("## "),))
    if part.startswith("- "):
        return Block("list", tuple(" ".join(line.split()) for line in part.removeprefix("- ").split("\n- ")))
    return Block("paragraph", (" ".join(part.split()),))
