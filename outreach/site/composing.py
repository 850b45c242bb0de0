"""What a feature tells becomes pages: a page of the content, with some of its blocks, around it. The same rules, the same notices."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

from flask import current_app
from markupsafe import Markup

from outreach.content.library import ClaimKind, Page
from outreach.content.phrases import Overclaim, find_overclaim
from outreach.content.rules import PageReading, Reading, read_page, withheld
from outreach.core.languages import ENGLISH, LANGUAGES, Language
from outreach.site.blocks import blocks_of, repeats_in
from outreach.site.rendering import Renderer, Rendering, context_of, render
from outreach.site.rules import page_file, page_path


@dataclass(frozen=True, slots=True)
class Shared:
    """The page of the content with some of its blocks, as many pages show it; `summed` is another one when it is."""

    reading: PageReading
    overclaim: Overclaim | None
    kinds: Mapping[str, ClaimKind]
    contents: tuple[tuple[str, Reading], ...]
    summed: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, by its short key, as it stands on every page that has it."""

    key: str
    html: Markup


class Composer:
    """Makes pages of one page of the content in one language. What they share is read, summed up for the comparison of inputs, and
    rendered once.
    """

    words: Mapping[str, Any] = MappingProxyType({})  # what its templates have besides, always the same

    def __init__(self, renderer: Renderer, page: Page, tag: str, spoken: Language) -> None:
        self.renderer, self.page, self.tag, self.spoken = renderer, page, tag, spoken
        self.library, self.today = renderer.library, renderer.today
        self.shared: dict[Sequence[str], Shared] = {}
        self._pieces: dict[tuple[str, bool], tuple[Piece, ...]] = {}

    def read(self, keys: Sequence[str]) -> Shared:
        """The page with these of its blocks."""
        if keys not in self.shared:
            blocks = {block.key.rpartition("/")[2]: block for block in self.page.blocks}
            narrowed = replace(self.page, blocks=tuple(blocks[key] for key in keys if key in blocks))
            reading = read_page(narrowed, library=self.library, tag=self.spoken.tag, today=self.today)
            overclaim = find_overclaim(reading, self.library, self.renderer.never_say)
            self.shared[keys] = self.share(self.withheld() if overclaim else reading, overclaim)
        return self.shared[keys]

    def withheld(self) -> PageReading:
        return withheld(self.page, library=self.library, tag=self.spoken.tag)

    def share(self, reading: PageReading, overclaim: Overclaim | None) -> Shared:
        kinds = {key: self.library.claims[key].kind for key in reading.claims}
        contents = tuple(self.renderer.contents(self.page, reading, self.spoken.tag))
        summed = repr((reading, kinds, contents, sorted(self.renderer.offered)))
        return Shared(reading, overclaim, kinds, contents, hashlib.sha256(summed.encode()).hexdigest())

    def make(self, template: str, slug: str, shared: Shared, page: PageReading, context: Mapping[str, Any]) -> Rendering:
        write = partial(self._html, template, slug, shared, page, context)
        inputs = (template, slug, shared.summed, *context.values())
        return replace(self.renderer.make(page_file(self.tag, slug), self.spoken, inputs, write), overclaim=shared.overclaim)

    def _html(self, template: str, slug: str, shared: Shared, page: PageReading, context: Mapping[str, Any]) -> bytes:
        return render(
            template,
            self.spoken,
            self.renderer.config,
            **self.words,
            **context,
            page=page,
            blocks=self.pieces(shared, page),
            choices=self.renderer.choices(slug),
            contents=[*context["up"], *shared.contents],
            english_path=page_path(ENGLISH, slug),
        )

    def pieces(self, shared: Shared, page: PageReading) -> tuple[Piece, ...]:
        """The blocks of *shared*, rendered for the pages in this language on which they stand alike."""
        found = (shared.summed, page.is_untranslated)
        if found not in self._pieces:
            blocks, english = blocks_of(page, self.spoken.tag), LANGUAGES[ENGLISH]
            reader = self.macros("components/reader.html", page=page, kinds=shared.kinds, repeats=repeats_in(blocks, page))
            self._pieces[found] = tuple(Piece(block.key, reader.block(block, page, self.spoken, english)) for block in blocks)
        return self._pieces[found]

    def macros(self, template: str, **context: object) -> Any:
        """The macros of *template* in the language of these pages."""
        texts = context_of(self.spoken, self.renderer.config)
        return current_app.jinja_env.get_template(template).make_module({**texts, **self.words, **context})
