"""Strict reading: what html5lib refuses is refused, and what it takes has the same tree."""

from __future__ import annotations

import random
import re
from xml.etree.ElementTree import Element, tostring

import html5lib
import pytest

from tests.markup import read_at_a_glance, read_strictly

PAGE = """<!doctype html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><title>Café &amp; tea</title><style>p > b { color: red }</style></head>
<body class="a b">
<header><nav aria-label="Pages"><ul><li><a href="/?a=1&amp;b=2">One</a></li>
<li><a href="/two"><b>Two</b> &ndash; <i>2</i></a></li></ul></nav></header>
<main id="main"><h1>A <em>page</em></h1><p>Text<br>and <time datetime="2026-11-22">22 November</time>&#160;2026.</p>
<svg viewBox="0 0 1 1" aria-hidden="true"><g><path d="M0 0"/><circle r="1"></circle></g></svg>
<form method="post" action="/send"><input type="hidden" name="token" value="x&quot;y"><fieldset><legend>Who</legend>
<label for="name">Name</label><input id="name" name="name" required><textarea name="more">A &lt; B</textarea>
<select name="one"><option value="">All</option><optgroup label="Some"><option value="1" selected>1</option></optgroup></select>
<button type="submit">Send</button></fieldset></form>
<table><caption>Rows</caption><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td><p>1</p></td></tr></tbody></table>
<dl><div><dt>Key</dt><dd>Value</dd></div></dl><details><summary>More</summary><pre>
as it is</pre></details><hr><img src="/a" alt="A"><script>1 && 2 & 3</script></main>
<footer><p>End</p></footer>
</body>
</html>
"""
BROKEN = {
    "ends and beginnings that do not fit": r"""
        </p> </div> </body> </html> </br> <div> <b> <b><i></b></i> <div><span></div></span> <h1></h2>
        <p><div></div></p> <p><ul></ul></p> <a><a></a></a> <button><button></button></button> <h1><h2></h2></h1>
        <form><form></form></form> <nobr><nobr></nobr></nobr> <div/> <p/> <input></input> <p></p/> <p></p~a>
        <title> <textarea> <template> <plaintext> <image> <frameset>""",
    "at the wrong place": r"""
        <html~lang=x> <head> <body~class=x> <!doctype~html> <td></td> <tr></tr> <caption></caption> <col>
        <table><p></p></table> <table><td></td></table> <table><form></form></table> <table><tr><form></form></tr></table>
        <table><input~type=hidden></table> <table><caption></table> <table><tr><td></table></td>
        <select><p></p></select> <select><hr></select> <select><input></select> <select><select></select></select>
        <svg><p></p></svg> <svg></p></svg> <svg><path></svg> </svg> <math><div></div></math>""",
    "within a tag": r"""
        <p~a="1"~a="2"></p> <p~a="1"b="2"></p> <p~a=></p> <p~=a></p> <p~a<b></p> <p~a"b></p> <p~a=b"c></p> <p~a=`></p>
        <p~a="></p> <p~a='x"></p> <p~<b></p> <p/~a></p> <br/~a>""",
    "ampersands": r"""
        &x &amp &lt &copy &nosuch; &# &#x &#; &#65 &#0; &#x80; &#xD800; &#x110000; &#xFDD0; &ampx;
        <a~href="?a&b=c"></a> <a~href="?a&copy"></a> <a~href="?a&amp"></a> <a~href="&nosuch;"></a> <a~href="&#;"></a>""",
    "what is no tag, and what is no text": "< <~p> <1> </> </~p> </ <?x?> <!x> <!--> <!--~a~--~b~--> <!--~a~--!> <!-- <![CDATA[x]]>",
    "what is no character": "\0 \x0e \x7f \ufdd0 \ufffe",
}
"""Pieces that no page may have; ~ stands for a space."""
TAG = re.compile(r"<[^>]+>")


def judge(html: str) -> Element | None:
    """What html5lib says by itself."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return None if parser.errors else tree


def test_a_right_page_is_read_at_a_glance_and_is_the_same_tree() -> None:
    seen, judged = read_at_a_glance(PAGE), judge(PAGE)
    assert seen is not None
    assert judged is not None
    assert tostring(seen) == tostring(judged)


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("where", ["</title>", '<main id="main">', "<p>Text", "<li>", "</footer>"])
def test_what_is_broken_is_refused(kind: str, where: str) -> None:
    assert where in PAGE
    for piece in BROKEN[kind].split():
        html = PAGE.replace(where, where + piece.replace("~", " "), 1)
        assert judge(html) is None, f"html5lib takes {piece!r}"
        with pytest.raises(AssertionError, match="not valid HTML"):
            read_strictly(html)


def break_somewhere(html: str, chance: random.Random) -> str:
    """The page with one thing wrong, or not: a tag too many, too few, renamed or elsewhere; a character too many or too few."""
    tags = list(TAG.finditer(html))
    one, other = sorted(chance.sample(tags, 2), key=lambda tag: tag.start())
    place = chance.randrange(len(html))
    return chance.choice(
        [
            html[: one.start()] + html[one.end() :],
            html[: one.end()] + one[0] + html[one.end() :],
            html[: one.end()] + other[0] + html[one.end() :],
            html[: one.start()] + other[0] + html[one.end() : other.start()] + one[0] + html[other.end() :],
            html[: one.start()] + re.sub(r"\w+", re.search(r"\w+", other[0])[0], one[0], count=1) + html[one.end() :],  # type: ignore[index]
            html[:place] + html[place + 1 :],
            html[:place] + chance.choice("<>&\"'/= \0!-;#a") + html[place:],
            html[:place],
        ]
    )


@pytest.mark.parametrize("seed", range(4))
def test_however_a_page_is_broken_html5lib_has_nothing_to_add(seed: int) -> None:
    chance = random.Random(seed)
    glances = 0
    for _ in range(150):
        html = break_somewhere(PAGE, chance)
        seen, judged = read_at_a_glance(html), judge(html)
        if seen is not None:
            glances += 1
            assert judged is not None, html
            assert tostring(seen) == tostring(judged), html
    assert glances > 5
