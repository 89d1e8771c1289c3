"""Pictures: the words are drawn on each frame, in letters that fit its size; the format stays."""

from io import BytesIO
from typing import Any

from zhongshu.gongwen.read import pillow
from zhongshu.gongwen.read.model import Unreadable
from zhongshu.gongwen.watermark.marks import ANGLE, DOWN, GAP, GREY, OPACITY, SIZE, Mark, Unmarkable

ACROSS = 210.0  # millimetres: a picture is taken for a sheet of this width
SHEET = 18  # pixels of a letter behind the cells of a workbook
LEAST = 10  # pixels of a letter, so that it can be read on a small picture
WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92},
    "WEBP": {"quality": 92},
    "TIFF": {"compression": "tiff_lzw"},
}
BROKEN = "该图片已损坏或过大，不能加水印。"


def stamp(content: bytes, mark: Mark) -> bytes:
    """Return a copy with the watermark on every frame, upright. Raises Unmarkable."""
    from PIL import ImageSequence

    try:
        opened = pillow.opened(BytesIO(content))
        format = opened.format or "PNG"
        frames = [_drawn(frame, mark) for frame in ImageSequence.Iterator(opened)]
    except (Unreadable, OSError, ValueError, SyntaxError) as fault:
        raise Unmarkable(BROKEN) from fault
    made = BytesIO()
    more: dict[str, Any] = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
    if "dpi" in opened.info:
        more["dpi"] = opened.info["dpi"]
    frames[0].save(made, format, **WRITTEN.get(format, {}), **more)
    return made.getvalue()


def background(mark: Mark) -> bytes:
    """Return the words once on white (PNG), with room around them, to be laid side by side."""
    from PIL import Image

    tile = _tile(mark, SHEET)
    laid = Image.new("RGB", (tile.width + 2 * SHEET, tile.height + 2 * SHEET), "white")
    laid.paste(Image.new("RGB", tile.size, (GREY,) * 3), (SHEET, SHEET), tile)
    made = BytesIO()
    laid.save(made, "PNG")
    return made.getvalue()


def _drawn(frame: Any, mark: Mark) -> Any:
    from PIL import Image, ImageOps

    seen = ImageOps.exif_transpose(frame).convert("RGBA")
    upright = Image.new("RGB", seen.size, "white")
    upright.paste(seen, mask=seen.getchannel("A"))
    tile = _tile(mark, max(round(upright.width * SIZE / ACROSS), LEAST))
    scale = upright.width / ACROSS
    across, down = round(tile.width + GAP * scale / 2), max(round(DOWN * scale), tile.height // 2)
    for row in range(upright.height // down + 2):
        for column in range(-1, upright.width // across + 1):
            place = (column * across + (across // 2 if row % 2 else 0), row * down - tile.height // 2)
            upright.paste(Image.new("RGB", tile.size, (GREY,) * 3), place, tile)
    return upright


def _tile(mark: Mark, size: int) -> Any:
    """Return the words turned, as a mask: how strongly each point is drawn."""
    from PIL import Image, ImageDraw, ImageFont

    path, number = next(place for family in mark.fonts.chains["hei"] for place in mark.fonts.families[family])
    font = ImageFont.truetype(path, size, index=number)
    left, top, right, bottom = (round(side) for side in font.getbbox(mark.words))
    flat = Image.new("L", (right - left + 2, bottom - top + 2), 0)
    ImageDraw.Draw(flat).text((1 - left, 1 - top), mark.words, fill=OPACITY * 2, font=font)
    return flat.rotate(ANGLE, expand=True, resample=Image.Resampling.BICUBIC)
