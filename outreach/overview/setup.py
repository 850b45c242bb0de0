"""Pages that read many features, attached to the application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from outreach.accounts.access import current_account
from outreach.accounts.routes import people
from outreach.accounts.rules import Role
from outreach.campaigns.access import current_asker
from outreach.campaigns.routes import READERS as PLANNERS
from outreach.core.jobs import Job, JobStatus
from outreach.core.languages import LANGUAGES
from outreach.outbox.rules import State
from outreach.overview.labels import JOBS, MAIL_KINDS, MAIL_STATES
from outreach.overview.organisation import find_hosted
from outreach.overview.outbox import COLOURS
from outreach.overview.routes import bp, home, jobs, mails, metrics, organisation, timeline, trail, work
from outreach.partners.routes.pages import own_bp
from outreach.web.cells import Tag, page_cell
from outreach.web.language import language_name
from outreach.web.navigation import ADMINISTRATION, PLANNING, Section, add_section

VIEWS = (home, organisation)  # what their modules register


def set_up_overview(app: Flask, worker_jobs: tuple[Job, ...]) -> None:
    """Home page, audit trail, outbox and jobs. *worker_jobs* are those of the worker, which stands on a floor above."""
    app.extensions["jobs"] = worker_jobs
    for each in (bp, timeline.bp, trail.bp, mails.bp, jobs.bp, metrics.bp, work.bp, own_bp):
        app.register_blueprint(each)
    app.jinja_env.filters.update(
        job_name=lambda name: JOBS.get(name, name),
        job_tag=job_tag,
        language_name=language_name,
        mail_kind=lambda key: MAIL_KINDS.get(key, key),
        mail_state=lambda state: page_cell(Tag(MAIL_STATES[State(state)], COLOURS.get(State(state), "red"))),
        tongue=tongue,
    )
    app.jinja_env.globals["hosted_events"] = hosted_events
    add_section(app, Section(_("Your organisation"), "own.index", is_shown=is_partner, also=("agreements",)))
    add_section(app, Section(_("Timeline"), "timeline.index", PLANNING, is_shown=lambda: current_account().role in PLANNERS))
    add_section(app, Section(_("People"), "people.index", ADMINISTRATION, is_shown=lambda: current_account().role in people.READERS))
    add_section(app, Section(_("Audit trail"), "trail.index", ADMINISTRATION, is_shown=lambda: current_account().role in trail.READERS))
    add_section(app, Section(_("Outbox"), "mails.index", ADMINISTRATION, is_shown=sees_everything))
    add_section(app, Section(_("Jobs"), "jobs.index", ADMINISTRATION, is_shown=sees_everything))


def is_partner() -> bool:
    """Whether the present account speaks for an organisation."""
    return current_account().role == Role.PARTNER


def sees_everything() -> bool:
    """Whether the present account sees what is not of any one area."""
    return current_account().role in mails.READERS and current_account().scope.is_national


def hosted_events(organisation_id: UUID) -> Sequence[Any]:
    """The events that an organisation hosts and the present member of staff may see: for the page of vetting, which is below events."""
    return find_hosted(organisation_id, asker=current_asker())


def tongue(tag: str) -> Markup:
    """The attributes of an element in another language than the page's."""
    language = LANGUAGES[tag]
    return Markup(' lang="{}" dir="{}"').format(language.html, language.direction)


def job_tag(status: JobStatus) -> Markup:
    """How a job stands, as a word in a colour."""
    state = status.state
    if status.is_running:
        tag = Tag(gettext("Running"), "blue")
    elif state is None or state.finished_at is None:
        tag = Tag(gettext("Not run yet"), "grey")
    elif state.error:
        tag = Tag(gettext("Failed: %(kind)s", kind=state.error), "red")
    else:
        tag = Tag(gettext("Well"), "green")
    return Markup(page_cell(tag))  # noqa: S704 - a component of govuk-frontend, which escapes
