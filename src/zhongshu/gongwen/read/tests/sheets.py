"""Small papers of our own writing, as PDF, as page pictures, and as worn scans of them."""

import io

import typst
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from zhongshu.gongwen.read import pdfium

# A page is built of these; whichever family is installed is taken.
FAMILIES = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "STSong", "AR PL SungtiL GB", "LXGW WenKai")

RED = (215, 0, 15)

NOTICE = """
#align(center, text(size: 36pt, fill: rgb("#e60012"), weight: "bold")[沙洲市人民政府文件])
#v(12mm)
#align(center)[沙政发〔2026〕15号]
#line(length: 100%, stroke: 0.7mm + rgb("#e60012"))
#v(8mm)
#align(center, text(size: 22pt, weight: "bold")[关于做好冬季供暖保障工作的通知])
#v(6mm)
各县（市、区）人民政府，市政府各部门、各直属机构：

#h(2em)为切实做好今冬明春供暖保障工作，确保人民群众温暖过冬，现将有关事项通知如下。

#h(2em)一、压实工作责任。各县（市、区）要落实属地责任，建立台账，逐户排查。

#h(2em)二、保障燃料供应。供热企业存煤量应满足十五天以上用量，并于12月10日前报告。

#v(14mm)
#align(right, pad(right: 22mm, box(width: 52mm, align(center)[沙洲市人民政府 \\ 2026年11月20日])))
"""


def families():
    """Return the Chinese families that are installed, of those that are known."""
    installed = set(typst.Fonts().families())
    return [family for family in FAMILIES if family in installed]


def pdf(body, *, page="margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm)", size="16pt"):
    """Return a PDF of a body in Typst's markup."""
    fonts = ", ".join(f'"{family}"' for family in families())
    head = f'#set page({page})\n#set text(font: ({fonts},), size: {size}, lang: "zh", cjk-latin-spacing: none)\n'
    return typst.compile((head + body).encode())


def scan(pdf_bytes, number=0, *, dpi=200, turn=0.0, noise=0.0, seal=None):
    """Return a page of a PDF as it comes from a scanner; seal: where its middle stands, in millimetres."""
    with pdfium.opened(io.BytesIO(pdf_bytes)) as document, pdfium.page(document, number) as page:
        picture = pdfium.picture(page, width=round(page.get_width() / 72 * dpi))
    if seal:
        picture = _sealed(picture, seal, dpi / 25.4)
    if turn:
        picture = picture.rotate(turn, Image.Resampling.BICUBIC, fillcolor="white")
    if noise:
        picture = _worn(picture, noise)
    return picture


def jpeg(picture, quality=80, dpi=200):
    """Return a picture as JPEG that names its resolution."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def bound(pictures, dpi=200):
    """Return a PDF of nothing but pictures."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return out.getvalue()


def _sealed(picture, place, scale):
    """Put a round red seal on a picture, as ink that lets print shine through."""
    size = round(42 * scale)
    ink = Image.new("RGB", (size, size), "white")
    draw = ImageDraw.Draw(ink)
    draw.ellipse((4, 4, size - 4, size - 4), outline=RED, width=round(1.2 * scale))
    draw.regular_polygon((size / 2, size / 2, 6 * scale), 5, fill=RED)
    draw.regular_polygon((size / 2, size / 2, 12 * scale), 3, rotation=180, outline=RED, width=round(scale))
    draw.text((size / 2, size * 0.72), "99", fill=RED, font=ImageFont.load_default(5 * scale), anchor="mm")
    corner = (round(place[0] * scale - size / 2), round(place[1] * scale - size / 2))
    below = picture.crop((*corner, corner[0] + size, corner[1] + size))
    done = picture.copy()
    done.paste(ImageChops.multiply(below, ink), corner)
    return done


def _worn(picture, noise):
    """Blur a picture a little and sprinkle it."""
    grain = Image.effect_noise(picture.size, 60 * noise).convert("RGB")
    blurred = picture.filter(ImageFilter.GaussianBlur(0.6))
    return ImageChops.add(blurred, ImageChops.subtract(grain, Image.new("RGB", picture.size, (128, 128, 128))), 1, 0)
