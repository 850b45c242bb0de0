"""HTML read strictly and soon: most pages are seen to be right at a glance, html5lib judges the others.

html5lib names everything that is wrong with a page, and is slow. turbohtml makes the same tree in a fraction of the time, and names
only what is wrong within a tag or a text. So a page is right at a glance when it has none of that, and when its tree, written down again,
has just the tags and texts of the page in their order: then nothing was put in, left out, closed or moved. `tests/unit/test_markup.py`
compares the two.
"""

from __future__ import annotations

import re
from html.entities import html5
from xml.etree.ElementTree import Element

import html5lib
import turbohtml
from turbohtml import TokenType
from turbohtml.treebuild import parse_into

_XHTML = "http://www.w3.org/1999/xhtml"
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_BEGINNING = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?![\s&<])(#\d+;|#[xX][0-9a-fA-F]+;|\w+;)?")
_ROWS = frozenset({"tr"})
_ONLY = {
    "head": frozenset({"base", "link", "meta", "script", "style", "title"}),
    "table": frozenset({"caption", "colgroup", "thead", "tbody", "tfoot"}),
    **dict.fromkeys(("thead", "tbody", "tfoot"), _ROWS),
    "tr": frozenset({"th", "td"}),
    "select": frozenset({"option", "optgroup"}),
    "optgroup": frozenset({"option"}),
    "option": frozenset[str](),
}
"""The elements that these may hold: here html5lib knows less than the rules of today, or asks for more."""


class _Odd(Exception):
    """Right or not, it cannot be seen at a glance."""


_Piece = Element | str


class _Trees:
    """Makes trees as html5lib makes them."""

    def create_document(self) -> _Piece:
        return Element("")

    def create_element(self, name: str, namespace: str, attrs: tuple[tuple[str, str | None], ...]) -> _Piece:
        return Element(name if namespace == _XHTML else f"{{{namespace}}}{name}", {key: value or "" for key, value in attrs})

    def create_text(self, data: str) -> _Piece:
        return data

    def create_doctype(self, name: str, public_id: str | None, system_id: str | None) -> _Piece:
        return ""

    def create_comment(self, data: str) -> _Piece:
        raise _Odd

    def create_pi(self, target: str, data: str) -> _Piece:
        raise _Odd

    def append(self, parent: _Piece, child: _Piece) -> None:
        assert isinstance(parent, Element)
        if isinstance(child, Element):
            if parent.tag in _ONLY and child.tag not in _ONLY[parent.tag]:
                raise _Odd
            parent.append(child)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + child
        else:
            parent.text = (parent.text or "") + child


def read_strictly(html: str) -> Element:
    """The tree of a page. Raises AssertionError when html5lib calls anything in it an error."""
    tree = read_at_a_glance(html)
    if tree is None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(html)
        assert not parser.errors, f"not valid HTML: {parser.errors[:3]}"
    return tree


def read_at_a_glance(html: str) -> Element | None:
    """The tree of a page in which html5lib finds no error; None when that is not plain to see."""
    if not _BEGINNING.match(html) or not all(_is_character(found[1]) for found in _AMPERSAND.finditer(html)):
        return None
    document = turbohtml.parse(html, positions=False)
    if document.errors or _pieces_of(html) != _pieces_of(document.serialize()):
        return None
    try:
        tree = parse_into(html, _Trees())
    except _Odd:
        return None
    assert isinstance(tree, Element)
    return tree[0]


def _is_character(reference: str | None) -> bool:
    """Whether what follows an ampersand names a character, in full."""
    return reference is not None and (reference.startswith("#") or reference in html5)


def _pieces_of(html: str) -> list[object]:
    """Tags and texts in their order. What is written as empty (`<path/>`) has an end like what is not."""
    pieces: list[object] = []
    for token in turbohtml.tokenize(html):
        if tag := token.tag:
            pieces.append((tag, token.type))
            if token.self_closing and tag not in _VOID:
                pieces.append((tag, TokenType.END_TAG))
        elif text := (token.data or "").strip():
            pieces.append(text)
    return pieces
