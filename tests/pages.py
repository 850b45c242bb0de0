"""What every HTML page has to be, whoever made it: checked on each page that a test opens."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from tests.markup import read_strictly

SVG = "{http://www.w3.org/2000/svg}"  # before the names of the elements of a drawing
LABELLED = {"input", "select", "textarea"}


@dataclass(frozen=True)
class Page:
    """A parsed page: the tree, and shortcuts to what tests ask for."""

    tree: Element

    def all(self, name: str) -> list[Element]:
        return list(self.tree.iter(name))

    def one(self, name: str) -> Element:
        found = self.all(name)
        assert len(found) == 1, f"{len(found)} <{name}> elements"
        return found[0]

    @property
    def title(self) -> str:
        return text_of(self.one("title"))

    @property
    def heading(self) -> str:
        return text_of(self.one("h1"))

    @property
    def text(self) -> str:
        return text_of(self.one("body"))

    @property
    def links(self) -> list[str]:
        return [link.get("href", "") for link in self.all("a")]


def text_of(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def form_of(page: Page) -> dict[str, Any]:
    """Everything that a browser would send of the form in the main part of a page, as it stands."""
    sent: dict[str, Any] = {}
    for element in page.one("main").iter():
        kind, name = element.get("type", "text"), element.get("name", "")
        if element.tag == "input" and kind in ("radio", "checkbox"):
            if "checked" in element.attrib:
                sent[name] = [*sent.get(name, []), element.get("value", "")]
        elif element.tag == "input" and name:
            sent[name] = element.get("value", "")
        elif element.tag == "textarea":
            sent[name] = element.text or ""
        elif element.tag == "select":
            sent[name] = next((option.get("value", "") for option in element.iter("option") if "selected" in option.attrib), "")
    return sent


def parse_page(html: bytes | str) -> Page:
    """The page, after checking it. AssertionError says what is wrong with it; a parse error is an AssertionError too."""
    page = Page(read_strictly(html.decode() if isinstance(html, bytes) else html))
    _check_head(page)
    _check_ids_and_labels(page)
    return page


def _check_head(page: Page) -> None:
    html = page.one("html")
    assert html.get("lang"), "no lang"
    assert html.get("dir") in ("ltr", "rtl"), "no dir"
    assert page.heading, "an empty h1"
    assert page.title, "an empty title"
    levels = [int(e.tag[1]) for e in page.tree.iter() if e.tag in ("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels)), f"heading levels jump: {levels}"


def _check_ids_and_labels(page: Page) -> None:
    ids = Counter(e.get("id") for e in page.tree.iter() if e.get("id"))
    assert all(count == 1 for count in ids.values()), f"repeated ids: {ids}"
    labelled = {label.get("for") for label in page.all("label")}
    for field in (e for e in page.tree.iter() if e.tag in LABELLED and e.get("type") not in ("hidden", "submit")):
        assert field.get("id") in labelled or field.get("aria-label"), f"no label: {field.attrib}"
    for element in page.tree.iter():
        for name in ("aria-labelledby", "aria-describedby", "for"):
            for target in (element.get(name) or "").split():
                assert target in ids, f"{name} leads nowhere: {target}"
