"""What a file is, by what is in it and never by its name, and the file written anew from the parts that we know: pure.

A picture keeps only what draws it: no comment, no place where it was taken, nothing behind its end. Of a PDF nothing is written anew; one
that would run something, holds files or is locked is refused.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum

LARGEST_PICTURE = 1_000_000  # bytes
LARGEST_DOCUMENT = 5_000_000
MOST_PIXELS = 4_000  # on a side
_PNG = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = frozenset([b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IDAT", b"IEND"])
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_FRAMES = frozenset([0xC0, 0xC1, 0xC2])  # baseline, extended, progressive
_SCAN, _END = 0xDA, 0xD9
_NOTES = frozenset([*range(0xE1, 0xEE), 0xEF, 0xFE])  # of programs and cameras, and comments: left out
_KEPT_SEGMENTS = frozenset([*_FRAMES, 0xC4, 0xDB, 0xDD, 0xE0, 0xEE])  # tables, restarts, JFIF, and Adobe's note on its colours
_RUNS = (b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"XFA", b"OpenAction", b"AA", b"Encrypt")
_SENDS = (b"SubmitForm", b"ImportData", b"GoToR", b"GoToE")
_UNSAFE = re.compile(rb"/(?:" + b"|".join([*_RUNS, *_SENDS]) + rb")(?![A-Za-z])")


class Fault(StrEnum):
    """Why a file cannot be taken."""

    TOO_LARGE = "too-large"
    NO_PICTURE = "no-picture"
    NO_DOCUMENT = "no-document"
    TOO_MANY_PIXELS = "too-many-pixels"
    BROKEN = "broken"
    UNSAFE = "unsafe"


class WrongFile(ValueError):
    """The file cannot be taken, for this reason."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it is kept."""

    media_type: str
    content: bytes

    @property
    def extension(self) -> str:
        return {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}[self.media_type]


def read_picture(sent: bytes) -> Upload:
    """A PNG or JPEG, written anew. Raises WrongFile."""
    if len(sent) > LARGEST_PICTURE:
        raise WrongFile(Fault.TOO_LARGE)
    try:
        if sent.startswith(_PNG):
            return Upload("image/png", _rewrite_png(sent))
        if sent.startswith(b"\xff\xd8\xff"):
            return Upload("image/jpeg", _rewrite_jpeg(sent))
    except (struct.error, zlib.error, IndexError):
        raise WrongFile(Fault.BROKEN) from None
    raise WrongFile(Fault.NO_PICTURE)


def read_document(sent: bytes) -> Upload:
    """A PDF as it was sent, or a picture (a photographed certificate), written anew. Raises WrongFile."""
    if not sent.startswith(b"%PDF-"):
        try:
            return read_picture(sent)
        except WrongFile as wrong:
            raise WrongFile(Fault.NO_DOCUMENT if wrong.fault is Fault.NO_PICTURE else wrong.fault) from None
    if len(sent) > LARGEST_DOCUMENT:
        raise WrongFile(Fault.TOO_LARGE)
    if b"%%EOF" not in sent[-1024:]:
        raise WrongFile(Fault.BROKEN)
    if _UNSAFE.search(_plain_names(sent)) or any(_UNSAFE.search(_plain_names(part)) for part in _unpacked(sent)):
        raise WrongFile(Fault.UNSAFE)
    return Upload("application/pdf", sent)


def _rewrite_png(sent: bytes) -> bytes:
    place, kept, data, expected = len(_PNG), [_PNG], [], 0
    name = b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", sent, place)
        body = sent[place + 8 : place + 8 + length]
        (check,) = struct.unpack_from(">I", sent, place + 8 + length)
        if len(body) != length or zlib.crc32(name + body) != check or (len(kept) == 1) != (name == b"IHDR"):
            raise WrongFile(Fault.BROKEN)
        if name == b"IHDR":
            expected = _size_of_png(body)
        if name == b"IDAT":
            data.append(body)
        if name in _KEPT_CHUNKS:
            kept.append(sent[place : place + 12 + length])
        elif name[:1].isupper():  # one that has to be understood, and is not known
            raise WrongFile(Fault.BROKEN)
        place += 12 + length
    unpacker = zlib.decompressobj()
    pixels = unpacker.decompress(b"".join(data), expected + 1)
    if len(pixels) != expected or not unpacker.eof:
        raise WrongFile(Fault.BROKEN)
    return b"".join(kept)


def _size_of_png(header: bytes) -> int:
    """How many bytes the unpacked pixels are."""
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">IIBBBBB", header)
    if depth not in _DEPTHS.get(colour, ()) or compression or filtering or interlace > 1:
        raise WrongFile(Fault.BROKEN)
    _check_pixels(width, height)
    bits = _CHANNELS[colour] * depth
    passes = [(0, 0, 1, 1)]
    if interlace:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    total = 0
    for left, top, across, down in passes:
        columns, rows = (width - left + across - 1) // across, (height - top + down - 1) // down
        total += rows * (1 + (columns * bits + 7) // 8) if columns > 0 and rows > 0 else 0
    return total


def _rewrite_jpeg(sent: bytes) -> bytes:
    place, kept, frames = 2, [sent[:2]], 0
    while (marker := _marker(sent, place)) != _END:
        (length,) = struct.unpack_from(">H", sent, place + 2)
        body = sent[place : place + 2 + length]
        if length < 2 or len(body) != 2 + length:
            raise WrongFile(Fault.BROKEN)
        place += len(body)
        if marker in _FRAMES:
            frames += 1
            height, width = struct.unpack_from(">HH", body, 5)
            _check_pixels(width, height)
        if marker == _SCAN and frames == 1:
            end = _end_of_scan(sent, place)
            body, place = sent[place - len(body) : end], end
        elif marker in _NOTES:
            body = b""
        elif marker not in _KEPT_SEGMENTS:
            raise WrongFile(Fault.BROKEN)
        kept.append(body)
    if not any(body[1:2] == bytes([_SCAN]) for body in kept):
        raise WrongFile(Fault.BROKEN)
    return b"".join([*kept, b"\xff\xd9"])


def _marker(sent: bytes, place: int) -> int:
    if sent[place] != 0xFF:
        raise WrongFile(Fault.BROKEN)
    return sent[place + 1]


def _end_of_scan(sent: bytes, place: int) -> int:
    """Where the next marker begins that is no part of the pixels."""
    while True:
        place = sent.find(b"\xff", place)
        if place < 0:
            raise WrongFile(Fault.BROKEN)
        after = sent[place + 1]
        if after == 0 or 0xD0 <= after <= 0xD7:
            place += 2
        elif after == 0xFF:
            place += 1
        else:
            return place


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise WrongFile(Fault.BROKEN)
    if width > MOST_PIXELS or height > MOST_PIXELS:
        raise WrongFile(Fault.TOO_MANY_PIXELS)


def _plain_names(part: bytes) -> bytes:
    """*part* with names of PDF written plainly: '/J#61vaScript' is '/JavaScript'."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), part)


def _unpacked(sent: bytes) -> list[bytes]:
    """The packed streams of a PDF as far as they are objects: actions can be hidden in them. At most as much as a document may hold."""
    found, room = [], 4 * LARGEST_DOCUMENT
    for stream in re.finditer(rb"/ObjStm\b.{0,400}?stream\r?\n", sent, re.S):
        try:
            part = zlib.decompressobj().decompress(sent[stream.end() :], max(room, 1))
        except zlib.error:
            raise WrongFile(Fault.BROKEN) from None
        room -= len(part)
        if room <= 0:
            raise WrongFile(Fault.TOO_LARGE)
        found.append(part)
    return found
