"""What is wrong with a library as a whole: what would break a page, or leave a sentence unread. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.content.library import ClaimKind, Library
from outreach.content.rules import linked, named, structure
from outreach.core.areas import AREAS


def find_faults(library: Library) -> list[tuple[str, str]]:
    """What would break a page or leave a sentence unread, as (key of the unit, reason): names that lead nowhere, placeholders that do
    not stand alone, reassurances without the cautions that they need on their page.
    """
    faults = []
    slugs = {page.slug for page in library.pages}
    for page in library.pages:
        on_page = {key for block in page.blocks for key in named(block.english, "claim")}
        for block in page.blocks:
            if structure(block.english) is None:
                faults.append((block.key, "a placeholder stands alone in its paragraph or list item"))
            for kind, known in (("claim", library.claims), ("contact", library.contacts), ("page", slugs)):
                keys = linked(block.english) if kind == "page" else named(block.english, kind)
                faults += [(block.key, f"there is no {kind} {key!r}") for key in keys if key not in known]
        for key in on_page & library.claims.keys():
            missing = set(library.claims[key].depends_on) - on_page
            faults += [(f"claim/{key}", f"stands on the page {page.slug} without its caution {caution!r}") for caution in sorted(missing)]
    for claim in library.claims.values():
        if claim.kind is ClaimKind.REASSURANCE and not claim.depends_on:
            faults.append((f"claim/{claim.key}", "a reassurance names the cautions that it depends on"))
        for key in claim.depends_on:
            if key not in library.claims or library.claims[key].kind is not ClaimKind.CAUTION:
                faults.append((f"claim/{claim.key}", f"depends on {key!r}, which is no caution"))
    return [*faults, *_area_faults(library)]


def _area_faults(library: Library) -> Iterator[tuple[str, str]]:
    in_blocks = {key for page in library.pages for block in page.blocks for key in named(block.english, "claim")}
    seen = set()
    for claim in library.claims.values():
        if not claim.area:
            continue
        if claim.area not in AREAS:
            yield claim.unit.key, f"names the area {claim.area!r}, which is none"
        if claim.area in seen:
            yield claim.unit.key, f"is the second claim of the area {claim.area}"
        if claim.key in in_blocks:
            yield claim.unit.key, "stands on the page of its area, and in no block"
        seen.add(claim.area)
