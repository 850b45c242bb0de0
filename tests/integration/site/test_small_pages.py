"""Pages made from small libraries: what is said of a service, where a page's end leads, and a page that is not translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask_babel import force_locale

from outreach.content.library import ClaimKind, Contact, Gravity, Library, Page, Unit
from outreach.content.phrases import Phrase
from outreach.core.config import Config
from outreach.core.languages import LANGUAGES
from outreach.site.rendering import Renderer
from tests import pages
from tests.unit.content.build import SOURCE, TODAY, claim, unit

SAFETY = Gravity.SAFETY
LABEL = {"en": "This part is in English.", "ur": "یہ حصہ انگریزی میں ہے۔"}
UNTRANSLATED = "یہ صفحہ ابھی اردو میں نہیں ہے۔ یہ انگریزی میں ہے۔"
UNCHECKED = "یہ ترجمہ کسی انسان نے چیک نہیں کیا۔"
LINE = Contact("line", "Line", "101", "101", "Line", (), SOURCE)
WITHDRAWAL = unit("claim/any/withdrawal", "Checking.", ur="جانچ۔")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, make_app: Callable[[Config], Flask]) -> Flask:
    return make_app(Config(data_dir=tmp_path_factory.mktemp("small")))


def page(slug: str, *blocks: Unit, is_essential: bool = True, ur: str = "") -> Page:
    texts = [
        unit(f"page/{slug}/{name}", f"{slug} {name}", SAFETY, (), **({"ur": f"{ur} {name}"} if ur else {})) for name in ("title", "heading")
    ]
    return Page(slug, is_essential, texts[0], texts[1], blocks)


def render(app: Flask, content: Library, tag: str) -> dict[str, pages.Page]:
    """Each page of *content* in *tag*, parsed, by its path."""
    with app.app_context(), force_locale(LANGUAGES[tag].cldr):
        renderer = Renderer(content, app.config["OUTREACH"], TODAY, frozenset({"en", "ur"}), {}, {})
        return {made.path: pages.parse_page(made.body or b"") for made in renderer.pages(tag, LANGUAGES[tag])}


def render_contact(app: Flask, contact: Contact, *, tag: str = "en", block: str = "help") -> Element:
    text = "## B\n\n{contact:line}"
    content = Library((page("p", unit(f"page/p/{block}", text, ur=text), ur="صفحہ"),), {}, {"line": contact}, WITHDRAWAL)
    made = render(app, content, tag)[f"{tag}/p.html"]
    return next(element for element in made.all("div") if element.get("class") == "contact")


@pytest.mark.parametrize(
    ("links", "said"),
    [
        (None, ""),
        ((), "This service is not linked to the police or the Home Office."),
        (("police",), "This service is linked to the police."),
        (("home-office",), "This service is linked to the Home Office."),
        (("home-office", "police"), "This service is linked to the police and the Home Office."),
    ],
)
def test_whom_a_service_is_linked_to_is_said_when_it_is_known(small: Flask, links: tuple[str, ...] | None, said: str) -> None:
    told = [pages.text_of(element) for element in render_contact(small, replace(LINE, linked_to=links)).iter("p")]
    assert [text for text in told if "linked" in text] == ([said] if said else [])


def test_who_runs_a_service_who_pays_and_its_textphone_are_said(small: Flask) -> None:
    assert not [word for word in ("Run by", "Paid", "Textphone") if word in pages.text_of(render_contact(small, LINE))]
    whole = replace(LINE, run_by="A & <b>B</b>", funded_by="The Fund", textphone="18001 101")
    text = "".join(render_contact(small, whole).itertext())
    assert "Run by A & <b>B</b>." in text
    assert "Paid for by The Fund." in text
    assert "Textphone: 18001 101" in text


def test_names_and_numbers_keep_their_direction_inside_a_translated_sentence(small: Flask) -> None:
    whole = replace(LINE, run_by="A & <b>B</b>", funded_by="The Fund", textphone="18001 101")
    isolated = [(element.attrib, element.text) for element in render_contact(small, whole, tag="ur").iter("bdi")]
    english = {"lang": "en"}
    assert isolated == [(english, "Line"), ({"dir": "ltr"}, "18001 101"), (english, "A & <b>B</b>"), (english, "The Fund")]


def test_the_number_for_danger_is_told_with_as_little_as_possible(small: Flask) -> None:
    whole = replace(LINE, run_by="Emergency services", funded_by="The Fund", textphone="18001 101", linked_to=("police",))
    bare = replace(LINE, run_by="Line")
    told = [pages.text_of(render_contact(small, contact, block="danger")) for contact in (whole, bare)]
    assert told[0] == told[1]


def contents(made: pages.Page) -> list[tuple[str, str]]:
    """The list at the end of a page: addresses with their words."""
    listed = [element for nav in made.all("nav") if nav.get("aria-label") == "Pages" for element in nav.iter("a")]
    return [(link.get("href", ""), pages.text_of(link)) for link in listed]


def small_site(blocks: Sequence[Unit] = (), *, home_is_essential: bool = True) -> Library:
    home = page("home", *blocks, is_essential=home_is_essential)
    others = (page("a"), page("b", is_essential=False), page("c"))
    return Library((*others[:1], home, *others[1:]), {}, {}, WITHDRAWAL)


@pytest.mark.parametrize("home_is_essential", [True, False])
def test_a_page_ends_with_home_and_then_the_other_essential_pages(small: Flask, home_is_essential: bool) -> None:
    made = render(small, small_site(home_is_essential=home_is_essential), "en")
    home, a, c = ("/en/", "home heading"), ("/en/a", "a heading"), ("/en/c", "c heading")
    assert contents(made["en/a.html"]) == [home, c]
    assert contents(made["en/b.html"]) == [home, a, c]


def test_home_leads_to_every_page_once(small: Flask) -> None:
    made = render(small, small_site([unit("page/home/x", "## X\n\n- [A](page:a)\n- [C](page:c)")]), "en")["en/index.html"]
    assert contents(made) == [("/en/b", "b heading")]
    assert sorted(link for link in made.links if link in ("/en/a", "/en/b", "/en/c")) == ["/en/a", "/en/b", "/en/c"]


def test_where_home_has_said_it_all_there_is_no_empty_list(small: Flask) -> None:
    text = "## X\n\n[A](page:a) [B](page:b) [C](page:c)"
    made = render(small, small_site([unit("page/home/x", text)]), "en")["en/index.html"]
    assert contents(made) == []
    assert not [element for element in made.all("nav") if element.get("aria-label") == "Pages"]


def test_home_that_is_withheld_leads_to_the_pages_that_its_text_would_have_led_to(small: Flask) -> None:
    content = small_site([unit("page/home/x", "## X\n\n[A](page:a) nonsense")])
    never = {"en": (Phrase("nonsense", "it is nonsense"),)}
    with small.app_context(), force_locale("en"):
        renderer = Renderer(content, small.config["OUTREACH"], TODAY, frozenset({"en"}), never, {})
        made = {found.path: found for found in renderer.pages("en", LANGUAGES["en"])}["en/index.html"]
    assert made.overclaim
    assert [path for path, _ in contents(pages.parse_page(made.body or b""))] == ["/en/a", "/en/b", "/en/c"]


CAUTION = claim("c", ClaimKind.CAUTION, unit("claim/c", "It may."))
FACT = claim("f", ClaimKind.FACT, unit("claim/f", "It is.", ur="ہے۔"))
TEXT = "## B\n\nWords.\n\n{claim:c}\n\n{claim:f}\n\n{contact:line}"


def untranslated(own: Mapping[str, str] = MappingProxyType({}), *, ur: str = "") -> Library:
    """A page in English, with the Urdu of its block in *own* and of its title and heading in *ur*, if any."""
    block = unit("page/p/b", TEXT, SAFETY, (), **own)
    contact = replace(LINE, texts=(unit("contact/line/what", "Advice"),))
    return Library((page("p", block, ur=ur),), {"c": CAUTION, "f": FACT}, {"line": contact}, WITHDRAWAL)


def notices(made: pages.Page) -> list[str]:
    found = [pages.text_of(element) for element in made.all("p") if element.get("class") == "notice"]
    return [text for text in found if "999" not in text]


def test_a_page_that_is_not_translated_says_so_once_at_its_top_and_nowhere_else(small: Flask) -> None:
    made = render(small, untranslated(), "ur")["ur/p.html"]
    assert [notice for notice in notices(made) if UNCHECKED not in notice] == [UNTRANSLATED]
    assert LABEL["ur"] not in made.text


def test_what_such_a_page_shares_with_others_is_in_the_readers_language_and_said_to_be_unchecked(small: Flask) -> None:
    made = render(small, untranslated(), "ur")["ur/p.html"]
    assert [notice for notice in notices(made) if UNCHECKED in notice]


def test_everything_english_on_a_page_that_is_not_translated_is_marked_and_everything_else_is_not(small: Flask) -> None:
    made = render(small, untranslated(), "ur")["ur/p.html"]
    html, heading, section = made.one("html"), made.one("h1"), made.one("section")
    assert (html.get("lang"), html.get("dir")) == ("ur", "rtl")
    assert [(e.get("lang"), e.get("dir")) for e in (heading, section)] == [("en", "ltr")] * 2
    told = {pages.text_of(e): (e.get("lang"), e.get("class")) for e in section.iter() if e.tag in ("p", "div")}
    assert told["جانچ۔"][0] is None  # in a box that says its language
    assert next(e for e in section.iter("div") if e.get("class") == "checking").get("lang") == "ur"
    assert told["ہے۔"] == ("ur", None)
    assert told["It may."][0] is None  # English inside an English block
    assert told["Advice"] == ("en", None)  # English inside the box of a service, which is in the reader's language


def test_a_block_that_such_a_page_shares_with_others_stands_there_in_the_readers_language(small: Flask) -> None:
    made = render(small, untranslated({"ur": TEXT}), "ur")["ur/p.html"]
    assert UNTRANSLATED in notices(made)
    assert made.one("section").get("lang") is None
    assert LABEL["ur"] not in made.text


def test_a_page_that_is_translated_in_part_keeps_its_labels(small: Flask) -> None:
    made = render(small, untranslated(ur="صفحہ"), "ur")["ur/p.html"]
    assert LABEL["ur"] in made.text
    assert UNTRANSLATED not in made.text
    assert [notice for notice in notices(made) if UNCHECKED in notice]


def test_the_english_page_says_nothing_of_languages(small: Flask) -> None:
    made = render(small, untranslated(), "en")["en/p.html"]
    assert notices(made) == []
    assert LABEL["en"] not in made.text


@pytest.mark.parametrize(
    ("text", "has_room_for_a_thumb"),
    [("- [A](page:a)\n- [C](page:c)", True), ("- [A](page:a) and more\n- [C](page:c)", False), ("- words", False)],
)
def test_a_list_of_links_has_room_for_a_thumb(small: Flask, text: str, has_room_for_a_thumb: bool) -> None:
    made = render(small, small_site([unit("page/home/x", f"## X\n\n{text}")]), "en")["en/index.html"]
    lists = [element.get("class") for element in made.one("section").iter("ul")]
    assert lists == (["pages"] if has_room_for_a_thumb else [None])
