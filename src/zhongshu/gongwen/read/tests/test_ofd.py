"""OFD packages of our own: what is read of them, and what must not stop the reading."""

import io

import pytest
from tests.papers import eye
from tests.papers import ofd as papers

from zhongshu.gongwen.read import ofd
from zhongshu.gongwen.read.model import Paper, Unreadable


def read(contents, **settings) -> Paper:
    data = contents if isinstance(contents, bytes) else papers.pack(contents)
    return ofd.read(io.BytesIO(data), **settings)


def changed(name: str, old: str, new: str, **settings) -> Paper:
    parts = papers.parts(papers.LETTER, **settings)
    assert old.encode() in parts[name]
    parts[name] = parts[name].replace(old.encode(), new.encode())
    return read(parts)


def page(objects: str, **settings) -> Paper:
    return read(papers.ofd([[]], extra={0: objects}, **settings))


def test_lines_with_their_places():
    paper = read(papers.ofd(papers.LETTER))
    assert (paper.format, len(paper.pages), paper.warnings) == ("ofd", 2, ())
    mark, number, title = paper.pages[0].lines
    assert (mark.text, mark.red, mark.size) == ("江海市人民政府文件", True, 14)
    assert (number.text, number.red) == ("江政发〔2026〕15号", False)
    assert title.box == pytest.approx((60, 105 - 0.88 * 7.7, 60 + 9 * 7.7, 105 + 0.12 * 7.7), abs=0.02)


