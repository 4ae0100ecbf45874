"""What a file's own frame says, read without a decoder: is it whole, how large, how many scans."""

import re
import struct

from shop.images.refusals import DamagedPicture

# ITU-T T.81 B.1.1.2: FF00 is a data byte, FFD0–FFD7 are restarts, all else ends a scan.
SCAN_END = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
START_OF_SCAN, END_OF_IMAGE, START_OF_IMAGE = 0xDA, 0xD9, 0xD8


def jpeg_scans(content: bytes) -> int:
    """How many scans a whole JPEG has; raises DamagedPicture if its end is missing."""
    scans, place = 0, 2
    while True:
        marker, place = _next_marker(content, place)
        if marker == END_OF_IMAGE:
            return scans
        if place + 2 > len(content):
            raise DamagedPicture
        length = struct.unpack_from(">H", content, place)[0]
        place += length
        if marker == START_OF_SCAN:
            scans += 1
            end = SCAN_END.search(content, place)
            if end is None:
                raise DamagedPicture
            place = end.start()


def _next_marker(content: bytes, place: int) -> tuple[int, int]:
    """The marker at or after a place, and where its segment begins; fill bytes are skipped."""
    while place < len(content) and content[place] == 0xFF:
        place += 1
    if place >= len(content) or content[place - 1] != 0xFF:
        raise DamagedPicture
    return content[place], place + 1


def webp_size(content: bytes) -> tuple[int, int]:
    """Width and height of a whole WebP (RFC 9649 §2.4–2.7); raises DamagedPicture."""
    if len(content) < 30 or struct.unpack_from("<I", content, 4)[0] + 8 > len(content):
        raise DamagedPicture
    chunk = content[12:16]
    if chunk == b"VP8X":
        wide, high = content[24:27], content[27:30]
        return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    if chunk == b"VP8L":
        bits = struct.unpack_from("<I", content, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise DamagedPicture


def require_whole_heif(content: bytes) -> None:
    """Walk the top boxes (ISO/IEC 14496-12 §4.2); raises DamagedPicture if one ends too late."""
    place = 0
    while place < len(content):
        if place + 16 > len(content):
            raise DamagedPicture
        size = struct.unpack_from(">I", content, place)[0]
        if size == 0:
            return
        if size == 1:
            size = struct.unpack_from(">Q", content, place + 8)[0]
        if size < 8 or place + size > len(content):
            raise DamagedPicture
        place += size
