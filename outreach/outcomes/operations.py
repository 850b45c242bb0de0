"""What is recorded of an event that is over. Each act is on record under the event's id, with names of fields and never a number.

Whoever calls has asked `events.rules.may_change`, and has the event locked. *values* are `attended` (a Count), `split`, `groups`, `themes`,
`note`, `materials` and `interpreting` as `queries.values_of` gives them, and `actions` (id, title, owner, day) that are new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from outreach.audit.operations import record
from outreach.campaigns.models import Action, Campaign
from outreach.campaigns.operations import add_part
from outreach.campaigns.rules import Doing
from outreach.core.db import db
from outreach.events.assigning import Act
from outreach.events.models import Event
from outreach.outcomes.models import Outcome, OutcomeGroup, OutcomeLanguage, OutcomeMaterial, OutcomeTheme, RaisedAction
from outreach.outcomes.queries import find_outcome, values_of
from outreach.outcomes.rules import Count, OutcomeRefused, Split, find_excess, find_refusal, protect

Raised = tuple[UUID, str, UUID | None, date | None]


def subject_of(event_id: UUID) -> str:
    """How the trail names what came of an event."""
    return f"outcome/{event_id}"


def record_outcome(event: Event, values: Mapping[str, Any], doer: Act) -> Outcome:
    """Keep what came of an event, or what is known better now; done twice, it changes nothing. Raises OutcomeRefused."""
    if refusal := find_refusal(event.ends_at, doer.now, is_cancelled=event.is_cancelled):
        raise OutcomeRefused(refusal)
    new = settle(values)
    outcome = find_outcome(event.id, is_locked=True)
    is_new = outcome is None
    if outcome is None:
        outcome = Outcome(event_id=event.id, recorded_by_id=doer.by, recorded_at=doer.now, changed_at=doer.now)
        outcome.groups, outcome.heard, outcome.handed, outcome.spoken, outcome.raised = [], [], [], [], []
        changed = sorted(new)
    else:
        present = values_of(outcome)
        changed = sorted(name for name, value in new.items() if present[name] != value)
    _assign(outcome, new, changed)
    db.session.add(outcome)
    db.session.flush()
    if _raise_actions(event, outcome, values["actions"], doer):
        changed.append("actions")
    if changed:
        outcome.changed_at = doer.now
        act = "outcome.recorded" if is_new else "outcome.changed"
        record(act, subject_of(event.id), by=str(doer.by), now=doer.now, changed=[] if is_new else changed)
        db.session.flush()
    return outcome


def settle(values: Mapping[str, Any]) -> dict[str, Any]:
    """*values* as they are stored: without the groups of a split that was not chosen, and with no number that gives a smaller one away.

    Raises OutcomeRefused where a group is larger than the total.
    """
    total: Count = values["attended"]
    groups: dict[str, Count] = {} if values["split"] == Split.NONE else dict(values["groups"])
    if refusal := find_excess(total, groups.values()):
        raise OutcomeRefused(refusal)
    total, groups = protect(total, groups)
    split = Split(values["split"]) if groups else Split.NONE
    new = {"attended": total, "split": split, "groups": sorted(groups.items()), "themes": sorted(values["themes"])}
    return new | {"note": values["note"], "materials": sorted(values["materials"]), "interpreting": sorted(values["interpreting"])}


def finish_action(raised: RaisedAction, doer: Act) -> None:
    """Say that an action that no campaign keeps is done. Done twice, it changes nothing."""
    if raised.done_on is None and raised.action_id is None:
        raised.done_on = doer.today
        record("outcome.action-done", subject_of(raised.event_id), by=str(doer.by), now=doer.now)


def _assign(outcome: Outcome, new: Mapping[str, Any], names: Iterable[str]) -> None:
    outcome.least, outcome.is_exact = new["attended"].least, new["attended"].is_exact
    outcome.split, outcome.note = new["split"], new["note"]
    lists: dict[str, tuple[str, Any]] = {
        "groups": ("groups", lambda name, count: OutcomeGroup(name=name, least=count.least, is_exact=count.is_exact)),
        "materials": ("handed", lambda tag, count: OutcomeMaterial(language=tag, least=count.least, is_exact=count.is_exact)),
        "interpreting": ("spoken", lambda tag, quality: OutcomeLanguage(language=tag, quality=quality)),
        "themes": ("heard", lambda theme: OutcomeTheme(theme=theme)),
    }
    for name in lists.keys() & set(names):
        attribute, make = lists[name]
        setattr(outcome, attribute, [])
        if outcome.version:
            db.session.flush()  # the rows that were there go before those with the same keys come
        setattr(outcome, attribute, [make(*_whole(value)) for value in new[name]])


def _whole(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _raise_actions(event: Event, outcome: Outcome, actions: Sequence[Raised], doer: Act) -> bool:
    """Keep each action that is not there yet: in the event's campaign while that is open, else with the outcome."""
    known = {one.id for one in outcome.raised}
    fresh = [action for action in actions if action[0] not in known]
    campaign = db.session.get(Campaign, event.campaign_id, with_for_update=True) if fresh and event.campaign_id else None
    for raised_id, title, owner_id, due_on in fresh:
        made = RaisedAction(id=raised_id, event_id=event.id, raised_at=doer.now)
        if campaign is None or campaign.is_frozen:
            made.title, made.owner_id, made.due_on = title, owner_id, due_on
        else:
            about: dict[str, Any] = {
                "title": title,
                "owner_id": owner_id,
                "due_on": due_on,
                "doing": Doing.TODO,
                "note": "",
                "commitments": [],
            }
            made.action_id = add_part(Action, raised_id, campaign, about, by=doer.by, now=doer.now).id
        outcome.raised.append(made)
    return bool(fresh)
