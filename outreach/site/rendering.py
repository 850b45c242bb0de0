"""A page becomes HTML: the same content and settings always give the same bytes.

Needs an application context (templates, locale), never a request.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import chain

import segno
from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from outreach.content.library import COMPOSED, Library, Page
from outreach.content.phrases import NeverSay, Overclaim, find_overclaim
from outreach.content.rules import PageReading, Reading, areas_of, is_offered, linked, read_page, read_unit, withheld
from outreach.core.areas import AREAS
from outreach.core.config import ROOT, Config
from outreach.core.i18n import catalogue_path, is_complete
from outreach.core.languages import ENGLISH, LANGUAGES, Language
from outreach.site.blocks import blocks_of, repeats_in
from outreach.site.labels import ERROR_ADVICE, ERROR_HEADINGS
from outreach.site.rules import ERRORS, HOME, error_file, page_file, page_path, slug_of

OWN_AFTER = "home-office"  # the block after which an area's page says what its police publish


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


@dataclass(frozen=True, slots=True)
class Rendering:
    """One HTML file of the public site. `body` is None where *known* inputs had made the same before (see `render_site`)."""

    path: str
    inputs: str
    body: bytes | None
    overclaim: Overclaim | None = None


def render_site(library: Library, config: Config, *, today: date, never_say: NeverSay, known: Mapping[str, str]) -> Iterator[Rendering]:
    """Every HTML file of the public site: languages, pages, errors.

    *known* names, by path, the inputs that the current files were made from; what they would make again is not rendered. A page
    that says what must never be said is replaced by the withdrawal text, and its rendering tells of it.
    """
    renderer = make_renderer(library, config, today=today, never_say=never_say, known=known)
    yield renderer.languages()
    for tag, spoken in spoken_languages():
        yield from chain(renderer.pages(tag, spoken), renderer.errors(tag, spoken))


def spoken_languages() -> Iterator[tuple[str, Language]]:
    """Each language tag with the language that its pages are in, in whose locale the caller renders meanwhile.

    A language whose interface is not translated gets the English pages, declared as English: better than a page that says it is in a
    language that it is not in.
    """
    for tag in LANGUAGES:
        spoken = LANGUAGES[tag if is_complete(tag) else ENGLISH]
        with force_locale(spoken.cldr):
            yield tag, spoken


def make_renderer(library: Library, config: Config, *, today: date, never_say: NeverSay, known: Mapping[str, str]) -> Renderer:
    """What renders *library* for readers, who are offered the languages that are ready."""
    offered = frozenset(tag for tag in LANGUAGES if is_complete(tag) and is_offered(library, tag, is_demo=config.is_demo))
    return Renderer(library, config, today, offered, never_say, known)


def render_error(status: int, config: Config) -> bytes:
    """The page for an error at an address that belongs to no language, in English."""
    with force_locale(LANGUAGES[ENGLISH].cldr):
        return _error(status, LANGUAGES[ENGLISH], config)


def _error(status: int, spoken: Language, config: Config) -> bytes:
    texts = {"heading": ERROR_HEADINGS[status], "advice": ERROR_ADVICE[status], "home_path": page_path(spoken.tag, HOME)}
    return render("site/error.html", spoken, config, **texts)


def render(template: str, language: Language, config: Config, **context: object) -> bytes:
    html = render_template(template, **context_of(language, config), **context)
    return re.sub(r"\n\s*\n+", "\n", html).strip().encode() + b"\n"


def context_of(language: Language, config: Config) -> dict[str, object]:
    """What every template of a reader's page has."""
    return {
        "language": language,
        "languages": LANGUAGES,
        "english": LANGUAGES[ENGLISH],
        "is_demo": config.is_demo,
        "exit_url": config.exit_url,
        "style": read_asset("css/reader.css"),
        "script": read_asset("js/exit.js"),
        "qr": _qr(config.public_url),
    }


