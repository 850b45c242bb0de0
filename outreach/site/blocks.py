"""The text of a page as pieces that its template can show: Markdown without HTML, with claims and contacts in their places. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from outreach.content.rules import Outcome, PageReading, Reading
from outreach.site.rules import HOME, page_path

_PLACEHOLDER = re.compile(r"\{(claim|contact):([a-z0-9-]+)\}")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])", re.M)  # "22. január" is a date and not a list
_markdown = MarkdownIt("zero").enable(["heading", "list", "emphasis", "link", "escape", "entity"])


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a block: heading, paragraph, list, links (a list of links only), item, claim or contact."""

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


def blocks_of(reading: PageReading, tag: str) -> list[Block]:
    """The blocks that have something to say: a heading whose every claim is hidden would be a question without an answer."""
    blocks = [Block(key.rpartition("/")[2], found, parse(found.text, tag)) for key, found in reading.blocks]
    return [block for block in blocks if any(_says_something(part, reading) for part in block.parts)]


def repeats_in(blocks: list[Block], reading: PageReading) -> frozenset[str]:
    """Claims whose withdrawal text would be the second of the same words in their block: said once, it is enough."""
    found = set()
    for block in blocks:
        said: set[str] = set()
        for part in block.parts:
            claim = reading.claims.get(part.key) if part.kind == "claim" else None
            if claim and claim.outcome in (Outcome.WITHDRAWN, Outcome.UNSURE):
                if claim.text in said:
                    found.add(part.key)
                said.add(claim.text)
    return frozenset(found)


def _says_something(part: Node, reading: PageReading) -> bool:
    if part.kind == "claim":
        return reading.claims[part.key].outcome is not Outcome.HIDDEN
    if part.kind == "contact":
        return part.key in reading.contacts
    return part.kind != "heading" and (not part.children or any(_says_something(child, reading) for child in part.children))


@lru_cache(maxsize=5_000)  # the same blocks stand on many pages
def parse(text: str, tag: str) -> tuple[Node, ...]:
    """The Markdown of a block as nodes. HTML in it is text; links lead to pages in *tag* ('page:slug') and nowhere else."""
    return tuple(_nodes(SyntaxTreeNode(_markdown.parse(_NUMBERED.sub(r"\1\\\2", text))), tag))


def _nodes(tree: SyntaxTreeNode, tag: str) -> Iterator[Node]:
    for child in tree.children:
        if child.type == "bullet_list":
            items = tuple(Node("item", children=tuple(_nodes(item, tag))) for item in child.children)
            yield Node("links" if all(_is_link(item) for item in child.children) else "list", children=items)
        elif found := _PLACEHOLDER.fullmatch(child.children[0].content):
            yield Node(found[1], key=found[2])
        else:
            yield Node(child.type, html=_inline(child.children[0], tag))


def _is_link(item: SyntaxTreeNode) -> bool:
    """Whether a list item is one link and nothing else: then a thumb gets the whole line of it."""
    return [[node.type for node in part.children[0].children] for part in item.children] == [["link"]]


def _inline(inline: SyntaxTreeNode, tag: str) -> Markup:
    tokens = inline.to_tokens()
    for token in tokens[0].children or []:
        if token.type == "link_open":
            scheme, _, slug = str(token.attrGet("href")).partition(":")
            token.attrs = {"href": page_path(tag, slug if scheme == "page" else HOME)}
    return Markup(_markdown.renderer.render(tokens, _markdown.options, {}))  # noqa: S704 - markdown-it, html off
