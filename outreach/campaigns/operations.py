"""What is done to campaigns and their parts. Each act is on record in the trail under the id of the campaign, with names of fields.

Whoever calls has the campaign locked, and has asked `rules.may_change`. Every act is refused in a campaign that is frozen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from outreach.audit.operations import record
from outreach.campaigns.arithmetic import days_of, shift
from outreach.campaigns.models import Action, Assessment, Audience, BudgetLine, Campaign, Link, Milestone, Objective, Part, Risk
from outreach.campaigns.queries import find_commitments, find_facts, find_parts
from outreach.campaigns.rules import STEPS, Asker, AssessmentState, Block, Doing, Move, Refusal, State, find_blocks, may_move
from outreach.core.dates import LONDON
from outreach.core.db import db

AnyPart = TypeVar("AnyPart", bound=Part)
_QUIET = {"synchronize_session": False}

# What a copy takes along of each part; days are moved with the campaign's, and whatever was done or spent begins anew.
_COPIED: dict[type[Any], tuple[str, ...]] = {
    Audience: ("title", "languages"),
    Objective: ("title", "level", "measure", "unit", "baseline", "target", "due_on"),
    Milestone: ("title", "due_on"),
    Action: ("title", "owner_id", "due_on", "note", "commitments"),
    BudgetLine: ("title", "line", "planned", "hours_planned", "note"),
    Risk: ("title", "likelihood", "impact", "owner_id", "mitigation"),
    Assessment: ("title", "about", "text", "assessed_on", "by_id"),
    Link: ("title", "url"),
}


class CampaignRefused(Exception):
    """The act is not possible; *blocks* are what has to be there first."""

    def __init__(self, refusal: Refusal, blocks: list[Block] | None = None) -> None:
        self.refusal, self.blocks = refusal, blocks or []
        super().__init__(refusal, *self.blocks)


def subject_of(campaign_id: UUID) -> str:
    """How the trail names a campaign."""
    return f"campaign/{campaign_id}"


def make_campaign(campaign_id: UUID, values: Mapping[str, Any], *, by: UUID, now: datetime) -> Campaign:
    """A draft. *values* are those of `change_campaign`."""
    campaign = Campaign(id=campaign_id, state=State.DRAFT, made_at=now, changed_at=now, members=set(), places=set(), commitments=set())
    for name, value in _resolved(values).items():
        setattr(campaign, name, value)
    db.session.add(campaign)
    db.session.flush()
    record("campaign.made", subject_of(campaign.id), by=str(by), now=now)
    return campaign


def change_campaign(campaign: Campaign, values: Mapping[str, Any], *, by: UUID, now: datetime) -> bool:
    """Give the named fields these values (`commitments` as keys); False when nothing is different. Raises CampaignRefused."""
    _check_open(campaign)
    changed = _assign(campaign, values)
    if changed:
        _note(campaign, "campaign.changed", by=by, now=now, changed=changed)
    return bool(changed)


def add_part(
    model: type[AnyPart], part_id: UUID, campaign: Campaign, values: Mapping[str, Any], *, by: UUID, now: datetime
) -> AnyPart:  # fmt: skip
    """A new part of the campaign. Raises CampaignRefused."""
    _check_open(campaign)
    part = model()
    part.id, part.campaign_id, part.made_at = part_id, campaign.id, now
    for name, value in _resolved(values).items():
        setattr(part, name, value)
    db.session.add(part)
    db.session.flush()
    _note(campaign, "campaign.part-added", part, by=by, now=now)
    return part


def change_part(part: Part, campaign: Campaign, values: Mapping[str, Any], *, by: UUID, now: datetime) -> bool:
    """Give the named fields these values; False when nothing is different. Raises CampaignRefused."""
    _check_open(campaign)
    changed = _assign(part, values)
    if changed:
        _note(campaign, "campaign.part-changed", part, by=by, now=now, changed=changed)
    return bool(changed)


def set_aside(part: Part, campaign: Campaign, *, by: UUID, now: datetime) -> None:
    """It counts no more, and stays on record. Done twice, it changes nothing. Raises CampaignRefused."""
    _check_open(campaign)
    if part.archived_at is None:
        part.archived_at = now
        _note(campaign, "campaign.part-set-aside", part, by=by, now=now)


def take_back(part: Part, campaign: Campaign, *, by: UUID, now: datetime) -> None:
    """Undo `set_aside`. Raises CampaignRefused."""
    _check_open(campaign)
    if part.archived_at is not None:
        part.archived_at = None
        _note(campaign, "campaign.part-taken-back", part, by=by, now=now)


def move_action(action: Action, doing: Doing, campaign: Campaign, *, by: UUID, now: datetime) -> bool:
    """Put an action where it stands now, with the days that follow from it; False when it stands there already. Raises CampaignRefused."""
    _check_open(campaign)
    if action.doing == doing:
        return False
    days = days_of(doing, started_on=action.started_on, done_on=action.done_on, today=_day(now))
    action.doing, (action.started_on, action.done_on) = doing, days
    _note(campaign, "campaign.action-moved", action, by=by, now=now, changed=["doing"])
    return True


def move_campaign(campaign: Campaign, move: Move, *, asker: Asker, by: UUID, reason: str = "", now: datetime) -> None:
    """Take a step from one state to another. Raises CampaignRefused: from this state, by this person, without a reason or because
    something has to be there first.
    """
    step = STEPS[move]
    if campaign.archived_at is not None:
        raise CampaignRefused(Refusal.FROZEN)
    if campaign.state not in step.before:
        raise CampaignRefused(Refusal.STATE)
    if not may_move(asker, campaign.place, move):
        raise CampaignRefused(Refusal.MOVER)
    if step.needs_reason and not reason:
        raise CampaignRefused(Refusal.REASON)
    if blocks := find_blocks(find_facts(campaign, _day(now)), move, _day(now)):
        raise CampaignRefused(Refusal.BLOCKED, blocks)
    campaign.state, campaign.asked_at = step.after, now if move is Move.ASK else None
    _note(campaign, f"campaign.{move}", by=by, now=now, detail=reason)


def archive(campaign: Campaign, *, by: UUID, now: datetime) -> None:
    """Take the campaign out of the lists. Done twice, it changes nothing. Raises CampaignRefused while it is live or paused."""
    if campaign.state in (State.LIVE, State.PAUSED):
        raise CampaignRefused(Refusal.STATE)
    if campaign.archived_at is None:
        campaign.archived_at = now
        _note(campaign, "campaign.archived", by=by, now=now)


def unarchive(campaign: Campaign, *, by: UUID, now: datetime) -> None:
    if campaign.archived_at is not None:
        campaign.archived_at = None
        _note(campaign, "campaign.unarchived", by=by, now=now)


def copy_campaign(template: Campaign, copy_id: UUID, *, name: str, starts_on: date, by: UUID, now: datetime) -> Campaign:
    """A draft like *template*, owned by *by*: days moved so that it begins on *starts_on*, states, days done, money spent and risks'
    reviews begun anew; measurements and decisions stay behind, assessments are drafts again.
    """
    later = starts_on - (template.starts_on or starts_on)
    texts = ("purpose", "insight", "strategy", "implementation", "scoring", "is_national")
    copy = Campaign(id=copy_id, name=name, owner_id=by, state=State.DRAFT, starts_on=starts_on, made_at=now, changed_at=now)
    for field in texts:
        setattr(copy, field, getattr(template, field))
    copy.ends_on, copy.learning = shift(template.ends_on, later), ""
    copy.areas, copy.team, copy.commitments = set(template.areas), set(template.team) - {by}, set(template.commitments)
    db.session.add(copy)
    db.session.flush()
    for model, fields in _COPIED.items():
        db.session.add_all(_copied(part, copy, fields, later, now) for part in find_parts(model, template.id))
    db.session.flush()
    record("campaign.copied", subject_of(copy.id), by=str(by), now=now, detail=f"from {subject_of(template.id)}")
    return copy


def _copied(part: Part, copy: Campaign, fields: tuple[str, ...], later: timedelta, now: datetime) -> Part:
    new = type(part)()
    new.id, new.campaign_id, new.made_at = uuid4(), copy.id, now
    for field in fields:
        value = getattr(part, field)
        if field == "due_on":
            value = shift(value, later)
        setattr(new, field, set(value) if field in ("languages", "commitments") else value)
    if isinstance(new, BudgetLine):
        new.spent = 0
    if isinstance(new, Action):
        new.doing = Doing.TODO
    if isinstance(new, Assessment):
        new.state = AssessmentState.DRAFT
    return new


def _assign(row: Campaign | Part, values: Mapping[str, Any]) -> list[str]:
    """Give *row* these values; returns the names of those that were different."""
    new = _resolved(values)
    changed = [name for name, value in new.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, new[name])
    return changed


def _resolved(values: Mapping[str, Any]) -> dict[str, Any]:
    """*values* with commitments in the place of their keys, and sets in the place of lists."""
    plain = {name: set(value) if isinstance(value, list) else value for name, value in values.items()}
    return {name: find_commitments(value) if name == "commitments" else value for name, value in plain.items()}


def _check_open(campaign: Campaign) -> None:
    if campaign.is_frozen:
        raise CampaignRefused(Refusal.FROZEN)


def _note(campaign: Campaign, act: str, part: Part | None = None, *, by: UUID, now: datetime, detail: str = "", changed: Any = ()) -> None:
    if part is None:
        campaign.changed_at = now
    else:  # whoever is about to change the campaign itself is not told of a conflict
        db.session.execute(update(Campaign).where(Campaign.id == campaign.id).values(changed_at=now), execution_options=_QUIET)
        set_committed_value(campaign, "changed_at", now)
    named = f"{part.kind}/{part.id}" if part else detail
    record(act, subject_of(campaign.id), by=str(by), now=now, detail=named, changed=changed)


def _day(now: datetime) -> date:
    """The day in London."""
    return now.astimezone(LONDON).date()
