"""Events into and out of CSV files. A file is looked at first, and kept nowhere: its text travels with the form that imports it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, flash, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError

from outreach.accounts.access import current_config, requires
from outreach.campaigns.access import current_asker
from outreach.core.csv_text import neutralise, write_rows
from outreach.core.db import db
from outreach.events.access import current_act
from outreach.events.importing import NotReady, Planned, Verdict, carry_out, plan_import
from outreach.events.lists import EVENTS, events_listed
from outreach.events.models import Event
from outreach.events.routes import CHANGERS, READERS, bp
from outreach.events.sheet import COLUMNS, SheetRefused, read_file, read_lines
from outreach.events.sheet_forms import ImportForm, fault_text, why
from outreach.events.sheet_queries import cells_of_many, find_names
from outreach.web.forms import form_page
from outreach.web.limits import takes_files
from outreach.web.listing import MOST_ROWS, Asked

LARGEST = 4 * 2**20  # bytes of a form with 2,000 rows, sent back as they were read
AT_ONCE = 500


@bp.route("/import", methods=["GET", "POST"])
@requires(*CHANGERS)
@takes_files(largest=LARGEST)
def import_events() -> ResponseReturnValue:
    """Look at a file, row by row; then import it, all or nothing."""
    form, planned = ImportForm(), list[Planned]()
    is_confirmed = bool(form.text.data) and request.form.get("act") == "import"
    if is_confirmed:
        form.check_only_the_text()
    if form.validate_on_submit():
        try:
            text = form.text.data if is_confirmed else read_file(form.file.data.read())
            _columns, lines = read_lines(text)
            if is_confirmed:
                return _import(lines)
            planned = plan_import(lines, current_act())
            form.text.process_data(text)
        except SheetRefused as refused:
            form.refuse(form.file, fault_text(refused))
        except (NotReady, IntegrityError):  # the latter where somebody imports the same file at once
            db.session.rollback()
            flash(_("Something has changed meanwhile. Look at the file again."), "error")
            return redirect(url_for(".import_events"), 303)
    return _page(form, planned)


def _import(lines: Sequence[Any]) -> ResponseReturnValue:
    done = Counter(one.verdict for one in carry_out(lines, current_act()))
    db.session.commit()
    made = ngettext("%(num)d event is new.", "%(num)d events are new.", done[Verdict.NEW])
    changed = ngettext("%(num)d is changed.", "%(num)d are changed.", done[Verdict.CHANGED])
    flash(f"{made} {changed}", "success")
    return redirect(url_for(".index"), 303)


def _page(form: ImportForm, planned: Sequence[Planned]) -> ResponseReturnValue:
    counts = Counter(one.verdict for one in planned)
    rows = [(one, why(one)) for one in sorted(planned, key=lambda one: (one.verdict is not Verdict.WRONG, one.number))]
    is_ready = bool(planned) and not counts[Verdict.WRONG] and counts[Verdict.SAME] < len(planned)
    return form_page("events/import.html", form=form, rows=rows, counts=counts, verdicts=[*Verdict], is_ready=is_ready, columns=COLUMNS)


@bp.get("/export")
@requires(*READERS)
def export_events() -> ResponseReturnValue:
    """The events of the list as it is filtered, in the columns that an import reads."""
    ids = Asked(EVENTS, request.args).narrow(events_listed(current_asker())).with_only_columns(Event.id).order_by(Event.starts_at, Event.id)
    found = db.session.scalars(ids.limit(MOST_ROWS)).all()

    def rows() -> Iterator[list[str]]:
        yield list(COLUMNS)
        names = find_names()
        for first in range(0, len(found), AT_ONCE):
            for cells in cells_of_many(found[first : first + AT_ONCE], names, asker=current_asker()):
                yield [neutralise(cells[name]) for name in COLUMNS]

    name = f"events-to-import-{current_config().clock():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream_with_context(write_rows(rows())), content_type="text/csv; charset=utf-8", headers=headers)
