"""The middleware in front of Flask: answers public pages from memory, as finished bytes, and writes nothing down.

An answer depends on the address, the method, and two headers that say what the client can read or has (Accept-Encoding,
If-None-Match). It is the same for everybody.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from outreach.core.languages import ENGLISH
from outreach.core.logs import get_logger
from outreach.site.generations import ENCODINGS, Generation, read_generation
from outreach.site.rules import FEED, error_file, feed_headers, is_application_path, language_of, safety_headers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOK_EVERY_S = 1.0
_REMEMBERED = 512  # different Accept-Encoding headers kept in mind; a browser has one
_log = get_logger(__name__)


class Answer(NamedTuple):
    """One representation: the status line, its headers, its bytes, its ETag."""

    status: str
    headers: list[tuple[str, str]]
    body: list[bytes]
    etag: str


Representations = dict[str, Answer]  # by content coding
EMPTY: list[bytes] = []


def accepted_encoding(header: str) -> str:
    """The best of br, gzip and identity for an Accept-Encoding header (RFC 9110, 12.5.3). What cannot be parsed is ignored.

    A client that refuses all three gets identity: a page that it may not like, rather than none.
    """
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        found = re.fullmatch(r"\s*([a-z0-9*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*", part)
        if found:
            weights[found[1]] = float(found[2] or 1)
    fallback = weights.get("*", 0.0)
    offers = [(weights.get(name, weights.get(f"x-{name}", fallback)), name) for name in ("br", "gzip")]
    best, name = max(offers, key=lambda offer: offer[0])  # on a tie br, which is smaller
    return name if best > 0 and best >= weights.get("identity", 0.0) else "identity"


def is_known(etag: str, if_none_match: str) -> bool:
    """Whether an If-None-Match header names *etag* (RFC 9110, 13.1.2: weak comparison)."""
    candidates = (candidate.strip().removeprefix("W/") for candidate in if_none_match.split(","))
    return any(candidate in ("*", etag) for candidate in candidates)


class Shelf:
    """One generation, in memory: every address and every error page, with its representations."""

    def __init__(self, generation: Generation) -> None:
        self.folder = generation.folder
        self.pages: dict[str, Representations] = {}
        self.errors: dict[str, Representations] = {}
        shared, kept = list(generation.headers.items()), list(feed_headers(generation.headers).items())
        for path, entry in generation.files.items():
            answers = {}
            for encoding, suffix in ENCODINGS.items():
                body = Path(f"{generation.folder / path}{suffix}").read_bytes()
                etag = f'"{entry.etag}-{encoding}"'
                coding = [] if encoding == "identity" else [("Content-Encoding", encoding)]
                plain = [("Content-Type", entry.content_type), ("Content-Length", str(len(body))), ("Vary", "Accept-Encoding")]
                tag = [("ETag", etag)] if entry.address else []
                answers[encoding] = Answer(
                    _line(entry.status), [*plain, *coding, *tag, *(kept if path.endswith(FEED) else shared)], [body], etag
                )
            (self.pages if entry.address else self.errors)[entry.address or path] = answers
        self.shared = shared


class PublishedPages:
    """WSGI middleware: public pages from memory; addresses of the application go through to *app*; the rest is a 404.

    Looks for a new generation once a second, in one thread, while the others go on with the one they have.
    """

    def __init__(self, app: WSGIApplication, site: Path, *, hosts: frozenset[str]) -> None:
        self.app, self.site, self.hosts = app, site, hosts
        self.shelf: Shelf | None = None
        self.next_look = 0.0
        self.looking = threading.Lock()
        self.encodings: dict[str, str] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if time.monotonic() >= self.next_look:
            self._look()
        path = environ["PATH_INFO"]
        shelf = self.shelf
        page = shelf.pages.get(path) if shelf else None
        if page is None or environ["REQUEST_METHOD"] != "GET" or environ.get("HTTP_HOST", "") not in self.hosts:
            return self._unusual(environ, start_response, path, page)
        return self._send(environ, start_response, page)

    def _send(self, environ: WSGIEnvironment, start_response: StartResponse, page: Representations) -> Iterable[bytes]:
        accepts = environ.get("HTTP_ACCEPT_ENCODING", "")
        encoding = self.encodings.get(accepts) or self._remember(accepts)
        answer = page[encoding]
        if "HTTP_IF_NONE_MATCH" in environ and answer.status[0] == "2" and is_known(answer.etag, environ["HTTP_IF_NONE_MATCH"]):
            start_response(
                _line(304), [header for header in answer.headers if header[0] not in ("Content-Type", "Content-Length", "Content-Encoding")]
            )
            return EMPTY
        start_response(answer.status, answer.headers.copy())
        return answer.body

    def _remember(self, accepts: str) -> str:
        encoding = accepted_encoding(accepts)
        if len(self.encodings) < _REMEMBERED:
            self.encodings[accepts] = encoding
        return encoding

    def _unusual(self, environ: WSGIEnvironment, start_response: StartResponse, path: str, page: Representations | None) -> Iterable[bytes]:
        """Everything but a plain GET of a page that exists."""
        if not self._is_our_host(environ.get("HTTP_HOST", "")):
            return self._error(400, environ, start_response)
        if page is None and is_application_path(path):
            return self.app(environ, start_response)
        if page is None:
            return self._missing(environ, start_response, path)
        if environ["REQUEST_METHOD"] == "GET":
            return self._send(environ, start_response, page)
        if environ["REQUEST_METHOD"] == "HEAD":
            self._send(environ, start_response, page)
            return EMPTY
        return self._error(405, environ, start_response, ("Allow", "GET, HEAD"))

    def _missing(self, environ: WSGIEnvironment, start_response: StartResponse, path: str) -> Iterable[bytes]:
        if self.shelf is None:
            return self._error(503, environ, start_response, ("Retry-After", "10"))
        tag = language_of(path)
        address = f"/{tag}/" if path == f"/{tag}" else path.rstrip("/")
        if tag and address in self.shelf.pages:
            start_response(_line(308), [("Location", address), ("Content-Length", "0"), *self.shelf.shared])
            return EMPTY
        return self._error(404, environ, start_response)

    def _error(self, status: int, environ: WSGIEnvironment, start_response: StartResponse, *extra: tuple[str, str]) -> Iterable[bytes]:
        """The page for *status* in the language of the address, or in English."""
        tag = language_of(environ["PATH_INFO"]) or ENGLISH
        answers = self.shelf.errors.get(error_file(tag, status)) if self.shelf else None
        if answers is None:
            return _bare_error(status, start_response, extra)
        answer = answers[accepted_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        start_response(answer.status, [*answer.headers, *extra])
        return EMPTY if environ["REQUEST_METHOD"] == "HEAD" else answer.body

    def _is_our_host(self, host: str) -> bool:
        name = host.lower()
        return name in self.hosts or re.sub(r":\d{1,5}$", "", name) in self.hosts

    def _look(self) -> None:
        """Take up the current generation if it is another one. Only one thread looks; a failure keeps what there is."""
        if not self.looking.acquire(blocking=self.shelf is None):  # the first readers wait for the first set
            return
        try:
            folder = self.site / (self.site / "current").readlink()
            if self.shelf is None or self.shelf.folder != folder:
                self.shelf = Shelf(read_generation(folder))
        except FileNotFoundError:
            pass  # nothing published yet, or a generation pruned while we read it: the next look finds the newer one
        except (OSError, ValueError, KeyError, TypeError, json.JSONDecodeError) as error:
            _log.error("published pages cannot be read", error=type(error).__name__)
        finally:
            self.next_look = time.monotonic() + LOOK_EVERY_S
            self.looking.release()


def _line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


def _bare_error(status: int, start_response: StartResponse, extra: Iterable[tuple[str, str]]) -> Iterable[bytes]:
    """Before the first publication there is no page for an error either."""
    body = f"{HTTPStatus(status).phrase}. In an emergency call 999.\n".encode()
    plain = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(_line(status), [*plain, *safety_headers(style="", script="").items(), *extra])
    return [body]