def test_reports_every_page():
    told = []
    ofd.read(io.BytesIO(papers.ofd(papers.LETTER)), report=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_a_file_of_very_many_pages_is_read_from_its_front(monkeypatch):
    monkeypatch.setattr("zhongshu.gongwen.read.ofd.reading.MOST_PAGES", 1)
    paper = read(papers.ofd(papers.LETTER))
    assert (len(paper.pages), paper.warnings) == (1, ("共2页，只识读了前1页。",))


def test_size_of_the_page():
    paper = read(papers.ofd(papers.LETTER, width=297, height=210))
    assert (paper.pages[0].width, paper.pages[0].height) == (297, 210)


def test_codes_side_by_side_are_one_line():
    pieces = [(28, 40, 5, "江政"), (38, 40, 5, "发〔2026〕"), (61, 40.1, 5, "15"), (66, 40, 5, "号")]
    assert read(papers.ofd([pieces])).text == "江政发〔2026〕15号"


def test_content_comes_before_template_and_annotations():
    mark = papers.text_object(50, 150, 8, "内部资料")
    paper = read(papers.ofd([[(28, 200, 5, "正文")]], template=[(28, 20, 5, "底稿")], annotations={0: mark}))
    assert paper.text == "正文\n底稿\n内部资料"


def test_blocks_at_any_depth_and_vector_units():
    text = papers.text_object(5, 5, 5, "图中")
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50"><ofd:Content>{text}</ofd:Content>'
    objects = (
        f"<ofd:PageBlock><ofd:PageBlock>{papers.text_object(20, 20, 5, '块内')}</ofd:PageBlock></ofd:PageBlock>"
        '<ofd:CompositeObject ID="3" Boundary="40 60 20 20" ResourceID="50" CTM="2 0 0 2 0 0"/>'
    )
    paper = page(objects, resources=unit + "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>")
    assert paper.text == "块内\n图中"
    assert (paper.pages[0].lines[1].size, paper.pages[0].lines[1].box[0]) == (10, 50)


def test_a_unit_inside_itself_comes_to_an_end():
    own = '<ofd:CompositeObject ID="3" Boundary="0 0 9 9" ResourceID="50"/>' * 9
    unit = f'<ofd:CompositeGraphicUnit ID="50"><ofd:Content>{own}</ofd:Content></ofd:CompositeGraphicUnit>'
    assert page(own + papers.text_object(20, 20, 5, "正文"), resources=unit).warnings == ()


@pytest.mark.parametrize(
    ("colour", "is_red"),
    [
        ('<ofd:FillColor Value="238 32 37"/>', True),
        ('<ofd:FillColor Value="#ee #20 #25"/>', True),
        ('<ofd:FillColor ColorSpace="7" Value="0 255 255 0"/>', True),
        ('<ofd:FillColor ColorSpace="8" Index="1"/>', True),
        ('<ofd:FillColor Value="120"/>', False),
        ('<ofd:FillColor Value="垃 圾 x"/>', False),
        ('<ofd:FillColor><ofd:AxialShd><ofd:Segment><ofd:Color Value="220 20 20"/></ofd:Segment>'
         '<ofd:Segment><ofd:Color Value="255 40 40"/></ofd:Segment></ofd:AxialShd></ofd:FillColor>', True),
    ],
)  # fmt: skip
def test_red_in_every_colour_space(colour, is_red):
    spaces = (
        '<ofd:ColorSpace ID="7" Type="CMYK"/><ofd:ColorSpace ID="8" Type="RGB">'
        "<ofd:Palette><ofd:CV>0 0 0</ofd:CV><ofd:CV>200 0 0</ofd:CV></ofd:Palette></ofd:ColorSpace>"
    )
    text = papers.text_object(20, 20, 5, "红头").replace("<ofd:TextCode", f"{colour}<ofd:TextCode")
    assert page(text, resources=spaces).pages[0].lines[0].red is is_red


def test_red_through_drawing_parameters():
    params = (
        '<ofd:DrawParam ID="30"><ofd:FillColor Value="230 0 0"/></ofd:DrawParam><ofd:DrawParam ID="31" Relative="30"/>'
        '<ofd:DrawParam ID="32" Relative="33"/><ofd:DrawParam ID="33" Relative="32"/>'
    )
    one, other = (
        papers.text_object(20, y, 5, "红头").replace("ID=", f'DrawParam="{n}" ID=') for y, n in ((20, 31), (30, 32))
    )
    assert [line.red for line in page(one + other, resources=params).pages[0].lines] == [True, False]


def test_deltas_in_short():
    text = (
        '<ofd:TextObject Boundary="20 20 90 8" Font="10" Size="5">'
        '<ofd:TextCode X="0" Y="5" DeltaX="g 3 8 5">甲乙丙丁戊</ofd:TextCode></ofd:TextObject>'
    )
    line = page(text).pages[0].lines[0]
    assert (line.text, line.box.left, line.box.right) == ("甲乙丙丁戊", 20, 20 + 24 + 5 + 5)


def test_a_code_over_several_rows_stays_one_line():
    text = (
        '<ofd:TextObject Boundary="20 20 90 20" Font="10" Size="5">'
        '<ofd:TextCode X="0" Y="5" DeltaX="5 -5 5" DeltaY="0 6 0">甲乙丙丁</ofd:TextCode></ofd:TextObject>'
    )
    (line,) = page(text).pages[0].lines
    assert (line.text, line.box.left, line.box.right) == ("甲乙丙丁", 20, 30)


@pytest.mark.parametrize("how", ['DeltaX="0 0 0" DeltaY="6 6 6"', 'DeltaY="g 3 6"'])
def test_vertical_text_is_one_line_for_a_column(how):
    opening = '<ofd:TextObject Boundary="{} 20 6 40" Font="10" Size="5">'
    code = opening + '<ofd:TextCode X="0" Y="5" {}>{}</ofd:TextCode></ofd:TextObject>'
    paper = page(code.format(100, how, "一二三四") + code.format(90, how, "五六七八"))
    assert paper.text == "一二三四\n五六七八"
    assert paper.pages[0].lines[0].box == pytest.approx((100, 20.6, 105, 43.6), abs=0.1)


def test_reading_direction_without_steps():
    text = (
        papers.text_object(20, 30, 5, "竖排文字")
        .replace("DeltaX=", 'Old="')
        .replace("Size=", 'ReadDirection="90" Size=')
    )
    text = text.replace('Old=""', 'Old="')
    line = page(text).pages[0].lines[0]
    assert line.box.bottom - line.box.top > 3 * (line.box.right - line.box.left)


def test_characters_one_below_the_other_are_one_line():
    pieces = [(20, 40 + 6 * at, 5, sign) for at, sign in enumerate("购买方")]
    assert read(papers.ofd([[*pieces, (40, 40, 5, "名称"), (40, 52, 5, "地址")]])).text == "名称\n地址\n购买方"


def test_turned_text_keeps_its_order():
    turn = 'CTM="0.7071 0.7071 -0.7071 0.7071 0 0" ID='
    text = papers.text_object(60, 60, 5, "注意保存").replace("ID=", turn)
    line = page(text).pages[0].lines[0]
    assert line.text == "注意保存"
    assert line.box.bottom - line.box.top == pytest.approx(line.box.right - line.box.left, abs=0.1)


def test_columns_of_running_text_are_read_one_after_the_other():
    left = [(20, 40 + 7 * at, 4, f"左栏第{at}行的文字很长") for at in range(6)]
    right = [(110, 40 + 7 * at, 4, f"右栏第{at}行的文字很长") for at in range(6)]
    said = read(papers.ofd([[(60, 20, 7, "通栏标题"), *left, *right]])).text.split("\n")
    assert said == ["通栏标题", *(piece[3] for piece in left), *(piece[3] for piece in right)]


def test_a_text_wrapped_in_a_cell_stays_whole():
    form = [
        (20, 45, 4, "来文字号"),
        (45, 42.5, 4, "江海政办发〔2026〕"),
        (45, 47.5, 4, "15号"),
        (110, 45, 4, "来文单位"),
    ]
    assert "江海政办发〔2026〕15号" in read(papers.ofd([form])).text


def test_names_below_one_another_are_no_cell():
    form = [
        (34, 150, 5.6, "清水〔2026〕22号"),
        (116, 140, 5.6, "签发人："),
        (138, 140, 5.6, "李　明"),
        (160, 140, 5.6, "王建国"),
        (138, 150, 5.6, "赵　芳"),
    ]
    first, second = read(papers.ofd([form])).text.split("\n")
    assert (first.startswith("签发人"), second.endswith("赵　芳")) == (True, True)


def test_lists_above_one_another_are_no_cell():
    imprint = [
        (33, 247, 5, "抄送：县财政局。"),
        (33, 255, 5, "清溪县水利局办公室"),
        (139, 255, 5, "2026年3月2日印发"),
    ]
    first, second = read(papers.ofd([imprint])).text.split("\n")
    assert (first, second.startswith("清溪县"), second.endswith("印发")) == ("抄送：县财政局。", True, True)


def test_a_code_ends_where_its_last_letter_does():
    fonts = {"narrow.ttf": papers.font({"uni0049": "I", "uni4E00": "一"})}
    letters = "".join(papers.text_object(x, 20, 5, "I", font=11) for x in (20, 25, 31))
    assert read(papers.ofd([[]], extra={0: letters}, fonts=fonts)).text == "II I"


@pytest.mark.parametrize(
    ("text", "numbers", "said"),
    [
        ("\ue001\ue002", "1 2", "公文"),
        ("\u00a4\u00a4", "1 2", "公文"),
        ("??", "1 2", "公文"),
        ("", "1 2", "公文"),
        ("文公", "1 2", "文公"),
        ("\ue001\ue002", "3 99", "\ue001\ue002"),
    ],
)
def test_glyphs_tell_what_the_codes_do_not(text, numbers, said):
    embedded = {"a.ttf": papers.font({"one": "公", "two": "文", "cid3": ""})}
    objects = papers.glyphs(text, papers.change(numbers, CodePosition=0, CodeCount=2, GlyphCount=2))
    paper = page(objects, fonts=embedded)
    assert paper.text == said


def test_many_signs_in_one_glyph():
    objects = papers.glyphs("办公室", papers.change("1", CodePosition=1, CodeCount=2, GlyphCount=1))
    assert page(objects, fonts={"a.ttf": papers.font({"one": "公"})}).text == "办公室"


def test_a_heading_is_no_part_of_the_form_below_it():
    form = [(60, 30, 7, "江海市人民政府文件处理单"), (62, 40, 4, "来文字号"), (150, 40, 4, "来文单位")]
    assert [line.text[:4] for line in read(papers.ofd([form])).pages[0].lines] == ["江海市人", "来文字号"]


def test_text_printed_twice_is_read_once():
    assert read(papers.ofd([[(20, 40, 5, "加粗"), (20.2, 40, 5, "加粗")]])).text == "加粗"


def test_all_documents_of_a_package():
    parts = papers.parts(papers.LETTER)
    body = parts["OFD.xml"].split(b"<ofd:DocBody>")[1].split(b"</ofd:OFD>")[0]
    second = b"<ofd:DocBody>" + body.replace(b"Doc_0", b"Doc_1")
    parts["OFD.xml"] = parts["OFD.xml"].replace(b"</ofd:OFD>", second + b"</ofd:OFD>")
    parts |= {name.replace("Doc_0", "Doc_1"): part for name, part in parts.items() if name.startswith("Doc_0")}
    assert len(read(parts).pages) == 4


def test_files_inside_are_named():
    said = read(papers.ofd(papers.LETTER, attachments=["名单.xlsx", "图.png"])).warnings
    assert said == ("文件内带附件：名单.xlsx、图.png，请另行核对。",)


# What real files get wrong.


@pytest.mark.parametrize("missing", ["OFD.xml", "Doc_0/PublicRes.xml", "Doc_0/DocumentRes.xml", "Doc_0/Document.xml"])
def test_a_missing_part_costs_no_text(missing):
    parts = papers.parts(papers.LETTER)
    del parts[missing]
    assert read(parts).text == read(papers.ofd(papers.LETTER)).text


def test_names_in_another_case_with_slashes_and_backslashes():
    parts = {f"/{name.upper()}".replace("/", "\\"): part for name, part in papers.parts(papers.LETTER).items()}
    parts["\\OFD.XML"] = parts["\\OFD.XML"].replace(b"Doc_0/Document.xml", b"/doc_0/document.xml")
    assert read(parts).text == read(papers.ofd(papers.LETTER)).text


def test_pages_named_from_the_wrong_folder():
    assert changed("Doc_0/Document.xml", "Pages/Page_0/", "Doc_0/Pages/Page_0/").pages[0].lines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (papers.NAMESPACE, "http://www.ofdspec.org"),
        (f' xmlns:ofd="{papers.NAMESPACE}"', ""),
        ('<?xml version="1.0" encoding="UTF-8"?>', '\n <?xml version="1.0" encoding="UTF-8"?>'),
        ('encoding="UTF-8"', 'encoding="没有"'),
        ("江海市", "江\x0b海市"),
        ('ID="5"', 'ID="5&a"'),
    ],
)
def test_markup_that_a_parser_refuses(old, new):
    assert changed("Doc_0/Pages/Page_0/Content.xml", old, new).text == read(papers.ofd(papers.LETTER)).text


