"""The six rules, on the bytes that a reader gets, after any sequence of what can happen to content.

The expectations come from a model of their own (`Past`): a plain list of what happened to each text, read by code that shares
nothing with the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.content.changes import ChangeRefused, revise, translate
from outreach.content.imports import merge
from outreach.content.library import (
    Claim,
    ClaimKind,
    Contact,
    Gravity,
    Library,
    Page,
    Revision,
    Source,
    Translation,
    Unit,
    units_of,
    with_units,
)
from outreach.core.i18n import catalogue
from outreach.core.languages import LANGUAGES
from outreach.core.text import revision_id
from outreach.site.rendering import Renderer
from tests.pages import parse_page, text_of

TODAY = date(2026, 11, 22)
SOURCE = Source("A letter", "somewhere", date(2022, 1, 25))
CHECKING = {"en": "checking now", "ur": "ur checking now"}
KINDS = {"c": ClaimKind.CAUTION, "r": ClaimKind.REASSURANCE, "f": ClaimKind.FACT, "l": ClaimKind.LIFELINE}
KEYS = [*(f"claim/{key}" for key in KINDS), "page/p/a", "page/p/b", "contact/t/what"]
BODY = {"page/p/a": "{claim:r}\n\n{claim:c}", "page/p/b": "{claim:f}\n\n{claim:l}\n\n{contact:t}"}


def words(key: str, number: int, tag: str = "en") -> str:
    """A text that can be told from every other: of which unit, which version, in which language."""
    name = f"{tag}-{key.replace('/', '-')}-v{number}."
    return f"## {name}\n\n{BODY[key]}" if key in BODY else name


@dataclass
class Past:
    """What happened to one text: the graver of unit and change for each version but the first; the version translated, if any."""

    kind: Gravity
    changes: list[Gravity] = field(default_factory=list)
    translated: int | None = None

    @property
    def version(self) -> int:
        return len(self.changes)

    def expected(self) -> str:
        if self.translated is None:
            return "english"
        since = [max(self.kind, change) for change in self.changes[self.translated :] if change is not Gravity.COSMETIC]
        return {Gravity.SAFETY: "english", Gravity.MEANING: "meaning", Gravity.WORDING: "wording"}[max(since)] if since else "current"


class World:
    """A library and, beside it, the past that the test believes in."""

    def __init__(self) -> None:
        self.past = {key: Past(Gravity.SAFETY if key.startswith("claim") else Gravity.WORDING) for key in KEYS}
        self.out: set[str] = set()
        self.late: set[str] = set()
        units = {key: Unit(key, past.kind, words(key, 0), (self.first(words(key, 0)),)) for key, past in self.past.items()}
        fixed = {name: self.fixed(f"page/p/{name}", name) for name in ("title", "heading")}
        withdrawal = self.fixed("claim/any/withdrawal", CHECKING["en"], CHECKING["ur"])
        claims = {key: Claim(key, kind, units[f"claim/{key}"], "lead", SOURCE, ()) for key, kind in KINDS.items()}
        claims["r"] = replace(claims["r"], depends_on=("c",))
        page = Page("p", True, fixed["title"], fixed["heading"], (units["page/p/a"], units["page/p/b"]))
        contact = Contact("t", "Advice", "101", "101", "Advice", (units["contact/t/what"],), SOURCE)
        self.library = Library((page,), claims, {"t": contact}, withdrawal)

    @staticmethod
    def first(text: str) -> Revision:
        return Revision(revision_id(text), text=text)

    def fixed(self, key: str, english: str, urdu: str = "ur") -> Unit:
        return Unit(key, Gravity.WORDING, english, (self.first(english),), {"ur": Translation(urdu, revision_id(english))})

    def put(self, unit: Unit) -> None:
        self.library = with_units(self.library, {**units_of(self.library), unit.key: unit})

    def edit(self, key: str, change: Gravity) -> None:
        past = self.past[key]
        unit = units_of(self.library)[key]
        text = words(key, past.version + 1)
        if change is Gravity.COSMETIC:
            with pytest.raises(ChangeRefused):  # the version is a number
                revise(unit, text, change, TODAY)
            return
        self.put(revise(unit, text, change, TODAY))
        past.changes.append(change)

    def save_again(self, key: str) -> None:
        unit = units_of(self.library)[key]
        self.put(revise(unit, unit.english + " \r\n", Gravity.SAFETY, TODAY))

    def tell(self, key: str, version: int) -> None:
        """A translation of the English of *version* arrives, fresh or from an old file."""
        past = self.past[key]
        version = min(version, past.version)
        text = words(key, version, "ur")
        self.put(translate(units_of(self.library)[key], "ur", Translation(text, revision_id(words(key, version)), on=TODAY)))
        if past.translated is None or version >= past.translated:
            past.translated = version

    def move(self) -> None:
        page = self.library.pages[0]
        self.library = replace(self.library, pages=(replace(page, blocks=page.blocks[::-1]),))

    def import_again(self) -> None:
        self.library = merge(self.library, self.library)[0]

    def decide(self, key: str, what: str) -> None:
        {"withdraw": self.out.add, "restore": self.out.discard, "lapse": self.late.add, "review": self.late.discard}[what](key)
        review_by = TODAY - timedelta(days=1) if key in self.late else TODAY
        changed = replace(self.library.claims[key], is_withdrawn=key in self.out, review_by=review_by)
        self.library = replace(self.library, claims={**self.library.claims, key: changed})

    def expected(self, key: str, tag: str) -> str:
        """What a reader of *tag* is to get of the claim *key*, by the contract's order of precedence."""
        if key in self.out or (key in self.late and key != "l"):
            return "withdrawn"
        shown = "current" if tag == "en" else self.past[f"claim/{key}"].expected()
        if key == "c" and shown != "current":
            return "unsure"
        return "hidden" if key == "r" and self.expected("c", tag) != "current" else shown


