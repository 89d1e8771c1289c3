"""Pictures of a draft (插图、印章图形): taken out of their Base64, looked at, and refused when they are none."""

import binascii
import io
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Any

from zhongshu.gongwen.typeset.checks import Unfit

MOST_BYTES = 20 << 20
MOST_PIXELS = 60_000_000
USUAL_DPI = 150.0
TURNED = range(2, 9)  # what the mark of a camera says of a picture that does not stand upright
INCH = 25.4


@dataclass(frozen=True, slots=True)
class Image:
    """A picture file: its bytes, png or jpg, and its natural width and height in millimetres."""

    data: bytes = field(repr=False)
    suffix: str
    natural: tuple[float, float]


def read(written: str, place: str, *, see_through: bool = False) -> Image:
    """Return the picture that was written as Base64. Raises Unfit, naming its place.

    see_through: seals must be PNG, so that the text beneath them shows.
    """
    if len(written) > MOST_BYTES * 4 // 3 + 4:
        raise Unfit(f"{place}超过{MOST_BYTES >> 20} MB，请缩小后重试。")
    try:
        data = b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        raise Unfit(f"{place}没有完整保存（不是Base64编码），请重新插入。") from None
    suffix = "png" if data.startswith(b"\x89PNG\r\n\x1a\n") else "jpg" if data.startswith(b"\xff\xd8\xff") else ""
    if not suffix or (see_through and suffix != "png"):
        wanted = "透明底的PNG" if see_through else "PNG或JPEG"
        raise Unfit(f"{place}不是{wanted}图片，请另存为{wanted}后重新插入。")
    return _image(data, suffix, place)


def _image(data: bytes, suffix: str, place: str) -> Image:
    """Return a picture with width and height as the file says, upright, once it is known to be whole. Raises Unfit."""
    from PIL import ExifTags
    from PIL import Image as Pillow  # here alone: most drafts have no pictures

    try:
        with Pillow.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unfit(f"{place}的像素过多（{picture.width}×{picture.height}），请缩小后重试。")
            picture.load()
            if picture.getexif().get(ExifTags.Base.Orientation) in TURNED:
                return _image(_upright(picture, suffix), suffix, place)
            dpi = [float(one) if one and one > 30 else USUAL_DPI for one in picture.info.get("dpi", (0, 0))]
            return Image(data, suffix, (picture.width / dpi[0] * INCH, picture.height / dpi[1] * INCH))
    except Unfit:
        raise
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as bomb:
        raise Unfit(f"{place}的像素过多，请缩小后重试。") from bomb
    except Exception as fault:
        raise Unfit(f"{place}已损坏，无法打开，请重新插入。") from fault


def _upright(picture: Any, suffix: str) -> bytes:
    """Return the file of a picture that was turned as its mark says: some word processors do not look at it."""
    from PIL import ImageOps

    made = io.BytesIO()
    turned = ImageOps.exif_transpose(picture)
    known = {name: value for name, value in turned.info.items() if name in ("dpi", "icc_profile")}
    turned.save(made, {"png": "PNG", "jpg": "JPEG"}[suffix], quality=95, **known)
    return made.getvalue()
