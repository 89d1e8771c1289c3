"""Pictures of seals (印章图形): PNG or PDF, looked at before they go onto a page."""

import io
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader

from zhongshu.kit.errors import Refused

MOST_BYTES = 20 << 20
MOST_PIXELS = 40_000_000
UNREADABLE = "印章图形不是PNG或PDF文件，或者已损坏。请用透明底的PNG图片，或者只有一页的PDF文件。"


def read(picture: bytes) -> PdfContent:
    """Return a picture as it can be put onto a page. Raises Refused."""
    if len(picture) > MOST_BYTES:
        raise Refused(f"印章图形超过{MOST_BYTES >> 20} MB，请缩小后重试。")
    try:
        return _Ink(_page(picture) if picture.startswith(b"%PDF-") else _image(picture))
    except Refused:
        raise
    except Exception:
        raise Refused(UNREADABLE) from None


def _image(picture: bytes) -> PdfContent:
    from PIL import Image
    from pyhanko.pdf_utils.images import PdfImage

    with Image.open(io.BytesIO(picture), formats=("PNG",)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused(f"印章图形的像素过多（{opened.width}×{opened.height}），请缩小后重试。")
        image = opened.convert("RGBA")
    if image.getchannel("A").getextrema()[0] == 255:
        raise Refused("印章图形的底色不透明，会盖住署名和日期。请用透明底的PNG图片。")
    return PdfImage(image)


def _page(picture: bytes) -> PdfContent:
    reader = PdfFileReader(io.BytesIO(picture), strict=False)  # it is only drawn, whoever wrote it
    if reader.encrypted or reader.root["/Pages"]["/Count"] != 1:
        raise Refused(UNREADABLE)
    return _Page(reader)


class _Ink(PdfContent):
    """A picture laid on as ink is: what is printed beneath it shows through."""

    def __init__(self, picture: PdfContent) -> None:
        super().__init__(box=picture.box)
        self._picture = picture

    def set_writer(self, writer: Any) -> None:
        super().set_writer(writer)
        self._picture.set_writer(writer)

    def render(self) -> bytes:
        drawn = self._picture.render()
        self.box = self._picture.box
        self.import_resources(self._picture.resources)
        ink = generic.DictionaryObject({generic.pdf_name("/BM"): generic.pdf_name("/Multiply")})
        self.set_resource(ResourceType.EXT_G_STATE, generic.pdf_name("/Ink"), ink)
        return b"/Ink gs " + drawn


class _Page(PdfContent):
    """The one page of a file, with its middle where it is wanted wherever its own corner lies."""

    def __init__(self, reader: PdfFileReader) -> None:
        super().__init__()
        self._reader = reader

    def render(self) -> bytes:
        drawn: Any = self._ensure_writer.import_page_as_xobject(self._reader)
        left, low, right, high = (float(one) for one in drawn.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=high - low)
        self.resources.xobject["/Seal"] = drawn
        return b"1 0 0 1 %g %g cm /Seal Do" % (-left, -low)
