"""The few public addresses that are not published files: the way out, and two for operators. For staff, what is printed of the pages."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from outreach.accounts.access import requires
from outreach.content.queries import find_library, without_invented
from outreach.core.areas import AREAS
from outreach.core.config import Config
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.core.jobs import is_worker_silent
from outreach.core.languages import LANGUAGES
from outreach.events.routes import READERS
from outreach.events.routes.calendar import VIEWS
from outreach.events.told import find_programme
from outreach.site.generations import find_current
from outreach.site.operations import site_folder
from outreach.site.printing import languages_printed, print_programme
from outreach.site.rendering import hash_source, render_error
from outreach.site.rules import ERRORS, safety_headers
from outreach.web.access import public
from outreach.web.headers import is_staff_path

bp = Blueprint("site", __name__)
programme_bp = Blueprint("programme", __name__, url_prefix="/manage/events/programme")


def _config() -> Config:
    config: Config = current_app.config["OUTREACH"]
    return config


@bp.get("/exit")
@public
def leave() -> ResponseReturnValue:
    """A bare redirect away from here. No Clear-Site-Data: it can stall a browser, and there is nothing to clear."""
    return Response(status=303, headers={"Location": _config().exit_url})


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Whether this process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Whether readers can be served. A stopped worker is told, and is no reason to take the pages away from readers."""
    try:
        db.session.execute(text("SELECT 1"))
        worker = "stopped" if is_worker_silent(_config().clock()) else "running"
        database = "ok"
    except SQLAlchemyError:
        worker, database = "unknown", "failed"
    current = find_current(site_folder(_config()))
    answer = jsonify(database=database, worker=worker, publication=current.number if current else None)
    return answer, 200 if current and database == "ok" else 503


@programme_bp.get("")
@requires(*READERS)
def programme() -> ResponseReturnValue:
    """The public events of an area, to be printed in a language that readers are offered."""
    config, library = _config(), find_library()
    today = config.clock().astimezone(LONDON).date()
    tags = languages_printed(library, config, today) if library else []
    area, tag = request.args.get("area", ""), request.args.get("language", "")
    sheet = None
    if library and area in AREAS and tag in tags:
        shown = library if config.is_demo else without_invented(library)
        sheet = print_programme(shown, find_programme(today), config, area=area, tag=tag, today=today)
    return render_template(
        "events/programme.html",
        sheet=sheet,
        is_missing=area in AREAS and tag in LANGUAGES and sheet is None,
        areas=[{"value": slug, "text": one.name, "selected": slug == area} for slug, one in AREAS.items()],
        tongues=[{"value": each, "text": LANGUAGES[each].english_name, "selected": each == tag} for each in tags],
        views=VIEWS,
        today=today,
    )


@bp.after_app_request
def add_safety_headers(response: Response) -> Response:
    """Public answers of the application carry the same headers as the published pages."""
    if is_staff_path(request.path):
        return response
    for name, value in safety_headers(style=hash_source("css/reader.css"), script=hash_source("js/exit.js")).items():
        if name != "CDN-Cache-Control":  # nobody else may keep an answer of the application
            response.headers.setdefault(name, value)
    response.headers.add("Vary", "Accept-Encoding")
    return response


def show_error(status: int) -> bytes:
    """The page for an error outside the signed-in part; any status without a page of its own is shown as a request that cannot be read."""
    return render_error(status if status in ERRORS else 400, _config())
