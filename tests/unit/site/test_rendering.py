"""Blocks become nodes; assets become inline text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outreach.site.blocks import parse
from outreach.site.rendering import hash_source, read_asset


def test_a_block_is_heading_paragraphs_lists_claims_and_contacts() -> None:
    nodes = parse("## Who?\n\nPlain **text**.\n\n{claim:a}\n\n- one\n- {contact:b}", "ur")
    assert [node.kind for node in nodes] == ["heading", "paragraph", "claim", "list"]
    assert nodes[1].html == "Plain <strong>text</strong>."
    assert nodes[2].key == "a"
    assert [item.children[0].kind for item in nodes[3].children] == ["paragraph", "contact"]


def test_links_lead_to_pages_in_the_readers_language() -> None:
    assert parse("[Read](page:x)", "ur")[0].html == '<a href="/ur/x">Read</a>'
    assert parse("[Away](https://example.org)", "ur")[0].html == '<a href="/ur/">Away</a>'


@given(st.text(max_size=200))
def test_html_in_a_text_is_text(text: str) -> None:
    for node in parse(f"x {text} <script>alert(1)</script><b onclick=x>", "en"):
        assert "<script" not in node.html
        assert "<b " not in node.html


def test_the_style_keeps_its_rules_when_made_small() -> None:
    style = read_asset("css/reader.css")
    assert "/*" not in style
    assert "  " not in style
    assert style.count("{") == style.count("}")
    assert "calc(var(--leading) * .8)" in style


def test_the_script_keeps_its_statements_when_made_small() -> None:
    script = read_asset("js/exit.js")
    assert "//" not in script
    assert script.startswith("(function")
    assert hash_source("js/exit.js").startswith("'sha256-")


def test_a_date_at_the_beginning_of_a_paragraph_is_no_list() -> None:
    nodes = parse("2022. január 25. óta\n\n1. {claim:a}", "hu")
    assert [(node.kind, node.html[:9]) for node in nodes] == [("paragraph", "2022. jan"), ("paragraph", "1. {claim")]
