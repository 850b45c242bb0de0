"""Events into and out of CSV files. A file is looked at first, and kept nowhere: its text travels with the form that imports it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from flask import Response, flash, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError

from outreach.accounts.access import current_config, requires
from outreach.accounts.rules import Role
from outreach.campaigns.access import current_asker
from outreach.core.csv_text import neutralise, write_rows
from outreach.core.db import db
from outreach.events.access import current_act
from outreach.events.assigning import Act
from outreach.events.forms import reason_in
from outreach.events.importing import NotReady, Planned, Verdict, carry_out, find_worth_knowing, plan_import
from outreach.events.lists import EVENTS, events_listed
from outreach.events.models import Event
from outreach.events.report import find_taken_names
from outreach.events.routes import CHANGERS, READERS, bp
from outreach.events.sheet import COLUMNS, Line, SheetRefused, read_file, read_lines
from outreach.events.sheet_forms import IMPORT, ImportForm, fault_text, why
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
    """Look at a file, row by row, and again with a lead's reason where somebody is taken twice; then import it, all or nothing."""
    form, planned, act = ImportForm(), list[Planned](), request.form.get("act", "")
    form.begin(act, may_override=current_asker().role is Role.LEAD)
    is_whole = form.validate_on_submit()
    if form.is_submitted() and not form.file.errors:
        doer = current_act(reason_in(form) if is_whole else "")
        try:
            text = read_file(form.file.data.read()) if form.file.data else form.text.data
            _columns, lines = read_lines(text)
            if act == IMPORT and is_whole:
                return _import(lines, doer)
            planned = find_worth_knowing(plan_import(lines, doer), asker=doer.asker)
            form.text.process_data(text)
        except SheetRefused as refused:
            form.refuse(form.file, fault_text(refused))
        except (NotReady, IntegrityError):  # the latter where somebody imports the same file at once
            db.session.rollback()
            flash(_("Something has changed meanwhile. Look at the file again."), "error")
            return redirect(url_for(".import_events"), 303)
    return _page(form, planned)


def _import(lines: Sequence[Line], doer: Act) -> ResponseReturnValue:
    done = Counter(one.verdict for one in carry_out(lines, doer))
    db.session.commit()
    made = ngettext("%(num)d event is new.", "%(num)d events are new.", done[Verdict.NEW])
    changed = ngettext("%(num)d is changed.", "%(num)d are changed.", done[Verdict.CHANGED])
    flash(f"{made} {changed}", "success")
    return redirect(url_for(".index"), 303)


def _page(form: ImportForm, planned: Sequence[Planned]) -> ResponseReturnValue:
    counts, wrong = Counter(one.verdict for one in planned), [one for one in planned if one.verdict is Verdict.WRONG]
    names = find_taken_names(thing for one in planned for thing in one.taken)
    rows = [(one, why(one, names, reason_in(form))) for one in sorted(planned, key=lambda one: (one not in wrong, one.number))]
    return form_page(
        "events/import.html",
        form=form,
        rows=rows,
        reason=reason_in(form),
        counts=counts,
        verdicts=[*Verdict],
        has_findings=any(one.notable or one.duplicates or one.like_rows for one in planned),
        is_ready=bool(planned) and not wrong and counts[Verdict.SAME] < len(planned),
        can_stand="override" in form and bool(wrong) and all(one.taken for one in wrong),
        columns=COLUMNS,
    )


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
