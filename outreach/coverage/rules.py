"""How well a language is offered for a need, which gaps there are, and which is the worst: pure.

There is no score. Levels are a ladder, and gaps are sorted by what can be said of them in words; the pages say both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from outreach.core.areas import AREAS
from outreach.directory.rules import Mode, Need
from outreach.partners.rules import UNVERIFIED_AFTER
from outreach.pathways.rules import ESSENTIAL, Standing

LATELY = UNVERIFIED_AFTER  # after which readers are told that a service is not confirmed
TELLING = frozenset({Mode.NATIVE, Mode.BOOKED, Mode.PHONE})  # ways in which somebody can say what happened


class Level(StrEnum):
    """How well a language is offered for a need in an area, the best first."""

    SPOKEN = "spoken"  # an independent service of the area, whose staff speak it; confirmed lately
    INTERPRETED = "interpreted"  # the same, with an interpreter
    UNCONFIRMED = "unconfirmed"  # an independent service of the area, which nobody has confirmed lately
    NATIONAL = "national"  # only an independent service for the whole country
    WRITTEN = "written"  # independent, but only in writing
    OTHERS = "others"  # only services that are not independent
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Offer:
    """One way in which a service offers a language."""

    mode: Mode
    is_independent: bool
    is_national: bool
    is_confirmed: bool  # lately

    @property
    def is_telling(self) -> bool:
        return self.mode in TELLING


def level_of(offers: Iterable[Offer]) -> Level:
    """The highest step that one of the offers reaches."""
    found = list(offers)
    independent = [one for one in found if one.is_independent]
    local = [one for one in independent if not one.is_national and one.is_telling]
    steps = (
        (Level.SPOKEN, any(one.is_confirmed and one.mode is Mode.NATIVE for one in local)),
        (Level.INTERPRETED, any(one.is_confirmed for one in local)),
        (Level.UNCONFIRMED, bool(local)),
        (Level.NATIONAL, any(one.is_national and one.is_telling for one in independent)),
        (Level.WRITTEN, bool(independent)),
        (Level.OTHERS, bool(found)),
    )
    return next((level for level, is_reached in steps if is_reached), Level.NONE)


class GapKind(StrEnum):
    """What is missing, the worst first."""

    NOBODY = "nobody"  # no independent service for the need in the area, in any language
    NO_LANGUAGE = "no-language"  # there are some, and none offers any of the languages
    SOME_LANGUAGES = "some-languages"
    UNCONFIRMED = "unconfirmed"  # offered, and not confirmed lately


class Step(StrEnum):
    """What to do next about a gap."""

    CONFIRM = "confirm"
    PARTNER = "partner"
    PATHWAY = "pathway"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Use:
    """That the programme uses a language in an area: in campaigns for audiences there, and at events."""

    campaigns: tuple[UUID, ...] = ()
    events: int = 0

    @property
    def times(self) -> int:
        return len(self.campaigns) + self.events


Uses = Mapping[str, Mapping[str, Use]]  # by area and language


@dataclass(frozen=True, slots=True)
class Held:
    """What the directory holds of independent services for essential needs."""

    needs: Collection[tuple[str, Need]] = ()  # areas and needs with one that works there, in whatever language
    offers: Mapping[tuple[str, Need, str], Sequence[Offer]] = field(default_factory=dict)  # of the area, by language
    national: Collection[tuple[Need, str]] = ()  # needs and languages with one for the whole country


@dataclass(frozen=True, slots=True)
class Gap:
    """An essential need of an area for which languages are missing. `used` are the languages that the programme uses there, the most first;
    empty where it holds none, and then all thirty were looked for. `missing` are those of them that nobody offers.
    """

    area: str
    need: Need
    kind: GapKind
    used: tuple[str, ...]
    missing: tuple[str, ...]
    national: tuple[str, ...]  # of those that are missing, the ones that an independent service for the whole country offers
    standing: Standing  # of the route from the police
    campaign: UUID | None = None  # one that uses the first language that is missing

    @property
    def steps(self) -> tuple[Step, ...]:
        """What to do next, the first first."""
        is_agreed = self.standing in (Standing.EXTANT, Standing.ENHANCED)
        wanted = {
            Step.CONFIRM: self.kind is GapKind.UNCONFIRMED,
            Step.EVENT: self.kind is not GapKind.UNCONFIRMED,
            Step.PARTNER: self.kind is not GapKind.UNCONFIRMED,
            Step.PATHWAY: not is_agreed,
        }
        return tuple(step for step, is_wanted in wanted.items() if is_wanted)


def find_gaps(
    areas: Iterable[str], held: Held, uses: Uses, standings: Mapping[tuple[str, Need], Standing], tongues: Sequence[str]
) -> list[Gap]:
    """Every gap of *areas*, the worst first; *tongues* are looked for where the programme uses no language."""
    found = (_gap_of(area, need, held, uses.get(area, {}), standings, tongues) for area in areas for need in ESSENTIAL)
    return sorted((gap for gap in found if gap), key=_order)


def _gap_of(
    area: str, need: Need, held: Held, uses: Mapping[str, Use], standings: Mapping[tuple[str, Need], Standing], tongues: Sequence[str]
) -> Gap | None:  # fmt: skip
    used = tuple(sorted(uses, key=lambda tag: (-uses[tag].times, tag)))
    looked_for = used or tuple(tongues)
    levels = {tag: level_of(held.offers.get((area, need, tag), ())) for tag in looked_for}
    missing = tuple(tag for tag in looked_for if levels[tag] not in (Level.SPOKEN, Level.INTERPRETED, Level.UNCONFIRMED))
    kind = _kind_of((area, need) in held.needs, bool(used), levels.values(), len(missing))
    if kind is None:
        return None
    lacking = missing if kind is not GapKind.UNCONFIRMED else tuple(tag for tag in looked_for if levels[tag] is Level.UNCONFIRMED)
    campaign = next((one for tag in lacking[:1] if tag in uses for one in uses[tag].campaigns), None)
    national = tuple(tag for tag in missing if (need, tag) in held.national)
    return Gap(area, need, kind, used, lacking, national, standings.get((area, need), Standing.MISSING), campaign)


def _kind_of(has_service: bool, is_known: bool, levels: Collection[Level], missing: int) -> GapKind | None:
    if not has_service:
        return GapKind.NOBODY
    if missing == len(levels):
        return GapKind.NO_LANGUAGE
    if missing and is_known:
        return GapKind.SOME_LANGUAGES
    reached = {Level.SPOKEN, Level.INTERPRETED}
    is_weak = Level.UNCONFIRMED in levels and (is_known or not reached & set(levels))
    return GapKind.UNCONFIRMED if is_weak else None


_KINDS = {kind: place for place, kind in enumerate(GapKind)}
_ROUTES = {standing: place for place, standing in enumerate((Standing.NONE, Standing.MISSING, Standing.DUE, Standing.PARTIAL))}
_AREAS = {area: place for place, area in enumerate(AREAS)}
_NEEDS = {need: place for place, need in enumerate(ESSENTIAL)}


def _order(gap: Gap) -> tuple[int, bool, bool, int, int, int, int]:
    """What a gap is sorted by, as `labels.ORDER` says it to whoever reads the list."""
    is_covered_nationally = bool(gap.missing) and set(gap.missing) <= set(gap.national)
    return (
        _KINDS[gap.kind], not gap.used, is_covered_nationally, _ROUTES.get(gap.standing, len(_ROUTES)), -len(gap.missing),
        _NEEDS[gap.need], _AREAS[gap.area],
    )  # fmt: skip
