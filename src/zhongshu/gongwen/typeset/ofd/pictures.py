"""The pictures of a PDF (图像): a photograph as it is, everything else as PNG, with its transparency."""

import io
from typing import Any, NamedTuple

from zhongshu.gongwen.typeset.ofd.errors import Unwritable

_UNREAD = "PDF 中有一幅图片不能写成 OFD。请把图片另存为 PNG 或 JPEG 后重新排版。"


class File(NamedTuple):
    """A picture as a file of the package; kind: PNG or JPEG."""

    kind: str
    data: bytes


def file(image: Any) -> File:
    """Return a picture of the PDF; image: its stream. Raises Unwritable when it cannot be decoded."""
    if image.get("/ImageMask"):
        raise Unwritable(_UNREAD)
    if image.get("/Filter") == "/DCTDecode" and not image.keys() & {"/SMask", "/Mask", "/Decode"} and _is_plain(image):
        return File("JPEG", image.get_data())
    target = io.BytesIO()
    try:
        picture = image.decode_as_image()
        if picture.mode not in ("L", "LA", "RGB", "RGBA"):
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        picture.save(target, "PNG")
    except Exception as failure:  # whatever the library stumbles over
        raise Unwritable(_UNREAD) from failure
    return File("PNG", target.getvalue())


def _is_plain(image: Any) -> bool:
    """Tell whether the picture is grey or RGB, which every reader of OFD shows."""
    space = image["/ColorSpace"]
    if isinstance(space, list):
        return space[0] == "/ICCBased" and space[1].get_object().get("/N") in (1, 3)
    return space in ("/DeviceRGB", "/DeviceGray")
