"""Addresses and headers of the public pages: pure, and the only place that spells them."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.core.languages import LANGUAGES

HOME = "home"
FEED = ".ics"  # how the address of a calendar ends

# First segments of addresses that are the application's. A test compares them with the languages and with the routes.
RESERVED = frozenset(["api", "assets", "exit", "healthz", "hooks", "m", "manage", "metrics", "partners", "q", "readyz"])

# Statuses that have a page of their own in every language.
ERRORS = (400, 404, 405, 500, 503)

PERMISSIONS = "browsing-topics camera display-capture geolocation microphone payment usb"


def slug_of(slug: str, area: str) -> str:
    """What follows the language in the address of a page, or of the page that *area* has of it: 'your-information/kent'."""
    return f"{slug}/{area}" if area else slug


def page_path(tag: str, slug: str) -> str:
    """The address of a page: '/ur/' for the home page, '/ur/your-information' for any other."""
    return f"/{tag}/" if slug == HOME else f"/{tag}/{slug}"


def page_file(tag: str, slug: str) -> str:
    """Where the page lies in the export tree."""
    return f"{tag}/index.html" if slug == HOME else f"{tag}/{slug}.html"


def feed_path(tag: str, slug: str) -> str:
    """Where the calendar of a page lies in the export tree."""
    return f"{tag}/{slug}{FEED}"


def error_file(tag: str, status: int) -> str:
    """Where the page for an error lies in the export tree. The underscore keeps it apart from every slug."""
    return f"{tag}/_{status}.html"


def language_of(path: str) -> str | None:
    """The language whose pages *path* belongs to, or None."""
    first = path[1:].partition("/")[0]
    return first if first in LANGUAGES else None


def is_application_path(path: str) -> bool:
    """Whether *path* is answered by the application and not from the published files."""
    return path[1:].partition("/")[0] in RESERVED


def feed_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The *headers* of every public page as a calendar has them: whoever keeps it asks each time whether it is still the same."""
    return {**headers, "Cache-Control": "no-cache"}


def safety_headers(*, style: str, script: str) -> dict[str, str]:
    """The headers of every public page. *style* and *script* are CSP hash sources ('sha256-…') of the inline ones, or ''."""
    policy = {
        "default-src": "'none'",
        "style-src": style,
        "script-src": script,
        "img-src": "data:",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Cache-Control": "no-store",
        "CDN-Cache-Control": "public, max-age=60",
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items() if value),
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in PERMISSIONS.split()),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
