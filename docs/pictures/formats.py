"""Take the pictures of the formats (生成版式图样): `make formats`, one sheet of small pages for every format.

Whoever has changed a template looks at each before committing it. With the same fonts they come out the same.
"""

import os
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from zhongshu.gongwen.draft.model import Draft, Seal
from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.typeset import pdf
from zhongshu.gongwen.typeset.tests import drafts

FOLDER = Path(__file__).resolve().parent / "formats"
MOST_PAGES, SCALE, GAP, COLOURS = 4, 0.62, 8, 48
ORGANS = ("清溪县发展和改革局", "清溪县财政局", "清溪县人力资源和社会保障局", "清溪县水利局", "清溪县林业局")
JOINT = replace(
    drafts.NOTICE,
    issuers=ORGANS,
    title="关于联合开展小型水库安全检查的通知",
    body=drafts.NOTICE.body[:3],
    attachments=(),
    seals=tuple(Seal(name, sample=True) for name in ORGANS),
)
SHORT = replace(drafts.TABLE, rows=drafts.TABLE.rows[:16])
FORMATS: dict[str, Draft] = {
    "general": replace(drafts.NOTICE, attachments=drafts.NOTICE.attachments[:1], copy_number="000012", urgency="加急"),
    "up": drafts.REQUEST,
    "joint": JOINT,
    "unsealed": replace(drafts.NOTICE, attachments=(), body=drafts.NOTICE.body[:4], sealing="none", seals=()),
    "letter": drafts.LETTER,
    "order": drafts.ORDER,
    "minutes": drafts.MINUTES,
    "table": replace(
        drafts.NOTICE, attachments=(), body=("见下表。", SHORT, replace(SHORT, landscape=True), "请认真贯彻执行。")
    ),
}


def main() -> int:
    """Set every format and keep its first pages side by side."""
    folder = os.environ.get("ZHONGSHU_FONTS")
    fonts = Fonts(Path(folder) if folder else None)
    FOLDER.mkdir(exist_ok=True)
    for name, draft in FORMATS.items():
        printed = pdf.to_pdf(draft, fonts=fonts, at=drafts.AT)
        side_by_side(printed.pdf).quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)
        print(f"{name}.png：{printed.pages}页")
    return 0


def side_by_side(content: bytes) -> Image.Image:
    """Return the first pages of a PDF as one picture."""
    with pypdfium2.PdfDocument(BytesIO(content)) as document:
        pages = [document[number].render(scale=SCALE).to_pil() for number in range(min(len(document), MOST_PAGES))]
    width, height = sum(page.width + GAP for page in pages) + GAP, max(page.height for page in pages) + 2 * GAP
    sheet = Image.new("RGB", (width, height), "#d8d8d8")
    x = GAP
    for page in pages:
        sheet.paste(page, (x, GAP))
        x += page.width + GAP
    return sheet


if __name__ == "__main__":
    sys.exit(main())
