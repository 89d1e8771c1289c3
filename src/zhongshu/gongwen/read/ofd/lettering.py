"""Text on a page that is shown (文字显示): outlines of embedded fonts, the reader's own fonts for the others."""

from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.ofd import canvas, codes, geometry, paths
from zhongshu.gongwen.read.ofd.canvas import Canvas, short
from zhongshu.gongwen.read.ofd.codes import Glyph, Setting
from zhongshu.gongwen.read.ofd.geometry import Matrix
from zhongshu.gongwen.read.ofd.objects import Placed

_SERIF = "SimSun,'Songti SC','Noto Serif CJK SC','Source Han Serif SC',serif"
_SANS = "SimHei,'Heiti SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif"
# What a font's name tells of its face, and what stands in for it.
_FACES = (
    (("仿宋", "fangsong", "fang song", "fzfs"), f"FangSong,FangSong_GB2312,STFangsong,FandolFang,{_SERIF}"),
    (("楷", "kai"), f"KaiTi,KaiTi_GB2312,STKaiti,FandolKai,{_SERIF}"),
    (("标宋", "xbs", "小标"), f"'FZXiaoBiaoSong-B05S',STZhongsong,{_SERIF}"),
    (("黑", "hei", "yahei", "sans", "arial", "helvetica", "ht", "等线"), f"Arial,{_SANS}"),
    (("courier", "mono", "consolas"), f"'Courier New',Courier,'Liberation Mono',monospace,{_SERIF}"),
    (("times",), f"'Times New Roman',Times,'Liberation Serif',{_SERIF}"),
)
_BOLD = 600
_SLANT = -12  # degrees
_LINE, _THICKEST = 0.353, 0.2  # of a stroke: in millimetres, and in heights of the type


def draw(on: Canvas, thing: Placed) -> None:
    """Draw a text object."""
    style = codes.setting(thing.element)
    font = thing.resources.font(thing.element.get("Font"))
    spelt: list[Glyph] = []
    with on.group(
        transform=canvas.transform(_plane(thing, style)), opacity=canvas.share(thing.alpha), **_ink(thing, style)
    ):
        for glyph in (glyph for glyphs in codes.runs(thing.element, font) for glyph in glyphs):
            outline = font.outline(glyph.text, glyph.number)
            x, y = glyph.x / (style.size * style.stretch), glyph.y / style.size
            if outline:
                shape = on.define("path", d=outline, transform=_shape(thing, style))
                on.add("use", href=f"#{shape}", x=short(x), y=short(y))
            elif glyph.text.strip() and not font.has(glyph.text, glyph.number):
                spelt.append(glyph._replace(x=x, y=y))
        _spell(on, spelt, thing, style)


def _plane(thing: Placed, style: Setting) -> Matrix:
    """Within it the type is one unit high."""
    return Matrix(a=style.size * style.stretch, d=style.size).then(thing.matrix)


def _ink(thing: Placed, style: Setting) -> dict[str, object]:
    fill, stroke = paths.fill(thing, "true"), paths.stroke(thing, "false")
    width = abs(geometry.number(str(thing.look.get("LineWidth", "")), _LINE)) / style.size
    return {
        "fill": canvas.paint(fill),
        "fill_opacity": canvas.share(fill.alpha) if fill else None,
        "stroke": canvas.paint(stroke) if stroke else None,
        "stroke_width": short(min(width, _THICKEST), 4) if stroke else None,
    }


def _shape(thing: Placed, style: Setting) -> str | None:
    turned = f"rotate({short(style.turn)})" if style.turn else ""
    return turned + (f"skewX({_SLANT})" if _is(thing.element, "Italic") else "") or None


def _spell(on: Canvas, spelt: list[Glyph], thing: Placed, style: Setting) -> None:
    """Write what no embedded font draws, each character at its place."""
    signs = [
        (sign, glyph.x + at * glyph.advance / (style.size * len(glyph.text)), glyph.y)
        for glyph in spelt
        for at, sign in enumerate(glyph.text)
        if sign.isprintable() and not sign.isspace()
    ]
    if not signs:
        return
    font = thing.resources.find("Font", thing.element.get("Font"))
    down = [short(y) for _, _, y in signs]
    is_bold = geometry.number(thing.element.get("Weight"), 400.0) >= _BOLD or _is(font, "Bold")
    on.add(
        "text",
        canvas.written("".join(sign for sign, _, _ in signs)),
        font_size="1",
        font_family=_family(font),
        font_weight="bold" if is_bold else None,
        font_style="italic" if _is(thing.element, "Italic") or _is(font, "Italic") else None,
        x=" ".join(short(x) for sign, x, _ in signs for _ in range(_units(sign))),
        y=down[0] if len(set(down)) == 1 else " ".join(down),
        rotate=short(style.turn) if style.turn else None,
    )


def _units(sign: str) -> int:
    """Rare characters count as two where positions are counted."""
    return 2 if ord(sign) > 0xFFFF else 1


def _family(font: Element | None) -> str:
    name = f"{font.get('FontName', '')} {font.get('FamilyName', '')}".lower() if font is not None else ""
    return next((faces for known, faces in _FACES if any(part in name for part in known)), _SERIF)


def _is(element: Element | None, name: str) -> bool:
    return element is not None and element.get(name, "").lower() in ("true", "1")