class Renderer:
    """Renders the pages of one library; holds what they share."""

    def __init__(
        self, library: Library, config: Config, today: date, offered: frozenset[str], never_say: NeverSay, known: Mapping[str, str]
    ) -> None:
        self.library, self.config, self.today, self.offered = library, config, today, offered
        self.never_say, self.known = never_say, known
        self.settings = (config.is_demo, config.exit_url, config.public_url)
        self.made: dict[str, bytes] = {}  # by inputs: languages that get the English page share its bytes

    def languages(self) -> Rendering:
        spoken, choices = LANGUAGES[ENGLISH], self.choices(HOME)
        with force_locale(spoken.cldr):
            return self.make("index.html", spoken, (choices,), lambda: render("site/languages.html", spoken, self.config, choices=choices))

    def errors(self, tag: str, spoken: Language) -> Iterator[Rendering]:
        for status in ERRORS:
            yield self.make(error_file(tag, status), spoken, (status,), partial(_error, status, spoken, self.config))

    def pages(self, tag: str, spoken: Language) -> Iterator[Rendering]:
        for page in (page for page in self.library.pages if page.slug not in COMPOSED):
            areas = areas_of(page, self.library)
            yield self._page(page, "", areas, tag, spoken)
            yield from (self._page(page, area, {}, tag, spoken) for area in areas)

    def _page(self, page: Page, area: str, areas: Iterable[str], tag: str, spoken: Language) -> Rendering:
        """A page, which leads to those of its *areas*; or the page that *area* has of it."""
        slug = slug_of(page.slug, area)
        reading = read_page(page, library=self.library, tag=spoken.tag, today=self.today, area=area)
        overclaim = find_overclaim(reading, self.library, self.never_say)
        if overclaim:
            reading = withheld(page, library=self.library, tag=spoken.tag, area=area)
        context = {
            "page": reading,
            "is_unchecked": reading.is_unchecked,
            "kinds": {key: self.library.claims[key].kind for key in reading.claims},
            "choices": self.choices(slug),
            "contents": self.contents(page, reading, spoken.tag),
            "english_path": page_path(ENGLISH, slug),
            "area": AREAS[area].name if area else "",
            "source": self.library.claims[reading.own].source if reading.own else None,
            "areas": [(page_path(spoken.tag, slug_of(page.slug, other)), AREAS[other].name) for other in areas],
        }
        made = self.make(page_file(tag, slug), spoken, tuple(context.values()), partial(self._html, spoken, reading, context))
        return replace(made, overclaim=overclaim)

    def _html(self, spoken: Language, reading: PageReading, context: Mapping[str, object]) -> bytes:
        blocks = blocks_of(reading, spoken.tag)
        own_after = next((block.key for block in blocks if block.key == OWN_AFTER), blocks[-1].key if blocks else "")
        texts = {"blocks": blocks, "repeats": repeats_in(blocks, reading), "own_after": own_after}
        return render("site/page.html", spoken, self.config, **texts, **context)

    def make(self, path: str, spoken: Language, inputs: tuple[object, ...], write: Callable[[], bytes]) -> Rendering:
        found = hashlib.sha256(repr((_code(spoken.cldr), spoken.tag, self.settings, inputs)).encode()).hexdigest()[:20]
        if self.known.get(path) == found:
            return Rendering(path, found, None)
        if found not in self.made:
            self.made[found] = write()
        return Rendering(path, found, self.made[found])

    def choices(self, slug: str) -> list[tuple[Language, str]]:
        return [(language, page_path(tag, slug) if tag in self.offered else "") for tag, language in LANGUAGES.items()]

    def contents(self, current: Page, reading: PageReading, tag: str) -> list[tuple[str, Reading]]:
        """What the end of a page leads to: home, then the essential pages. Home leads to every page that its own text does not link to.
        The page of an area leads back to the page that it is of.
        """
        others = [page for page in self.library.pages if page is not current or reading.area]
        if current.slug == HOME:
            said = {slug for _, block in reading.blocks for slug in linked(block.text)}
            listed = [page for page in others if page.slug not in said]
        else:
            listed = sorted((page for page in others if page.is_essential or page.slug == HOME), key=lambda page: page.slug != HOME)
        return [(page_path(tag, page.slug), read_unit(page.heading, tag)) for page in listed]


@cache
def _code(cldr: str) -> str:
    """What renders pages in a language: our code and its interface texts, as one digest."""
    catalogue = catalogue_path(cldr, "messages")
    return hashlib.sha256(_code_of_all() + (catalogue.read_bytes() if catalogue.exists() else b"")).hexdigest()


@cache
def _code_of_all() -> bytes:
    """Templates, assets, our code and the libraries, as one digest."""
    files = [ROOT / "requirements.txt", *(ROOT / "outreach").rglob("*.py"), *(ROOT / "templates" / "site").rglob("*.html")]
    files += [ROOT / "templates" / folder / "reader.html" for folder in ("layouts", "components")]
    files += [ROOT / "templates" / "components" / f"{name}.html" for name in ("event", "service")]
    files += [ROOT / "static" / "css" / "reader.css", ROOT / "static" / "js" / "exit.js"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(files))).digest()


@cache
def _qr(public_url: str) -> Markup:
    """A QR code of the list of languages and of nothing else: a scan tells nobody what was read."""
    code = segno.make(f"{public_url}/", micro=False, error="m")
    return Markup(code.svg_inline(border=2, omitsize=True))  # noqa: S704 - made here
