"""The API of Open Referral UK at `/api/oruk`: no key, no cookie, open to every origin, told apart by ETag. Nothing of who asks is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, request

from outreach.accounts.access import current_config
from outreach.openreferral.assembling import full_service, list_entry, located_service, tombstone
from outreach.openreferral.document import PROFILE, VERSION, write_document
from outreach.openreferral.parameters import PAGED, SEARCHED, Parameter, Wanted, WrongParameter, read_wanted
from outreach.openreferral.queries import (
    find_descriptions,
    find_ids_in_feed,
    find_located,
    find_service,
    find_tombstone,
    find_withdrawals,
    list_services,
)
from outreach.openreferral.routes import bp
from outreach.openreferral.schemas import body_of, page_of
from outreach.openreferral.taxonomies import TAXONOMIES, TERMS
from outreach.web.access import public

_NOBODY = UUID(int=0)


@bp.after_request
def open_to_all(response: Response) -> Response:
    """Every origin may read it, and caches ask each time whether it still holds."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@bp.errorhandler(WrongParameter)
def refuse(error: WrongParameter) -> Response:
    return _answer({"error": f"{error.name} {error.reason}", "parameter": error.name}, status=422)


@bp.get("/")
@public
def index() -> Response:
    address = f"{current_config().public_url}/api/oruk"
    return _answer({"version": VERSION, "profile": PROFILE, "openapi_url": f"{address}/openapi.json"})


@bp.get("/openapi.json")
@public
def openapi() -> Response:
    return _answer(write_document(f"{current_config().public_url}/api/oruk"))


@bp.get("/services")
@public
def services() -> Response:
    wanted, now = _read(SEARCHED), current_config().clock()
    total, found = list_services(now, wanted)
    live, texts = find_ids_in_feed([one.id for one in found], now), find_descriptions(found)
    left = find_withdrawals([one.organisation_id for one in found if one.id not in live])
    made = tuple(
        list_entry(one, texts[one.id], now) if one.id in live else tombstone(one, left.get(one.organisation_id or _NOBODY)) for one in found
    )
    return _answer(page_of(made, total=total, number=wanted.page, size=wanted.per_page))


@bp.get("/services/<key>")
@public
def service(key: str) -> Response:
    known, now = _read_id(key), current_config().clock()
    if found := find_service(known, now):
        return _answer(body_of(full_service(found, find_descriptions([found])[found.id], now)))
    if gone := find_tombstone(known, now):
        return _answer(body_of(tombstone(gone, find_withdrawals([gone.organisation_id]).get(gone.organisation_id or _NOBODY))))
    return _not_found()


@bp.get("/service_at_locations")
@public
def service_at_locations() -> Response:
    wanted, now = _read(SEARCHED), current_config().clock()
    total, found = list_services(now, wanted, at_location=True)
    texts = find_descriptions(found)
    made = tuple(located_service(one, texts[one.id], now) for one in found)
    return _answer(page_of(made, total=total, number=wanted.page, size=wanted.per_page))


@bp.get("/service_at_locations/<key>")
@public
def service_at_location(key: str) -> Response:
    known, now = _read_id(key), current_config().clock()
    found = find_located(known, now)
    if found is None:
        return _not_found()
    return _answer(body_of(located_service(found, find_descriptions([found])[found.id], now, is_full=True)))


@bp.get("/taxonomies")
@public
def taxonomies() -> Response:
    return _page_of_all(tuple(TAXONOMIES.values()), _read(PAGED))


@bp.get("/taxonomies/<key>")
@public
def taxonomy(key: str) -> Response:
    found = TAXONOMIES.get(_read_id(key))
    return _answer(body_of(found)) if found else _not_found()


@bp.get("/taxonomy_terms")
@public
def taxonomy_terms() -> Response:
    return _page_of_all(tuple(term.body for term in TERMS.values()), _read(PAGED))


@bp.get("/taxonomy_terms/<key>")
@public
def taxonomy_term(key: str) -> Response:
    found = TERMS.get(_read_id(key))
    return _answer(body_of(found.body)) if found else _not_found()


def _read(allowed: Mapping[str, Parameter]) -> Wanted:
    return read_wanted(request.args, allowed)


def _read_id(text: str) -> UUID:
    """The id that an address ends with; nobody's where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return _NOBODY


def _page_of_all(everything: tuple[Any, ...], wanted: Wanted) -> Response:
    start = (wanted.page - 1) * wanted.per_page
    return _answer(page_of(everything[start : start + wanted.per_page], total=len(everything), number=wanted.page, size=wanted.per_page))


def _not_found() -> Response:
    return _answer({"error": "There is none of that id here."}, status=404)


def _answer(body: Any, *, status: int = 200) -> Response:
    """*body* as JSON, with the ETag of its bytes; 304 where the cache that asks has them."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    response = Response(text, status=status, mimetype="application/json")
    response.set_etag(hashlib.sha256(text).hexdigest()[:32])
    if status == 200:
        response.make_conditional(request)
    return response