def test_markup_in_another_code_than_it_says():
    parts = papers.parts(papers.LETTER)
    name = papers.PAGE.format(0)
    parts[name] = parts[name].decode().encode("gb18030")
    assert read(parts).pages[0].lines[0].text == "江海市人民政府文件"


@pytest.mark.parametrize("written", ["", "0 0", "0 0 0 0", "x y z w", "nan inf 210 1e99"])
def test_no_size_of_the_page(written):
    paper = changed("Doc_0/Document.xml", "0 0 210 297", written)
    assert (paper.pages[0].width, paper.pages[0].height) == (210, 297)


@pytest.mark.parametrize(
    ("old", "new"),
    [('Boundary="', 'Was="'), ('Size="14"', 'Size="很大"'), ('Size="14"', ""), ('DeltaX="14', 'DeltaX="g g 14 nan'),
     ('Y="14"', 'Y="1e300" CTM="0 0 0"'), ("<ofd:TextCode", "<ofd:CGTransform/><ofd:TextCode")],
)  # fmt: skip
def test_numbers_that_are_none(old, new):
    assert "江海市人民政府文件" in changed("Doc_0/Pages/Page_0/Content.xml", old, new).text


@pytest.mark.parametrize("broken", [b"", b"<ofd:Page", b"\x00\x01\x02", None])
def test_a_broken_page_among_good_ones(broken):
    parts = papers.parts([*papers.LETTER, [(20, 20, 5, "末页")]])
    name = papers.PAGE.format(1)
    parts = {key: value for key, value in {**parts, name: broken}.items() if value is not None}
    paper = read(parts)
    assert [bool(page.lines) for page in paper.pages] == [True, False, True]
    assert paper.warnings == ("第2页无法识读，其他页不受影响。",)


