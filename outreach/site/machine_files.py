"""Files that machines ask for: robots.txt, sitemap.xml, security.txt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from xml.sax.saxutils import quoteattr

from outreach.content.library import Library
from outreach.content.rules import areas_of, is_offered, is_written_in
from outreach.core.config import Config
from outreach.core.i18n import is_complete
from outreach.core.languages import LANGUAGES
from outreach.site.rules import page_path, slug_of

SECURITY_TXT_LASTS = timedelta(days=365)


def render_machine_files(library: Library, config: Config, *, today: date) -> Iterator[tuple[str, str, bytes]]:
    """(path in the export tree, content type, bytes) of each file. A demonstration asks robots to stay away."""
    robots = "Disallow: /" if config.is_demo else f"Allow: /\nSitemap: {config.public_url}/sitemap.xml"
    yield "robots.txt", "text/plain; charset=utf-8", f"User-agent: *\n{robots}\n".encode()
    yield "sitemap.xml", "application/xml; charset=utf-8", _sitemap(library, config).encode()
    expires = datetime.combine(date(today.year, 1, 1) + 2 * SECURITY_TXT_LASTS, time(), UTC)
    security = f"Contact: {config.public_url}/en/\nExpires: {expires.isoformat()}\nPreferred-Languages: en\n"
    yield ".well-known/security.txt", "text/plain; charset=utf-8", security.encode()


def _sitemap(library: Library, config: Config) -> str:
    """Each page in the languages that it is written in, each naming the others (hreflang).

    The alternates live here and not in the pages, which stay light. A language that is not offered is not listed.
    """
    offered = [tag for tag in LANGUAGES if is_complete(tag) and is_offered(library, tag, is_demo=config.is_demo)]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    whole = [(page, slug_of(page.slug, area)) for page in library.pages for area in ("", *areas_of(page, library))]
    for page, slug in whole:
        addresses = {tag: config.public_url + page_path(tag, slug) for tag in offered if is_written_in(page, tag)}
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(LANGUAGES[tag].html)} href={quoteattr(address)}/>'
            for tag, address in addresses.items()
        )
        lines += [f"<url><loc>{address}</loc>{alternates}</url>" for address in addresses.values()]
    return "\n".join([*lines, "</urlset>", ""])