@st.composite
def worlds(draw: st.DrawFn) -> World:
    world = World()
    keys, claims = st.sampled_from(KEYS), st.sampled_from(list(KINDS))
    for key in KEYS:
        if draw(st.booleans()):
            world.tell(key, 0)
    for _ in range(draw(st.integers(0, 12))):
        act = draw(st.sampled_from(["edit", "edit", "save", "tell", "tell", "move", "import", "decide"]))
        if act == "edit":
            world.edit(draw(keys), draw(st.sampled_from(list(Gravity))))
        elif act == "save":
            world.save_again(draw(keys))
        elif act == "tell":
            world.tell(draw(keys), draw(st.integers(0, 5)))
        elif act == "decide":
            world.decide(draw(claims), draw(st.sampled_from(["withdraw", "restore", "lapse", "review"])))
        else:
            world.move() if act == "move" else world.import_again()
    return world


def render(app: Flask, world: World, tag: str) -> bytes:
    config = app.config["OUTREACH"]
    with app.app_context(), force_locale(LANGUAGES[tag].cldr):
        made = next(Renderer(world.library, config, TODAY, frozenset({"en", "ur"}), {}, {}).pages(tag, LANGUAGES[tag]))
    assert made.body is not None
    return made.body


def texts_with_language(element: Element, tag: str) -> Iterator[tuple[str, str]]:
    """Every piece of text with the language that the page says it is in."""
    tag = element.get("lang", tag)
    if element.text:
        yield element.text, tag
    for child in element:
        yield from texts_with_language(child, tag)
        if child.tail:
            yield child.tail, tag


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(world=worlds(), tag=st.sampled_from(["en", "ur"]))
def test_the_six_rules_hold_on_the_bytes(published: Flask, world: World, tag: str) -> None:
    body = render(published, world, tag)
    page = parse_page(body)
    for text, said in texts_with_language(page.one("html"), ""):
        for found in (word for word in text.split() if word.startswith(("en-", "ur-"))):
            assert found[:2] == said, f"{found} is declared {said}"
    notes = {"meaning": 0, "wording": 0}
    for key, past in ((key, world.past[key]) for key in KEYS):
        expected = world.expected(key[6:], tag) if key.startswith("claim/") else "current" if tag == "en" else past.expected()
        own = f"{tag}-{key.replace('/', '-')}-v{past.version if tag == 'en' else past.translated}."
        english = f"en-{key.replace('/', '-')}-v{past.version}."
        if expected in notes:
            notes[expected] += 1
        if key == "page/p/a" and {world.expected("c", tag), world.expected("r", tag)} == {"hidden"}:
            continue
        assert (own in page.text) is (expected in ("current", "wording", "meaning")), (key, expected)
        if tag != "en":
            assert (english in page.text) is (expected in ("english", "unsure")), (key, expected)
    if tag == "ur":
        texts = catalogue("ur")
        assert page.text.count(texts.gettext("The English wording has changed a little.")) == notes["wording"]
        told = texts.gettext("The English text changed on %(date)s. This part is older.").partition("%(date)s")
        assert page.text.count(told[2].strip()) == notes["meaning"]
    assert (CHECKING[tag] in page.text) is bool({"withdrawn", "unsure"} & {world.expected(key, tag) for key in KINDS})
    assert render(published, world, tag) == body


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(world=worlds(), tag=st.sampled_from(["en", "ur"]))
def test_moving_saving_again_and_importing_again_change_no_sentence(published: Flask, world: World, tag: str) -> None:
    before = render(published, world, tag)
    for key in KEYS:
        world.save_again(key)
    world.import_again()
    assert render(published, world, tag) == before
    world.move()
    sections = [sorted(text_of(s) for s in parse_page(body).all("section")) for body in (before, render(published, world, tag))]
    assert sections[0] == sections[1]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(world=worlds(), tag=st.sampled_from(["en", "ur"]))
def test_no_page_keeps_the_reassurance_and_loses_the_caution(published: Flask, world: World, tag: str) -> None:
    text = parse_page(render(published, world, tag)).text
    if "-claim-r-" in text:
        assert f"{tag}-claim-c-v" in text
