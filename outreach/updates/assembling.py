"""From the register to the words of a document: what a new section begins with, and the whole of an update as it would be printed now."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import force_locale

from outreach.alerts.queries import find_told
from outreach.commitments.labels import STATES, places_label
from outreach.commitments.models import Commitment, Evidence
from outreach.commitments.rules import GOING_ON
from outreach.commitments.rules import State as Standing
from outreach.core.areas import AREAS
from outreach.outcomes.rules import Count
from outreach.updates.labels import FEW, day_in_english
from outreach.updates.letter import Alerts, Letter, Party, Section, Source
from outreach.updates.models import ProgressUpdate, UpdateParty, UpdateSection

_NOT_DONE = {
    Standing.TO_ENTER: "The register has this row without its text.",
    Standing.OPEN: "Open.",
    Standing.IN_PROGRESS: "In progress, and not done.",
    Standing.ANNOUNCED: "Announced. Nothing published has been found.",
    Standing.DISAGREED: "Not accepted.",
    Standing.REJECTED: "Rejected by the addressee.",
}


def begin_texts(commitment: Commitment, evidence: Sequence[Evidence]) -> dict[str, str]:
    """What the register gives for 'done', 'not_done' and 'gaps' of a commitment, to be written on by a person.

    Each piece of evidence is a line that refers to it. Nothing is said to be complete: 'gaps' stays empty where the register knows of none.
    """
    done = "\n".join(f"{piece.title} ({day_in_english(piece.dated_on.isoformat())}) [{piece.ref}]." for piece in evidence)
    state = Standing(commitment.state)
    not_done = [text for text in (_NOT_DONE.get(state, ""), commitment.position) if text]
    if state in GOING_ON and commitment.due_on:
        not_done.append(f"Due on {day_in_english(commitment.due_on.isoformat())}.")
    gaps = []
    if not commitment.official_text:
        gaps.append("The official text has not been entered.")
    elif not commitment.confirmed_on:
        gaps.append("The text of the commitment has not been compared with its source.")
    if not evidence:
        gaps.append("No evidence is recorded.")
    return {"done": done, "not_done": " ".join(not_done), "gaps": " ".join(gaps)}


def assemble(update: ProgressUpdate) -> Letter:
    """The update as it would be printed now, from its parts, the register and the practice alerts of its period, in English. Its parts have
    to be loaded.
    """
    with force_locale("en"):
        sections = tuple(_section(section) for section in update.sections if not section.is_left_out)
    return Letter(
        title=update.title, dated=update.dated_on.isoformat(),
        period_from=update.period_from.isoformat(), period_to=update.period_to.isoformat(),
        addressee_name=update.addressee_name, addressee_office=update.addressee_office, addressee_body=update.addressee_body,
        address=update.address, salutation=update.salutation, opening=update.opening, closing=update.closing,
        signed_name=update.signed_name, signed_office=update.signed_office,
        sections=sections, parties=tuple(_party(party) for party in update.parties if not party.is_left_out),
        alerts=_alerts(update),
    )  # fmt: skip


def find_unnamed(update: ProgressUpdate) -> list[str]:
    """The organisations on record that have not agreed to be named; one that is left out of the document has agreed to nothing either."""
    return [party.name for party in update.parties if party.approved_on is None]


def _section(section: UpdateSection) -> Section:
    commitment = section.commitment
    pieces = sorted((source.evidence for source in section.sources), key=lambda piece: piece.number)
    return Section(
        key=commitment.key, summary=commitment.summary, addressee=commitment.addressee, promised=commitment.official_text,
        confirmed=commitment.confirmed_on.isoformat() if commitment.confirmed_on else "", state=str(STATES[Standing(commitment.state)]),
        done=section.done, not_done=section.not_done, gaps=section.gaps,
        sources=tuple(_source(piece) for piece in pieces if piece.withdrawn_at is None),
    )  # fmt: skip


def _source(piece: Evidence) -> Source:
    places = str(places_label(piece.places))
    return Source(piece.ref, piece.title, piece.dated_on.isoformat(), places, piece.url, piece.reference)


def _alerts(update: ProgressUpdate) -> tuple[Alerts, ...]:
    """By area, in the order of the areas. What happened after the period changes nothing, but for an alert that is withdrawn."""
    told = find_told(update.period_from, update.period_to)
    return tuple(
        Alerts(area.name, *(_number(count) for count in (told[slug].waiting, told[slug].late, told[slug].answered, told[slug].disputed)))
        for slug, area in AREAS.items()
        if slug in told
    )


def _number(count: Count) -> str:
    return str(count.least) if count.is_exact else FEW


def _party(party: UpdateParty) -> Party:
    if party.approved_on is None:
        return Party(party.described_as, "", party.contribution, party.dissent)
    return Party(party.name, party.approved_on.isoformat(), party.contribution, party.dissent)
