"""Makes picture files, honest and hostile, from nothing."""

import io
import struct
import zlib

from PIL import Image, ImageCms, PngImagePlugin

SECRET = b"S3CR3T-PLACE"
GPS_TAG, MAKER_NOTE = 0x8825, 0x927C
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><exif:GPSLatitude>8,5.9S'
    + SECRET
    + b"</exif:GPSLatitude></rdf:RDF></x:xmpmeta>"
)


def picture(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue: a turned copy is told from an upright one."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    image.paste((30, 30, 200), (width // 2, 0, width, height))
    return image.convert(mode)


def saved(image: Image.Image, image_format: str, **options) -> bytes:
    content = io.BytesIO()
    image.save(content, image_format, **options)
    return content.getvalue()


def exif(orientation: int = 1) -> bytes:
    """EXIF with a GPS position, a serial number and a remark."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = SECRET.decode()
    gps = tags.get_ifd(GPS_TAG)
    gps |= {1: "S", 2: (8.0, 5.0, 54.3), 3: "E", 4: (112.0, 10.0, 5.1), 29: SECRET.decode()}
    return tags.tobytes()


def turned(orientation: int) -> bytes:
    """A JPEG that is stored turned and says how to turn it upright."""
    back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    image = picture()
    image = image if back is None else image.transpose(back)
    return saved(image, "JPEG", exif=exif(orientation), quality=95)


def talkative(image_format: str) -> bytes:
    """A picture that carries a place in every kind of metadata its format has."""
    options = {"exif": exif(), "icc_profile": srgb_profile()}
    if image_format == "JPEG":
        options |= {"xmp": XMP, "comment": SECRET}
    elif image_format == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", SECRET.decode())
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options |= {"pnginfo": texts}
    else:
        options |= {"xmp": XMP}
    return saved(picture(), image_format, **options)


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def claiming(jpeg: bytes, width: int, height: int) -> bytes:
    """A JPEG whose frame header claims another size."""
    for marker in (b"\xff\xc0", b"\xff\xc2"):
        place = jpeg.find(marker)
        if place > 0:
            return jpeg[: place + 5] + struct.pack(">HH", height, width) + jpeg[place + 9 :]
    raise ValueError("no frame header")


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, *extra: bytes, rows: int = 1) -> bytes:
    """A grey PNG of any claimed size with few rows in it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((width + 1) * rows), 9)
    chunks = [
        png_chunk(b"IHDR", header),
        *extra,
        png_chunk(b"IDAT", pixels),
        png_chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def many_scans(count: int) -> bytes:
    """A progressive JPEG that repeats its last scan."""
    jpeg = saved(picture(), "JPEG", progressive=True)
    last = jpeg.rfind(b"\xff\xda")
    return jpeg[:last] + jpeg[last:-2] * count + b"\xff\xd9"


def webp_claiming(width: int, height: int) -> bytes:
    """A WebP with alpha whose canvas claims another size."""
    content = saved(picture(mode="RGBA"), "WEBP", exif=exif())
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return content[:24] + canvas + content[30:]
