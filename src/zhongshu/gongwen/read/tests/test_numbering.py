import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.gongwen.read import docx
from zhongshu.gongwen.read.docx import counting
from zhongshu.gongwen.read.tests.word import document, p
from zhongshu.kit import numerals

# The four levels of an official document, as a multilevel list draws them.
CHINESE = "chineseCountingThousand"
OFFICIAL = ((CHINESE, "%1、"), (CHINESE, "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"))


def level(at, form="decimal", text=None, suff="nothing", start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:suff w:val="{suff}"/><w:lvlText w:val="{f"%{at + 1}." if text is None else text}"/>{more}</w:lvl>'
    )


def abstract(*levels, key=0):
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key=1, of=0, overrides=""):
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def item(at=0, key=1, text="x"):
    return p(text, setting=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>')


def style(key, setting, kind="paragraph", base=""):
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="{kind}" w:styleId="{key}">{based}<w:pPr>{setting}</w:pPr></w:style>'


def drawn(numbering, *items, **parts):
    return [line.text for line in docx.read(document("".join(items), numbering=numbering, **parts)).pages[0].lines]


def labels(numbering, *items, **parts):
    return [text.removesuffix("x") for text in drawn(numbering, *items, **parts)]


def test_the_four_levels_of_an_official_document():
    numbering = abstract(*(level(at, form, text) for at, (form, text) in enumerate(OFFICIAL))) + num()
    found = labels(numbering, *(item(at) for at in (0, 1, 2, 3, 3, 2, 3, 1, 2, 0, 1)))
    assert found == ["一、", "（一）", "1.", "（1）", "（2）", "2.", "（1）", "（二）", "1.", "二、", "（一）"]


def test_numbers_of_several_levels_and_what_stands_behind():
    numbering = (
        abstract(level(0, suff="space"), level(1, "chineseCounting", "第%1章第%2条", "tab"), level(2, text="%1.%2.%3"))
        + num()
    )
    assert drawn(numbering, item(0), item(1), item(1), item(2)) == [
        "1. x",
        "第1章第一条\tx",
        "第1章第二条\tx",
        "1.二.1x",
    ]
    legal = abstract(level(0, "chineseCounting"), level(1, text="%1.%2", more="<w:isLgl/>")) + num()
    assert labels(legal, item(0), item(1)) == ["一.", "1.1"]
    assert labels(abstract(level(1, text="%1.%2")) + num(), item(1)) == ["1.1"]


def test_two_lists_of_one_definition_go_on_and_an_override_begins_anew():
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(level(0)) + num(1) + num(2) + num(3, overrides=anew)
    assert labels(numbering, item(), item(key=2), item(key=3), item(key=3), item()) == ["1.", "2.", "1.", "2.", "3."]


def test_an_override_with_a_level_of_its_own():
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'
    assert labels(abstract(level(0)) + num(overrides=own), item(), item()) == ["C)", "D)"]


@pytest.mark.parametrize(("restart", "found"), [("0", "3."), ("1", "1."), ("2", "1.")])
def test_when_a_level_begins_anew(restart, found):
    numbering = abstract(level(0), level(1), level(2, more=f'<w:lvlRestart w:val="{restart}"/>')) + num()
    assert labels(numbering, item(0), item(2), item(2), item(0), item(2))[-1] == found
    after_second = labels(numbering, item(0), item(2), item(2), item(1), item(2))[-1]
    assert after_second == ("1." if restart == "2" else "3.")


def test_a_start_other_than_one_and_an_absurd_one():
    assert labels(abstract(level(0, start=0), level(1, start=7)) + num(), item(), item(1), item(), item(1)) == [
        "0.",
        "7.",
        "1.",
        "7.",
    ]
    assert labels(abstract(level(0, start=10**12)) + num(), item()) == ["1."]


def test_bullets_and_no_numbers():
    signs = ("bullet", "\uf06c"), ("bullet", "—"), ("none", ""), ("bullet", "\uf0ff")
    bullets = abstract(*(level(at, form, text) for at, (form, text) in enumerate(signs))) + num()
    assert labels(bullets, item(0), item(1), item(2), item(3)) == ["●", "—", "", "•"]


def test_an_empty_paragraph_keeps_its_number():
    assert labels(abstract(level(0)) + num(), item(), item(text=""), item()) == ["1.", "2.", "3."]


def test_numbering_through_styles():
    first = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = (
        style("h1", first)
        + style("h2", '<w:numPr><w:ilvl w:val="1"/></w:numPr>', base="h1")
        + style("h3", first)
        + style("son", "", base="h3")
    )
    third = level(2, text="(%3)", more='<w:pStyle w:val="h3"/>')
    numbering = abstract(level(0, "chineseCounting", "%1、"), level(1, text="%2．"), third) + num()
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    items = [p("x", setting=f'<w:pStyle w:val="{key}"/>{more}') for key, more in
             (("h1", ""), ("h2", ""), ("h3", ""), ("son", ""), ("h1", off), ("h1", ""))]  # fmt: skip
    assert labels(numbering, *items, styles=styles) == ["一、", "1．", "(1)", "(2)", "", "二、"]


def test_a_list_through_a_style_of_lists():
    styles = style("l", '<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering")
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="l"/></w:abstractNum>'
    assert labels(abstract(level(0)) + linked + num(1) + num(2, of=5), item(), item(key=2), styles=styles) == [
        "1.",
        "2.",
    ]


def test_deleted_paragraphs_are_not_counted():
    setting = '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    gone = p("<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", setting=setting)
    assert labels(abstract(level(0)) + num(), item(), gone, item()) == ["1.", "2."]


def test_a_label_without_end_is_cut():
    assert len(drawn(abstract(level(0, text="啊" * 9999)) + num(), item())[0]) < 300


def test_lists_that_do_not_exist():
    broken = abstract(level(0)) + num(1, of=9) + num(2) + '<w:num w:numId="4"/>'
    assert labels(broken, item(), item(key=7), item(key=4), item(5, key=2), item(-1, key=2)) == [""] * 5


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("decimal", "1 9 10 11 20 21 100"), ("decimalZero", "01 09 10 11 20 21 100"),
        ("decimalFullWidth", "１ ９ １０ １１ ２０ ２１ １００"), ("decimalEnclosedCircle", "① ⑨ ⑩ ⑪ ⑳ 21 100"),
        ("decimalEnclosedCircleChinese", "① ⑨ ⑩ ⑪ ⑳ 21 100"), ("decimalEnclosedParen", "⑴ ⑼ ⑽ ⑾ ⒇ 21 100"),
        ("decimalEnclosedFullstop", "⒈ ⒐ ⒑ ⒒ ⒛ 21 100"), ("chineseCounting", "一 九 十 十一 二十 二十一 一〇〇"),
        ("chineseCountingThousand", "一 九 十 十一 二十 二十一 一百"),
        ("japaneseCounting", "一 九 十 十一 二十 二十一 一百"),
        ("chineseLegalSimplified", "壹 玖 拾 壹拾壹 贰拾 贰拾壹 壹佰"),
        ("ideographDigital", "一 九 一〇 一一 二〇 二一 一〇〇"),
        ("ideographTraditional", "甲 壬 癸 11 20 21 100"), ("ideographZodiac", "子 申 酉 戌 20 21 100"),
        ("ideographZodiacTraditional", "甲子 壬申 癸酉 甲戌 癸未 甲申 100"),
        ("ideographEnclosedCircle", "㊀ ㊈ ㊉ 11 20 21 100"),
        ("upperLetter", "A I J K T U VVVV"), ("lowerLetter", "a i j k t u vvvv"),
        ("upperRoman", "I IX X XI XX XXI C"), ("lowerRoman", "i ix x xi xx xxi c"), ("hebrew1", "1 9 10 11 20 21 100"),
    ],
)  # fmt: skip
def test_every_numeral(form, written):
    assert [counting.written(number, form) for number in (1, 9, 10, 11, 20, 21, 100)] == written.split()


@given(st.integers(-5, 10**12), st.sampled_from(sorted(counting.FORMS)))
def test_every_number_can_be_written(number, form):
    assert isinstance(counting.written(number, form), str)


@given(st.lists(st.integers(0, 3), max_size=40))
def test_any_outline_is_numbered_like_a_table_of_contents(levels):
    """Against a plain model: a number is the place among its sisters since the last higher heading."""
    numbering = abstract(*(level(at, form, text) for at, (form, text) in enumerate(OFFICIAL))) + num()
    counts, expected = [0, 0, 0, 0], []
    for at in levels:
        for above in range(at):
            counts[above] = counts[above] or 1
        counts[at:] = [counts[at] + 1, *[0] * (3 - at)]
        expected.append(numerals.heading(at + 1, counts[at]))
    assert labels(numbering, *(item(at) for at in levels)) == expected
