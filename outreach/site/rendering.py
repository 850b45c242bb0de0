"""A page becomes HTML: the same content and settings always give the same bytes.

Needs an application context (templates, locale), never a request.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain

import segno
from flask import render_template
from flask_babel import force_locale
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from outreach.content.library import Library, Page
from outreach.content.rules import Outcome, PageReading, Reading, is_offered, read_page, read_unit
from outreach.core.config import ROOT, Config
from outreach.core.i18n import is_complete
from outreach.core.languages import ENGLISH, LANGUAGES, Language
from outreach.site.labels import ERROR_ADVICE, ERROR_HEADINGS
from outreach.site.rules import ERRORS, HOME, error_file, page_file, page_path

_PLACEHOLDER = re.compile(r"\{(claim|contact):([a-z0-9-]+)\}")
_markdown = MarkdownIt("zero").enable(["heading", "list", "emphasis", "link", "escape", "entity"])


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a block: heading, paragraph, list, item, claim or contact."""

    kind: str
    html: str = ""
    key: str = ""
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One block as the template needs it: its short key, what the reader gets of it, and its pieces."""

    key: str
    reading: Reading
    parts: tuple[Node, ...]


@cache
def read_asset(name: str) -> Markup:
    """A style sheet or script from `static/`, without comments and spare space, to be put inline."""
    source = (ROOT / "static" / name).read_text("utf-8")
    if name.endswith(".css"):
        source = re.sub(r"/\*.*?\*/", "", source, flags=re.S)
        source = re.sub(r"\s+", " ", source)
        source = re.sub(r"\s*([{};,>])\s*", r"\1", source)
        source = re.sub(r":\s+", ":", source).replace(";}", "}")
    else:
        source = re.sub(r"(^|\s)//.*$", "", source, flags=re.M)
        source = re.sub(r"\n\s*", "\n", source)
    return Markup(source.strip())  # noqa: S704 - our own files


def hash_source(name: str) -> str:
    """The CSP source that allows the inline asset *name* and nothing else."""
    digest = hashlib.sha256(read_asset(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def render_site(library: Library, config: Config, *, today: date) -> Iterator[tuple[str, bytes]]:
    """Every HTML file of the public site as (path in the export tree, bytes): languages, pages, errors."""
    offered = frozenset(tag for tag in LANGUAGES if is_complete(tag) and is_offered(library, tag, is_demo=config.is_demo))
    renderer = _Renderer(library, config, today, offered)
    yield "index.html", renderer.languages()
    for tag in LANGUAGES:
        # A language whose interface is not translated gets the English pages, declared as English: better than a page that
        # says it is in a language that it is not in.
        spoken = LANGUAGES[tag if is_complete(tag) else ENGLISH]
        with force_locale(spoken.cldr):
            yield from chain(renderer.pages(tag, spoken), renderer.errors(tag, spoken))


def render_error(status: int, config: Config) -> bytes:
    """The page for an error at an address that belongs to no language, in English."""
    with force_locale(LANGUAGES[ENGLISH].cldr):
        return _error(status, LANGUAGES[ENGLISH], config)


def _error(status: int, spoken: Language, config: Config) -> bytes:
    texts = {"heading": ERROR_HEADINGS[status], "advice": ERROR_ADVICE[status], "home_path": page_path(spoken.tag, HOME)}
    return _render("site/error.html", spoken, config, **texts)


def _render(template: str, language: Language, config: Config, **context: object) -> bytes:
    html = render_template(
        template,
        language=language,
        languages=LANGUAGES,
        english=LANGUAGES[ENGLISH],
        is_demo=config.is_demo,
        exit_url=config.exit_url,
        style=read_asset("css/reader.css"),
        script=read_asset("js/exit.js"),
        qr=_qr(config.public_url),
        **context,
    )
    return re.sub(r"\n\s*\n+", "\n", html).strip().encode() + b"\n"


class _Renderer:
    """Renders the pages of one library; holds what they share."""

    def __init__(self, library: Library, config: Config, today: date, offered: frozenset[str]) -> None:
        self.library, self.config, self.today, self.offered = library, config, today, offered
        self.kinds = {key: claim.kind for key, claim in library.claims.items()}

    def languages(self) -> bytes:
        with force_locale(LANGUAGES[ENGLISH].cldr):
            return _render("site/languages.html", LANGUAGES[ENGLISH], self.config, choices=self._choices(HOME))

    def pages(self, tag: str, spoken: Language) -> Iterator[tuple[str, bytes]]:
        for page in self.library.pages:
            yield page_file(tag, page.slug), self._page(page, spoken)

    def errors(self, tag: str, spoken: Language) -> Iterator[tuple[str, bytes]]:
        for status in ERRORS:
            yield error_file(tag, status), _error(status, spoken, self.config)

    def _page(self, page: Page, spoken: Language) -> bytes:
        reading = read_page(page, library=self.library, tag=spoken.tag, today=self.today)
        return _render(
            "site/page.html",
            spoken,
            self.config,
            kinds=self.kinds,
            page=reading,
            blocks=_blocks(reading, spoken.tag),
            choices=self._choices(page.slug),
            contents=self._contents(page, spoken.tag),
            english_path=page_path(ENGLISH, page.slug),
        )

    def _choices(self, slug: str) -> list[tuple[Language, str]]:
        return [(language, page_path(tag, slug) if tag in self.offered else "") for tag, language in LANGUAGES.items()]

    def _contents(self, current: Page, tag: str) -> list[tuple[str, Reading]]:
        return [(page_path(tag, page.slug), read_unit(page.heading, tag)) for page in self.library.pages if page is not current]


def _blocks(reading: PageReading, tag: str) -> list[Block]:
    """The blocks that have something to say: a heading whose every claim is hidden would be a question without an answer."""
    blocks = [Block(key.rpartition("/")[2], found, parse(found.text, tag)) for key, found in reading.blocks]
    return [block for block in blocks if any(_says_something(part, reading) for part in block.parts)]


def _says_something(part: Node, reading: PageReading) -> bool:
    if part.kind == "claim":
        return reading.claims[part.key].outcome is not Outcome.HIDDEN
    if part.kind == "contact":
        return part.key in reading.contacts
    return part.kind != "heading" and (not part.children or any(_says_something(child, reading) for child in part.children))


@cache
def _qr(public_url: str) -> Markup:
    """A QR code of the list of languages and of nothing else: a scan tells nobody what was read."""
    code = segno.make(f"{public_url}/", micro=False, error="m")
    return Markup(code.svg_inline(border=2, omitsize=True))  # noqa: S704 - made here


def parse(text: str, tag: str) -> tuple[Node, ...]:
    """The Markdown of a block as nodes. HTML in it is text; links lead to pages in *tag* ('page:slug') and nowhere else."""
    return tuple(_nodes(SyntaxTreeNode(_markdown.parse(text)), tag))


def _nodes(tree: SyntaxTreeNode, tag: str) -> Iterator[Node]:
    for child in tree.children:
        if child.type == "bullet_list":
            items = tuple(Node("item", children=tuple(_nodes(item, tag))) for item in child.children)
            yield Node("list", children=items)
        elif found := _PLACEHOLDER.fullmatch(child.children[0].content):
            yield Node(found[1], key=found[2])
        else:
            yield Node(child.type, html=_inline(child.children[0], tag))


def _inline(inline: SyntaxTreeNode, tag: str) -> Markup:
    tokens = inline.to_tokens()
    for token in tokens[0].children or []:
        if token.type == "link_open":
            scheme, _, slug = str(token.attrGet("href")).partition(":")
            token.attrs = {"href": page_path(tag, slug if scheme == "page" else HOME)}
    return Markup(_markdown.renderer.render(tokens, _markdown.options, {}))  # noqa: S704 - markdown-it, html off
