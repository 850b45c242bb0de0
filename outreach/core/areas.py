"""The 43 territorial police force areas of England and Wales, by region: scope of staff, and the map of everything that is planned.

Source: Police Act 1996, Schedule 1, with the City of London and Metropolitan police districts; regions as policing groups them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORCES = {
    "North East": "Cleveland, Durham, Northumbria",
    "North West": "Cheshire, Cumbria, Greater Manchester, Lancashire, Merseyside",
    "Yorkshire and the Humber": "Humberside, North Yorkshire, South Yorkshire, West Yorkshire",
    "East Midlands": "Derbyshire, Leicestershire, Lincolnshire, Northamptonshire, Nottinghamshire",
    "West Midlands": "Staffordshire, Warwickshire, West Mercia, West Midlands",
    "East of England": "Bedfordshire, Cambridgeshire, Essex, Hertfordshire, Norfolk, Suffolk",
    "London": "City of London, Metropolitan",
    "South East": "Hampshire & Isle of Wight, Kent, Surrey, Sussex, Thames Valley",
    "South West": "Avon & Somerset, Devon & Cornwall, Dorset, Gloucestershire, Wiltshire",
    "Wales": "Dyfed-Powys, Gwent, North Wales, South Wales",
}


@dataclass(frozen=True, slots=True)
class Area:
    """One force's area: `slug` in addresses and rows, `name` as the force itself writes it (never translated)."""

    slug: str
    name: str
    region: str

    @property
    def nation(self) -> str:
        """'wales' or 'england'."""
        return "wales" if self.region == "Wales" else "england"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z]+", "-", name.lower().replace("&", "and"))


AREAS: dict[str, Area] = {_slug(name): Area(_slug(name), name, region) for region, names in _FORCES.items() for name in names.split(", ")}
"""By slug, in the order of the regions."""
