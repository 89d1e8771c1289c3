"""The one door to picture files (图片): a page at a time, upright by its own word, on white, no larger than asked.

Guarded against pictures that unpack to gigabytes. Only a plain JPEG may be larger than Pillow allows: it is reduced
while it is decoded.
"""

from typing import BinaryIO, NamedTuple

from PIL import Image, JpegImagePlugin

from zhongshu.gongwen.read.model import Unreadable

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP")
MOST_PIXELS = 90_000_000
MOST_JPEG_PIXELS = 500_000_000
# Widths in millimetres that a sheet may have; a picture that claims another was never measured.
NARROWEST, WIDEST = 90.0, 450.0
SHORT, LONG = 210.0, 297.0
INCH = 25.4

BROKEN = "图片已损坏，无法打开，请重新扫描后上传。"
TOO_LARGE = "图片过大，无法打开，请以200dpi重新扫描后上传。"

# What Pillow raises over broken files, and warns of where warnings are errors.
_FAULTS = (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, ArithmeticError, UserWarning)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Sheet(NamedTuple):
    """A page of a picture file: the picture, in colours, and its width in millimetres."""

    picture: Image.Image
    width: float


def opened(source: BinaryIO) -> Image.Image:
    """Open a picture without decoding it; the source stays open, and the caller's.

    Raises Unreadable for what is none, and for one too large to decode.
    """
    source.seek(0)
    try:
        return Image.open(source, formats=FORMATS)
    except _BOMBS as bomb:
        return _large(source, bomb)
    except _FAULTS as fault:
        raise Unreadable(BROKEN) from fault


def count(image: Image.Image) -> int:
    """Return the number of pages: the frames of a TIFF, of anything else one."""
    try:
        return getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    except _FAULTS as fault:
        raise Unreadable(BROKEN) from fault


def sheet(image: Image.Image, number: int, long_side: int) -> Sheet:
    """Return page `number`, counted from 0, with its longer side of at most `long_side` pixels.

    Raises Unreadable when the page is broken or too large to decode.
    """
    try:
        image.seek(number)
        return _sheet(image, long_side)
    except _BOMBS as bomb:
        raise Unreadable(TOO_LARGE) from bomb
    except _FAULTS as fault:
        raise Unreadable(BROKEN) from fault


def _large(source: BinaryIO, bomb: Exception) -> Image.Image:
    """Open what Pillow will not, if it is a JPEG; whether it is a plain one is checked with its size."""
    source.seek(0)
    try:
        return JpegImagePlugin.JpegImageFile(source)
    except _FAULTS:
        raise Unreadable(TOO_LARGE) from bomb


def _sheet(image: Image.Image, long_side: int) -> Sheet:
    # A progressive JPEG keeps all of itself in memory however much it is reduced.
    is_plain = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    if image.width * image.height > (MOST_JPEG_PIXELS if is_plain else MOST_PIXELS):
        raise Unreadable(TOO_LARGE)
    across, down = _measured(image)
    image.draft("RGB", (long_side, long_side))
    flat = _on_white(image)
    flat.thumbnail((long_side, long_side), reducing_gap=2.0)
    flat = _squared(flat.convert("RGB"), down / across)
    # Asked only now: a TIFF turns itself while it is decoded.
    orientation = image.getexif().get(_ORIENTATION)
    if orientation in _UPRIGHT:
        flat = flat.transpose(_UPRIGHT[orientation])
        across, down = (down, across) if orientation > 4 else (across, down)
    if NARROWEST <= across <= WIDEST:
        return Sheet(flat, round(across, 2))
    return Sheet(flat, LONG if across > down else SHORT)


def _measured(image: Image.Image) -> tuple[float, float]:
    """Return width and height in millimetres as the picture claims; of one that claims nothing in proportion only."""
    across, down = (float(part) for part in image.info.get("dpi", (0, 0)))
    if not (across > 1 and down > 1):
        return image.width / 1000, image.height / 1000
    return image.width / across * INCH, image.height / down * INCH


def _on_white(image: Image.Image) -> Image.Image:
    """Return the picture without transparency and in eight bits a channel."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        white.alpha_composite(clear)
        return white.convert("RGB")
    return image.convert("L" if image.mode in ("1", "L", "F") else "RGB")


def _squared(picture: Image.Image, ratio: float) -> Image.Image:
    """Return the picture with its height in the given ratio to its width: a fax has fewer lines than columns."""
    height = max(round(picture.width * ratio), 1)
    if abs(height - picture.height) <= 0.1 * picture.height or not 0.1 < ratio < 10:
        return picture
    return picture.resize((picture.width, height))
