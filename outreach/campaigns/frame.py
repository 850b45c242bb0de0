"""What stands on every page of a campaign: its pages, the steps that can be taken, and what still stands in the way of the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString, gettext

from outreach.campaigns.access import current_asker
from outreach.campaigns.labels import BLOCKS, MOVES
from outreach.campaigns.lists import state_tag, today
from outreach.campaigns.models import Campaign
from outreach.campaigns.parts import KINDS, SECTIONS
from outreach.campaigns.queries import count_parts, find_facts
from outreach.campaigns.rules import NEXT, STEPS, Block, Move, State, find_blocks, may_change, may_move

_COUNTED = {
    "objectives": "objective",
    "actions": "action",
    "budget": "budget",
    "risks": "risk",
    "decisions": "decision",
    "notes": "assessment",
}
_TO_ADD = {
    Block.AUDIENCE: "audience",
    Block.OBJECTIVE: "objective",
    Block.PARTNER_HOURS: "budget",
    Block.RISK: "risk",
    Block.EQUALITY: "assessment",
    Block.PROTECTION: "assessment",
    Block.ACTION: "action",
}
_TO_LOOK_AT = {
    Block.EQUALITY_AGREED: "notes",
    Block.PROTECTION_AGREED: "notes",
    Block.ACTIONS_UNREADY: "actions",
    Block.ACTIONS_OPEN: "actions",
    Block.RISKS_UNREVIEWED: "risks",
    Block.UNMEASURED: "objectives",
}
_TO_WRITE = (Block.INSIGHT, Block.STRATEGY, Block.LEARNING)


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a campaign, and how much stands there."""

    label: LazyString | str
    url: str
    is_current: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class Hurdle:
    """Something that stands in the way of a step, and where it is mended."""

    text: LazyString
    url: str


def frame_of(campaign: Campaign, current: str = "") -> dict[str, Any]:
    """What the frame's template needs. *current* is one of SECTIONS, or '' for the first page."""
    counts = count_parts(campaign.id)
    tabs = [Tab(gettext("Overview"), url_for("campaigns.campaign", campaign_id=campaign.id), not current, None)]
    for name, label in SECTIONS.items():
        url = url_for("campaigns.section", campaign_id=campaign.id, name=name)
        tabs.append(Tab(label, url, name == current, counts[_COUNTED[name]] if name in _COUNTED else None))
    is_changer = may_change(current_asker(), campaign.place)
    able = is_changer and not campaign.is_frozen
    return {"campaign": campaign, "tabs": tabs, "tag": state_tag(campaign), "may_change": able, "may_archive": is_changer, "kinds": KINDS}


def find_moves(campaign: Campaign) -> list[tuple[Move, LazyString]]:
    """The steps that the present account may take from here, whether or not something stands in their way."""
    if campaign.archived_at is not None:
        return []
    possible = [move for move, step in STEPS.items() if campaign.state in step.before and may_move(current_asker(), campaign.place, move)]
    left_out = {Move.ASK} if Move.APPROVE in possible or campaign.asked_at else set()
    left_out |= {Move.GIVE_BACK} if campaign.state == State.DRAFT and not campaign.asked_at else set()
    return [(move, MOVES[move]) for move in possible if move not in left_out]


def find_next(campaign: Campaign) -> tuple[Move | None, list[Hurdle]]:
    """The step that leads on, and what stands in its way."""
    move = NEXT.get(State(campaign.state))
    return move, find_hurdles(campaign, move) if move else []


def find_hurdles(campaign: Campaign, move: Move) -> list[Hurdle]:
    blocks = find_blocks(find_facts(campaign, today()), move, today())
    return [Hurdle(BLOCKS[block], mend_url(block, campaign)) for block in blocks]


def mend_url(block: Block, campaign: Campaign) -> str:
    """The page on which *block* is cleared away."""
    if block in _TO_ADD:
        return url_for("campaigns.add", campaign_id=campaign.id, kind=_TO_ADD[block])
    if block in _TO_LOOK_AT:
        return url_for("campaigns.section", campaign_id=campaign.id, name=_TO_LOOK_AT[block])
    return url_for("campaigns.strategy" if block in _TO_WRITE else "campaigns.edit", campaign_id=campaign.id)
