"""Lists of mails, and of addresses that are not written to."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext

from outreach.outbox.models import Mail, Suppression
from outreach.outbox.rules import Reason, State
from outreach.overview.labels import MAIL_KINDS, MAIL_STATES, SUPPRESSIONS
from outreach.web.cells import Address, Tag
from outreach.web.filters import Between, OneOf, Search
from outreach.web.language import language_name
from outreach.web.listing import Column, Empty, Listing

COLOURS = {State.WAITING: "blue", State.SENDING: "blue", State.SENT: "green", State.KEPT: "grey", State.SUPPRESSED: "yellow"}

MAILS = Listing(
    columns=(
        Column("subject", _("Subject"), lambda mail: mail.subject, sort=Mail.subject),
        Column("address", _("To"), lambda mail: Address(mail.address), sort=Mail.address),
        Column("kind", _("Kind"), lambda mail: MAIL_KINDS.get(mail.kind, mail.kind), sort=Mail.kind),
        Column("language", _("Language"), lambda mail: language_name(mail.language), sort=Mail.language),
        Column(
            "state", _("State"), lambda mail: Tag(MAIL_STATES[State(mail.state)], COLOURS.get(State(mail.state), "red")), sort=Mail.state
        ),
        Column("created", _("Written"), lambda mail: mail.created_at, sort=Mail.created_at),
    ),
    filters=(
        Search((Mail.subject, Mail.address)),
        OneOf("state", _("State"), [*MAIL_STATES.items()], Mail.state),
        OneOf("kind", _("Kind"), [*MAIL_KINDS.items()], Mail.kind),
        Between("created", _("Written"), Mail.created_at),
    ),
    key=Mail.id,
    link=lambda mail: url_for("mails.mail", mail_id=mail.id),
    default_sort="-created",
    count=lambda number: ngettext("%(num)s mail", "%(num)s mails", number),
    empty=Empty(
        _("No mail has been written yet"), _("Every mail is a row here first, with what became of it. Links that are secret are not in it.")
    ),
    file_name="outbox",
)

SUPPRESSED = Listing(
    columns=(
        Column("address", _("Address"), lambda row: row.address, sort=Suppression.address),
        Column("reason", _("Reason"), lambda row: SUPPRESSIONS[Reason(row.reason)], sort=Suppression.reason),
        Column("since", _("Since"), lambda row: row.since, sort=Suppression.since),
    ),
    filters=(Search((Suppression.address,)), OneOf("reason", _("Reason"), [*SUPPRESSIONS.items()], Suppression.reason)),
    key=Suppression.id,
    link=lambda row: url_for("mails.lift", suppression_id=row.id),
    default_sort="-since",
    count=lambda number: ngettext("%(num)s address", "%(num)s addresses", number),
    empty=Empty(_("Every address is written to"), _("An address comes here when mail to it comes back, or when its owner wants no more.")),
    file_name="suppressions",
)
