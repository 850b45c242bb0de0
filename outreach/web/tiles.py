"""The 43 force areas as tiles of one size, roughly where they lie: each counts alike, and each can be read.

{{ tile_grid("forces", title, description, grid) }} of `components/tiles.html` draws what `lay_out` makes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import LazyString

from outreach.core.areas import AREAS

WIDTH, HEIGHT, GAP = 134, 66, 6  # of a tile and between two, in the units of the drawing

_ROWS = """
.             .      .               .                  northumbria
.             .      .               cumbria            durham           cleveland
.             .      .               lancashire         north-yorkshire  humberside
.             .      merseyside      greater-manchester west-yorkshire   south-yorkshire   lincolnshire
.             north-wales   cheshire staffordshire      derbyshire       nottinghamshire
.             dyfed-powys   west-mercia west-midlands   leicestershire   northamptonshire  cambridgeshire  norfolk
south-wales   gwent  gloucestershire warwickshire       bedfordshire     hertfordshire     essex           suffolk
.             .      avon-and-somerset wiltshire        thames-valley    metropolitan      city-of-london
.             devon-and-cornwall dorset hampshire-and-isle-of-wight surrey sussex          kent
"""

PLACED = {
    slug: (column, row) for row, line in enumerate(_ROWS.split("\n")[1:-1]) for column, slug in enumerate(line.split()) if slug != "."
}
"""Column and row of each area, counted from 0."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile as it is drawn: where, the lines of the name, a word, and the class that fills it ('' for a place out of sight)."""

    x: int
    y: int
    lines: list[str]
    word: str | LazyString
    fill: str


@dataclass(frozen=True, slots=True)
class Grid:
    """All tiles, the size of the drawing and the size of a tile."""

    tiles: list[Tile]
    width: int
    height: int
    tile_width: int = WIDTH
    tile_height: int = HEIGHT


def lay_out(describe: Callable[[str], tuple[str | LazyString, str]]) -> Grid:
    """A tile for each area; *describe* gives its word and its class by the slug."""
    tiles = []
    for slug, (column, row) in PLACED.items():
        lines = textwrap.wrap(AREAS[slug].name, 16, break_long_words=False)
        tiles.append(Tile(column * (WIDTH + GAP), row * (HEIGHT + GAP), lines, *describe(slug)))
    return Grid(tiles, max(tile.x for tile in tiles) + WIDTH, max(tile.y for tile in tiles) + HEIGHT)
