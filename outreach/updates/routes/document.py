"""The document itself: on the screen, on paper, as a PDF, and as the bytes that its hash is of."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from outreach.accounts.access import current_config, requires
from outreach.accounts.rules import STAFF
from outreach.commitments.queries import find_withdrawn
from outreach.core.dates import LONDON
from outreach.updates.assembling import assemble
from outreach.updates.labels import REFUSALS, WORDS
from outreach.updates.letter import Letter, digest, read_canonical
from outreach.updates.models import ProgressUpdate
from outreach.updates.pdf import PdfFailed, render_pdf
from outreach.updates.routes import bp, find_update
from outreach.updates.rules import Refusal, State


@bp.get("/<uuid:update_id>/document")
@requires(*STAFF)
def document(update_id: UUID) -> ResponseReturnValue:
    """A frozen one is read from what was frozen, and its hash is computed anew; any other is what it would be now."""
    update = find_update(update_id, has_content=True)
    letter = _letter(update)
    is_frozen = update.state == State.FROZEN
    return render_template(
        "updates/document.html",
        update=update,
        letter=letter,
        words=WORDS,
        known={source.ref for source in letter.sources},
        is_frozen=is_frozen,
        frozen_on=update.frozen_at.astimezone(LONDON).date().isoformat() if update.frozen_at else "",
        is_intact=not is_frozen or digest(update.content) == update.digest,
        withdrawn=find_withdrawn([source.ref for source in letter.sources]) if is_frozen else [],
    )


@bp.get("/<uuid:update_id>/document.pdf")
@requires(*STAFF)
def pdf(update_id: UUID) -> ResponseReturnValue:
    """The PDF that was frozen, byte for byte; of a draft one that says on every page that it is a draft."""
    update = find_update(update_id, has_content=True)
    if update.state == State.FROZEN:
        return _file(update.pdf or b"", "application/pdf", f"{_file_name(update)}.pdf", tag=f"{update.digest}-pdf")
    try:
        made = render_pdf(_letter(update), digest="", made_on=current_config().clock().astimezone(LONDON).date(), is_frozen=False)
    except PdfFailed:
        return render_template("staff/error.html", heading=update.title, advice=REFUSALS[Refusal.PDF], layout="layouts/staff.html"), 422
    return _file(made, "application/pdf", f"draft-{_file_name(update)}.pdf")


@bp.get("/<uuid:update_id>/content.json")
@requires(*STAFF)
def content(update_id: UUID) -> ResponseReturnValue:
    """The bytes that the hash is of: whoever has them and the PDF can check that both are the same."""
    update = find_update(update_id, has_content=True)
    if update.state != State.FROZEN:
        abort(404)
    return _file(update.content.encode(), "application/json", f"{_file_name(update)}.json", tag=update.digest, is_saved=True)


def _letter(update: ProgressUpdate) -> Letter:
    return read_canonical(update.content) if update.state == State.FROZEN else assemble(update)


def _file_name(update: ProgressUpdate) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", update.title.lower()).strip("-") or "progress-update"
    return f"{words[:60]}-{update.digest[:8]}".rstrip("-")


def _file(body: bytes, kind: str, name: str, *, tag: str = "", is_saved: bool = False) -> Response:
    """A file to be read in the browser, or, with *is_saved*, to be kept. *tag* names bytes that never change."""
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f'{"attachment" if is_saved else "inline"}; filename="{name}"'
    if tag:
        response.set_etag(tag)
    return response
