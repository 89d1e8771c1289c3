"""Pictures inside a package (图像, GB/T 33190 §10): opened with care, encoded small for a page that is shown."""

import io
import struct
import warnings
from base64 import b64encode
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

# More than an A3 page at 600 dpi is no official document.
MOST_PIXELS = 80_000_000
# What a page is shown with; smaller files go out as they are.
_SHOWN, _SMALL = 1600, 200_000
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "JPEG2000", "WEBP")
# What every browser shows.
_PLAIN = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
_FAILURES = (
    UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError,
    SyntaxError, struct.error, IndexError, KeyError, TypeError, EOFError, MemoryError, OverflowError,
)  # fmt: skip


class Encoded(NamedTuple):
    """A picture as it stands in a page that is shown."""

    media_type: str
    data: bytes

    @property
    def address(self) -> str:
        """The picture as a data address: a page that is shown fetches nothing."""
        return f"data:{self.media_type};base64,{b64encode(self.data).decode()}"


def opened(data: bytes) -> Image.Image | None:
    """Return a picture, decoded, or None where it is damaged, huge or of a kind that cannot be decoded (JBIG2)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.load()
            return picture
    except _FAILURES:
        return None


def shown(data: bytes, mask: bytes | None = None) -> Encoded | None:
    """Return a picture as a page shows it, with its mask as transparency, or None where it cannot be decoded."""
    picture = opened(data)
    if picture is None:
        return None
    veil = opened(mask) if mask else None
    if veil is None and len(data) < _SMALL and picture.format in _PLAIN:
        return Encoded(_PLAIN[picture.format], data)
    return _encoded(picture, veil)


def _encoded(picture: Image.Image, veil: Image.Image | None) -> Encoded:
    is_clear = veil is not None or picture.has_transparency_data
    plain = picture.convert("RGBA" if is_clear else "RGB")
    if veil is not None:
        plain.putalpha(veil.convert("L").resize(plain.size))
    plain.thumbnail((_SHOWN, _SHOWN), Image.Resampling.BOX)
    target = io.BytesIO()
    if is_clear:
        plain.save(target, "PNG")
        return Encoded("image/png", target.getvalue())
    plain.save(target, "JPEG", quality=80)
    return Encoded("image/jpeg", target.getvalue())
