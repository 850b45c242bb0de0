"""The ladder of levels, and the gaps with their order, reasons and next actions."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.areas import AREAS
from outreach.coverage.labels import GAP_COLOURS, GAP_KINDS, LEVEL_COLOURS, LEVEL_MEANINGS, LEVELS, SHORT, STEPS, reasons_of
from outreach.coverage.rules import Gap, GapKind, Held, Level, Offer, Step, Use, find_gaps, level_of
from outreach.directory.rules import Mode, Need
from outreach.pathways.rules import ESSENTIAL, Standing

KENT, CAMPAIGN = "kent", UUID(int=7)
SPOKEN = Offer(Mode.NATIVE, is_independent=True, is_national=False, is_confirmed=True)
TONGUES = ("ar", "pl", "ti")
offers = st.builds(Offer, st.sampled_from(Mode), st.booleans(), st.booleans(), st.booleans())


@pytest.mark.parametrize(
    ("found", "level"),
    [
        ([], Level.NONE),
        ([SPOKEN], Level.SPOKEN),
        ([Offer(Mode.BOOKED, True, False, True)], Level.INTERPRETED),
        ([Offer(Mode.PHONE, True, False, True)], Level.INTERPRETED),
        ([Offer(Mode.NATIVE, True, False, False)], Level.UNCONFIRMED),
        ([Offer(Mode.NATIVE, True, True, True)], Level.NATIONAL),
        ([Offer(Mode.WRITTEN, True, False, True)], Level.WRITTEN),
        ([Offer(Mode.NATIVE, False, False, True)], Level.OTHERS),
        ([Offer(Mode.NATIVE, False, True, True)], Level.OTHERS),
    ],
)
def test_each_step_of_the_ladder(found: list[Offer], level: Level) -> None:
    assert level_of(found) is level


@given(st.lists(offers, max_size=6), offers)
def test_another_offer_never_makes_it_worse_and_order_does_not_matter(found: list[Offer], more: Offer) -> None:
    places = list(Level)
    before = level_of(found)
    assert places.index(level_of([*found, more])) <= places.index(before)
    assert level_of(reversed(found)) is before


@given(st.lists(offers.filter(lambda one: not one.is_independent), min_size=1, max_size=6))
def test_what_is_not_independent_never_stands_higher_than_that(found: list[Offer]) -> None:
    assert level_of(found) is Level.OTHERS


def gaps(held: Held, uses: dict[str, Use] | None = None, standing: Standing = Standing.MISSING, need: Need = Need.REFUGE) -> list[Gap]:
    """The gaps of Kent for one need."""
    found = find_gaps([KENT], held, {KENT: uses or {}}, {(KENT, need): standing}, TONGUES)
    return [gap for gap in found if gap.need is need]


def there(*tags: str, offer: Offer = SPOKEN) -> Held:
    """A refuge in Kent that offers these languages."""
    return Held({(KENT, Need.REFUGE)}, {(KENT, Need.REFUGE, tag): [offer] for tag in tags})


def test_without_an_independent_service_nobody_helps_in_any_language() -> None:
    (gap,) = gaps(Held(), {"ti": Use((CAMPAIGN,), 2), "pl": Use((), 1)})
    assert (gap.kind, gap.used, gap.missing) == (GapKind.NOBODY, ("ti", "pl"), ("ti", "pl"))
    assert gap.campaign == CAMPAIGN
    assert gap.steps == (Step.EVENT, Step.PARTNER, Step.PATHWAY)


def test_of_the_languages_used_those_that_nobody_offers_are_missing_the_most_used_first() -> None:
    (none,) = gaps(there("ar"), {"pl": Use((), 1), "ti": Use((), 4)})
    assert (none.kind, none.missing) == (GapKind.NO_LANGUAGE, ("ti", "pl"))
    (some,) = gaps(there("ti"), {"pl": Use((), 1), "ti": Use((), 4)})
    assert (some.kind, some.missing) == (GapKind.SOME_LANGUAGES, ("pl",))
    assert gaps(there("ti", "pl"), {"pl": Use((), 1), "ti": Use((), 4)}) == []


def test_what_is_only_written_or_not_independent_fills_no_gap() -> None:
    for offer in (Offer(Mode.WRITTEN, True, False, True), Offer(Mode.NATIVE, False, False, True)):
        (gap,) = gaps(there("ti", offer=offer), {"ti": Use((), 1)})
        assert gap.kind is GapKind.NO_LANGUAGE


def test_what_nobody_confirmed_lately_is_to_be_confirmed_first_of_all() -> None:
    (gap,) = gaps(there("ti", offer=Offer(Mode.NATIVE, True, False, False)), {"ti": Use((), 1)})
    assert (gap.kind, gap.missing, gap.steps[0]) == (GapKind.UNCONFIRMED, ("ti",), Step.CONFIRM)
    assert Step.EVENT not in gap.steps


def test_where_the_programme_uses_no_language_one_of_thirty_is_enough() -> None:
    assert gaps(there("pl")) == []
    (gap,) = gaps(there("en"))
    assert (gap.kind, gap.used, gap.missing) == (GapKind.NO_LANGUAGE, (), TONGUES)


def test_an_agreed_route_needs_no_agreement() -> None:
    for standing in (Standing.EXTANT, Standing.ENHANCED):
        assert Step.PATHWAY not in gaps(Held(), standing=standing)[0].steps
    assert Step.PATHWAY in gaps(Held(), standing=Standing.DUE)[0].steps


def test_the_worst_stands_first_and_every_rule_of_the_order_counts() -> None:
    use = {"ti": Use((), 1)}
    areas = ["kent", "surrey", "sussex", "essex", "norfolk"]
    held = Held(
        {("surrey", Need.REFUGE), *((area, need) for area in areas for need in ESSENTIAL if need is not Need.REFUGE)},
        {(area, need, "ti"): [SPOKEN] for area in areas for need in ESSENTIAL if need is not Need.REFUGE},
    )
    uses = {area: use for area in areas if area != "norfolk"}
    standings = {("essex", Need.REFUGE): Standing.NONE, ("kent", Need.REFUGE): Standing.PARTIAL, ("sussex", Need.REFUGE): Standing.EXTANT}
    found = find_gaps(areas, held, uses, standings, TONGUES)
    assert [gap.area for gap in found] == ["essex", "kent", "sussex", "norfolk", "surrey"]
    national = Held(held.needs, held.offers, {(Need.REFUGE, "ti")})
    found = find_gaps([*areas, "dorset"], national, uses | {"dorset": {"ar": Use((), 1)}}, standings, TONGUES)
    assert found[0].area == "dorset", "the country has nobody for Arabic"


@given(
    st.sets(st.tuples(st.sampled_from(sorted(AREAS)[:5]), st.sampled_from(ESSENTIAL)), max_size=12),
    st.dictionaries(st.sampled_from(sorted(AREAS)[:5]), st.dictionaries(st.sampled_from(TONGUES), st.just(Use((), 1)), max_size=3)),
    st.dictionaries(
        st.tuples(st.sampled_from(sorted(AREAS)[:5]), st.sampled_from(ESSENTIAL), st.sampled_from(TONGUES)), st.lists(offers, max_size=2)
    ),
)
def test_every_area_and_need_has_one_gap_at_most_with_reasons_and_something_to_do(
    needs: set[tuple[str, Need]], uses: dict[str, dict[str, Use]], held: dict[tuple[str, Need, str], list[Offer]]
) -> None:
    needs |= {(area, need) for area, need, _tag in held if held[area, need, _tag]}  # whoever offers a language works there
    found = find_gaps(sorted(AREAS)[:5], Held(needs, held), uses, {}, TONGUES)
    keys = [(gap.area, gap.need) for gap in found]
    assert len(keys) == len(set(keys))
    assert [list(GapKind).index(gap.kind) for gap in found] == sorted(list(GapKind).index(gap.kind) for gap in found)
    for gap in found:
        assert gap.steps
        assert gap.missing
        assert len(reasons_of(gap)) >= 3
    assert all((area, need) in keys for area in sorted(AREAS)[:5] for need in ESSENTIAL if (area, need) not in needs)


def test_every_word_is_there() -> None:
    assert LEVELS.keys() == LEVEL_MEANINGS.keys() == LEVEL_COLOURS.keys() == SHORT.keys() == set(Level)
    assert GAP_KINDS.keys() == GAP_COLOURS.keys() == set(GapKind)
    assert STEPS.keys() == set(Step)
