"""What an import would do: files compared with what an installation has. Pure; nothing is written here.

The installation is the truth. A file may extend the history of a text, with each change declared; it never rewrites it, never
takes back a newer text or translation, and never lifts a withdrawal. What forces publish, the claims of areas, is the installation's
own: a file may bring translations of it, and all of it to an installation that has no content yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from outreach.content.changes import ChangeRefused, gravest_facts, translate
from outreach.content.faults import find_faults
from outreach.content.library import AREA_PAGE, Claim, ClaimKind, Gravity, Library, Translation, Unit, units_of, with_units
from outreach.content.rules import cautions_in, staleness


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that an import does, or leaves: to which unit, page, claim or contact, and what."""

    key: str
    what: str
    is_change: bool = True


class ImportRefused(Exception):
    """An import that cannot be taken: a refusal for each text whose change is not declared or is declared too lightly."""

    def __init__(self, refusals: list[ChangeRefused]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("\n".join(map(str, refusals)))


def merge(
    current: Library | None, files: Library, *, stored: Mapping[str, Unit] | None = None, keeps_review_dates: bool = False
) -> tuple[Library, list[Step]]:
    """What the installation has after importing *files*, and the steps that lead there.

    *stored* are all the units that the installation ever had: a text that comes back comes back with its history. With
    *keeps_review_dates* a review date that is set stays (a demonstration makes its own). Raises ImportRefused.
    """
    known = {**(stored or {}), **(units_of(current) if current else {})}
    files, steps = _with_claims_of_areas(current, files)
    units, refusals = {}, []
    for key, unit in units_of(files).items():
        try:
            units[key], notes = _merge_unit(known.get(key), unit)
            steps += notes
        except ChangeRefused as refusal:
            refusals.append(refusal)
    if refusals:
        raise ImportRefused(refusals)
    merged = with_units(files, units)
    refusals = list(_weakenings(current, merged)) if current else []
    refusals += [ChangeRefused(key, reason) for key, reason in find_faults(merged)]
    if refusals:
        raise ImportRefused(refusals)
    if current is None:
        return merged, [*steps, *(Step(f"page/{page.slug}", "page added") for page in merged.pages)]
    claims = {key: _keep_decisions(claim, current.claims.get(key), keeps_review_dates) for key, claim in merged.claims.items()}
    merged = replace(merged, claims=claims)
    return merged, [*steps, *_page_steps(current, merged), *_record_steps(current, merged)]


def _with_claims_of_areas(current: Library | None, files: Library) -> tuple[Library, list[Step]]:
    """*files* with the claims of areas that the installation has, behind all others, and with no other claim of an area.

    What encourages depends on every caution that *files* have on its page.
    """
    found = {key: claim for key, claim in files.claims.items() if claim.area}
    own = found if current is None else {key: claim for key, claim in current.claims.items() if claim.area}
    strange = sorted(found.keys() - own.keys())
    kinds = {key: claim.kind for key, claim in files.claims.items()}
    cautions = cautions_in((block.english for page in files.pages if page.slug == AREA_PAGE for block in page.blocks), kinds)
    claims = {key: claim for key, claim in files.claims.items() if key not in found | own}
    for key, claim in own.items():
        unit = found[key].unit if key in found else claim.unit
        depends_on = cautions if claim.kind is ClaimKind.REASSURANCE else claim.depends_on
        claims[key] = replace(claim, unit=unit, depends_on=depends_on)
    left_out = "is of an area that has no such claim here: left out"
    return replace(files, claims=claims), [Step(f"claim/{key}", left_out, is_change=False) for key in strange]


def _merge_unit(old: Unit | None, new: Unit) -> tuple[Unit, list[Step]]:
    if old is None:
        added = [Step(new.key, f"{tag}: translation added") for tag in new.translations]
        return new, [Step(new.key, "text added"), *added]
    unit, steps = _merge_history(old, new)
    for tag, translation in new.translations.items():
        unit, note = _merge_translation(unit, tag, translation)
        steps += [note] if note else []
    return unit, steps


def _merge_history(old: Unit, new: Unit) -> tuple[Unit, list[Step]]:
    ids, others = [r.id for r in old.revisions], [r.id for r in new.revisions]
    if others[: len(ids)] == ids:
        fresh = new.revisions[len(ids) :]
        changes = [Gravity.SAFETY if r.change is None else r.change for r in fresh]
        facts = gravest_facts(old.english, new.english)
        if fresh and facts and max(changes) is Gravity.COSMETIC:
            raise ChangeRefused(new.key, f"{facts}, which is not cosmetic")
        texts = {r.id: r.text for r in (*new.revisions, *old.revisions) if r.text is not None}
        history = tuple(replace(r, text=texts.get(r.id)) for r in (*old.revisions, *fresh))
        if new.kind < old.kind:
            raise ChangeRefused(
                new.key, f"its kind may not become lighter than {old.kind.name.lower()}: old translations would pass as fresh"
            )
        kinds = [Step(new.key, f"kind is now {new.kind.name.lower()}")] if new.kind is not old.kind else []
        unit = replace(old, kind=new.kind, english=new.english, revisions=history)
        return unit, [*kinds, *(Step(new.key, f"text changed ({change.name.lower()})") for change in changes)]
    if others == ids[: len(others)] or (len(others) == 1 and others[0] in ids):
        return old, [Step(new.key, "file has an older text: kept", is_change=False)]
    raise ChangeRefused(new.key, "the English changed and no kind of change is declared for it in history.toml")


def _merge_translation(unit: Unit, tag: str, translation: Translation) -> tuple[Unit, Step | None]:
    """`changes.translate`, with a note of what it did."""
    current, merged = unit.translations.get(tag), translate(unit, tag, translation)
    if merged is unit:
        is_older = current and current != translation and staleness(unit, translation.source)[0] > staleness(unit, current.source)[0]
        kept = Step(unit.key, f"{tag}: made from older English than the one that is here: kept", is_change=False)
        return unit, kept if is_older else None
    note = "translation updated" if current else "translation added"
    if staleness(unit, translation.source)[0] is not Gravity.COSMETIC:
        note += ", stale"
    return merged, Step(unit.key, f"{tag}: {note}")


def merge_translations(current: Library, tag: str, translations: Iterable[tuple[str, Translation]]) -> tuple[Library, list[Step]]:
    """What the installation has after importing the translations of one PO file. Raises ChangeRefused, KeyError for a strange key."""
    units, steps = units_of(current), []
    for key, translation in translations:
        units[key], note = _merge_translation(units[key], tag, translation)
        steps += [note] if note else []
    return with_units(current, units), steps


def _weakenings(current: Library, merged: Library) -> Iterator[ChangeRefused]:
    """What no file may do in silence: drop a withdrawn claim, turn a caution or a reassurance into something else, or free a reassurance
    of a caution. And what no file may do at all: change what is told of an area's policy.
    """
    for key, old in current.claims.items():
        new = merged.claims.get(key)
        if new and old.area:
            if new.unit.english != old.unit.english:
                yield ChangeRefused(f"claim/{key}", "says what a force publishes: enter a new version of its policy instead")
        elif new is None and old.is_withdrawn:
            yield ChangeRefused(f"claim/{key}", "is withdrawn: restore it before its file leaves it out")
        elif new and old.kind is not new.kind and old.kind in (ClaimKind.CAUTION, ClaimKind.REASSURANCE):
            yield ChangeRefused(f"claim/{key}", f"is a {old.kind} and cannot become a {new.kind}: give the new sentence a key of its own")
        elif new and not set(old.depends_on) <= set(new.depends_on):
            yield ChangeRefused(f"claim/{key}", "no longer names a caution that it depended on: give the new sentence a key of its own")


def _keep_decisions(new: Claim, old: Claim | None, keeps_review_dates: bool) -> Claim:
    """A withdrawal is the installation's own decision; no file lifts it."""
    if old is None:
        return new
    return replace(new, is_withdrawn=old.is_withdrawn, review_by=(keeps_review_dates and old.review_by) or new.review_by)


def _page_steps(current: Library, merged: Library) -> Iterator[Step]:
    before, after = ({page.slug: page for page in library.pages} for library in (current, merged))
    for slug in before.keys() | after.keys():
        old, new = before.get(slug), after.get(slug)
        if old is None or new is None:
            yield Step(f"page/{slug}", "page added" if new else "page removed")
        elif [b.key for b in old.blocks] != [b.key for b in new.blocks]:
            yield Step(f"page/{slug}", "blocks added, removed or moved")
        elif (old.is_essential, old.nations, old.position) != (new.is_essential, new.nations, new.position):
            yield Step(f"page/{slug}", "settings changed")


def _record_steps(current: Library, merged: Library) -> Iterator[Step]:
    for key, claim in merged.claims.items():
        old = current.claims.get(key)
        if old is None or replace(old, unit=claim.unit, withdrawal=claim.withdrawal) != claim:
            yield Step(f"claim/{key}", "claim changed" if old else "claim added")
    for key, contact in merged.contacts.items():
        known = current.contacts.get(key)
        if known is None or replace(known, texts=contact.texts) != contact:
            yield Step(f"contact/{key}", "contact changed" if known else "contact added")
    yield from (Step(f"claim/{key}", "claim removed") for key in current.claims.keys() - merged.claims.keys())
    yield from (Step(f"contact/{key}", "contact removed") for key in current.contacts.keys() - merged.contacts.keys())