@pytest.mark.parametrize("data", [b"", b"no font", b"\x00\x01\x00\x00broken", b"OTTO", b"\x01\x00\x04\x01"])
def test_fonts_that_do_not_load(data):
    objects = papers.glyphs("\ue001", papers.change("1", CodePosition=0, CodeCount=1, GlyphCount=1))
    assert page(objects, fonts={"a.ttf": data}).text == "\ue001"


def test_broken_signatures_do_no_harm():
    parts = papers.parts(papers.LETTER, seal=b"\x30\x84")
    parts["Doc_0/Signs/Signatures.xml"] = b"<"
    assert read(parts).text == read(papers.ofd(papers.LETTER)).text


@pytest.mark.parametrize("left", ["OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml"])
def test_nothing_but_a_shell(left):
    with pytest.raises(Unreadable, match="不完整"):
        read({left: papers.parts(papers.LETTER)[left]})


def test_encrypted_as_a_whole():
    parts = {
        name: b"\x8f" * 99 if name.startswith("Doc_0") else part for name, part in papers.parts(papers.LETTER).items()
    }
    with pytest.raises(Unreadable, match="已加密"):
        read({**parts, "Encryptions.xml": b"<Encryptions/>"})


# Pages that are pictures.


def test_a_scan_is_recognised():
    seer = eye.Eye()
    whole = papers.image_object((0, 0, 210, 297))
    paper = read(
        papers.ofd([[], [(20, 20, 5, "有字")]], images={"a.png": eye.scan()}, extra={0: whole}), recogniser=seer
    )
    assert paper.text == "识别的文字\n有字"
    assert [width for _, width in seer.seen] == [210]
    assert seer.seen[0][0].getpixel((500, 500))[0] < 50


def test_strips_of_a_scan_are_one_picture():
    seer = eye.Eye()
    strips = "".join(papers.image_object((0, 99 * at, 210, 99)) for at in range(3))
    read(papers.ofd([[]], images={"a.png": eye.scan()}, extra={0: strips}), recogniser=seer)
    assert len(seer.seen) == 1


def test_a_page_number_on_a_scan_stays():
    whole = papers.image_object((0, 0, 210, 280))
    paper = read(
        papers.ofd([[(100, 290, 5, "- 1 -")]], images={"a.png": eye.scan()}, extra={0: whole}), recogniser=eye.Eye()
    )
    assert paper.text == "识别的文字\n- 1 -"


def test_a_layer_of_text_wins_over_the_recognition():
    seer = eye.Eye()
    layer = [(20, 40 + 10 * at, 5, "这一层是隐藏的文字") for at in range(4)]
    whole = papers.image_object((0, 0, 210, 297))
    read(papers.ofd([layer], images={"a.png": eye.scan()}, extra={0: whole}), recogniser=seer)
    assert seer.seen == []


def test_a_small_picture_is_no_scan():
    seer = eye.Eye()
    small = papers.image_object((20, 20, 60, 60))
    assert read(papers.ofd([[]], images={"a.png": eye.scan()}, extra={0: small}), recogniser=seer).text == ""
    assert seer.seen == []


def test_a_scan_whose_picture_is_damaged():
    whole = papers.image_object((0, 0, 210, 297))
    pages = [[], [(20, 20, 5, "有字")]]
    paper = read(papers.ofd(pages, images={"a.png": b"none"}, extra={0: whole}), recogniser=eye.Eye())
    assert (paper.text, paper.warnings) == ("有字", ("第1页的图像无法识读，其他页不受影响。",))


def test_a_scan_without_recognition():
    whole = papers.image_object((0, 0, 210, 297))
    said = read(papers.ofd([[]], images={"a.png": eye.scan()}, extra={0: whole})).warnings
    assert len(said) == 1
    assert "识别" in said[0]
