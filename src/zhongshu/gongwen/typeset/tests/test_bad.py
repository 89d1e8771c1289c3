"""What comes in wrong (坏稿): it prints as written, or is refused in a sentence that names the place."""

import base64
import io
import time
from dataclasses import replace

import pytest
from PIL import Image

from zhongshu.gongwen.draft.model import Attachment, Chop, Picture, Seal, Signer, Table
from zhongshu.gongwen.fonts import MissingCharacters
from zhongshu.gongwen.typeset import pictures
from zhongshu.gongwen.typeset.checks import Unfit
from zhongshu.gongwen.typeset.tests import drafts

HOSTILE = (
    '#read("/etc/passwd") #panic()',
    "*粗* _斜_ `码` $x^2$ @ref <label> = 题 // 注 /* 注 */ ~ -- \\",
    "<script>alert(1)</script>&amp;<b>",
    "'; DROP TABLE matter; --",
    '"]} #{ [ ( {{ }} %s ${1}',
)


def drawn(*size, form="PNG"):
    """Return a picture of so many points as a draft has it."""
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form)
    return base64.b64encode(out.getvalue()).decode()


DEFECTS = (
    ({"body": ()}, "正文是空的"),
    ({"body": ("  \u3000\n", "")}, "正文是空的"),
    ({"issuers": ()}, "没有写发文机关"),
    ({"issuers": ("", " ")}, "没有写发文机关"),
    ({"title": " "}, "没有写标题"),
    ({"title": "一二三四五六七八九十" * 17}, "标题排成9行，超过8行"),
    ({"date": "2026年2月30日"}, "成文日期“2026年2月30日”不存在"),
    ({"date": "2026年02月03日"}, "成文日期“2026年02月03日”写法不对"),
    ({"printed": "2026年13月1日"}, "印发日期“2026年13月1日”写法不对"),
    ({"printed": "2026年4月31日"}, "印发日期“2026年4月31日”不存在"),
    ({"secrecy": "机密★21年"}, "密级和保密期限“机密★21年”：机密级的保密期限不超过20年"),
    ({"secrecy": "绝密★2060年1月1日"}, "绝密级的保密期限不超过30年"),
    ({"secrecy": "保密★1年"}, "密级和保密期限“保密★1年”写法不对"),
    ({"issuers": ("清溪县水利局",) * 10}, "发文机关有10个，联合行文最多9个"),
    ({"issuers": ("清" * 29,)}, "超过一行（28字）"),
    ({"mark": "清" * 41}, "发文机关标志超过40字"),
    ({"seals": (Seal("清溪县人民政府办公室"), Seal("清溪县水利局"))}, "署名机关有1个，印章有2枚"),
    ({"seals": (Seal("清溪县人民政府办公室", 90),)}, "第1枚印章的直径应在30至60毫米之间"),
    ({"seals": (Seal("清溪县人民政府办公室", 45, "@@@"),)}, "第1枚印章没有完整保存"),
    ({"sealing": "chop"}, "没有写签名章"),
    ({"sealing": "chop", "chops": (Chop("县" * 30, "周立民"),)}, "过长，一行排不下"),
    ({"sealing": "chop", "chops": (Chop("县长", " "),)}, "第1枚签名章没有写姓名"),
    ({"sealing": "chop", "chops": (Chop("局长", "周立民"),) * 12}, "署名、印章和附注一页排不下"),
    ({"note": "此件公开发布" * 200}, "署名、印章和附注一页排不下"),
    ({"signature": (" ", "清溪县水利局"), "seals": (Seal("甲"), Seal("乙"))}, "署名机关有1个，印章有2枚"),
    ({"signature": ("清" * 29,)}, "发文机关署名“清清清清清清清清清清清清…”超过一行（28字）"),
    ({"printer": "清" * 29}, "印发机关“清清清清清清清清清清清清…”超过一行（28字）"),
    ({"printer": "清" * 24}, "印发机关“清清清清清清清清清清清清…”和印发日期同在一行，排不下"),
    ({"copies": "共" * 29}, "印数等其他要素“共共共共共共共共共共共共…”超过一行（28字）"),
    ({"signers": (Signer("李" * 20),)}, "发文字号和签发人同在一行，排不下"),
    ({"form": "letter", "copy_number": "0" * 38}, "份号和发文字号同在一行，排不下"),
    ({"form": "order", "secrecy": "秘密", "urgency": "特急"}, "命令的发文机关标志上方排不下密级和紧急程度两项"),
    ({"sealing": "chop", "chops": (Chop("县长", "周立民", drawn(900, 90)),)}, "第1枚签名章的图形太宽"),
    ({"attachments": (Attachment(" "),)}, "附件1没有写名称"),
    ({"attachments": (Attachment("\n".join("表" * 9), ("一",)),)}, "附件标题排成9行，超过8行"),
    ({"attachments": (Attachment("表", (Table(()),)),)}, "附件第1段的表格没有内容"),
    ({"body": ("见表。", Table((("a", "b"), ("c",))))}, "正文第2段的表格第2行有1格，第一行有2格"),
    ({"body": (Table((("a", "b"),), widths=(1.0,)),)}, "各列宽度应写2个大于0的数"),
    ({"body": (Table((("a", "b"),), sides=("left",)),)}, "各列对齐方式应写2个"),
    ({"body": (Table((("a", "b"),), widths=(1e-6, 1)),)}, "正文第1段的表格按所写的各列宽度排不下其中的文字"),
    ({"body": (Table((("a", "b"),), title="表" * 61),)}, "正文第1段的表题或图题“表表表表表表表表表表表表…”超过两行"),
    ({"body": (Table((("a", "b"),), landscape=True),)}, "首页排不出正文"),
    ({"body": (Table((("a",), ("b",)), heads=2),)}, "表头行数应少于总行数"),
    ({"body": (Table((tuple("一" * 60),)),)}, "正文第1段的表格有60列，超出版心宽度，排不下。请排在横页上"),
    ({"body": (Table((tuple("一" * 90),), landscape=True),)}, "有90列，超出版心宽度，排不下。请把列数减少"),
    ({"body": (Table((("A" * 38,) * 8,)),)}, "有8列，超出版心宽度"),
    ({"body": (Picture("aGVsbG8="),)}, "正文第1段的图片不是PNG或JPEG图片"),
    ({"body": (Picture("不是图片"),)}, "正文第1段的图片没有完整保存"),
    ({"body": (Picture(drawn(4, 3), 0.001),)}, "正文第1段的图片宽度应在1至156毫米之间"),
    ({"body": (Picture(drawn(4, 3), title="图" * 61),)}, "正文第1段的表题或图题“图图图图图图图图图图图图…”超过两行"),
    ({"body": (Picture(base64.b64encode(b"\x89PNG\r\n\x1a\nrest").decode()),)}, "正文第1段的图片已损坏"),
    ({"body": ("国" * 1_000_001,)}, "超过100万字"),
    ({"recipients": "，".join(f"清溪县第{n}人民医院" for n in range(400))}, "主送、抄送机关过多，版记一页排不下"),
    ({"copied_to": "，".join(f"清溪县第{n}人民医院" for n in range(400))}, "主送、抄送机关过多，版记一页排不下"),
)


@pytest.mark.parametrize(("changes", "said"), DEFECTS, ids=[said for _, said in DEFECTS])
def test_what_cannot_stand_is_refused_with_its_place(changes, said):
    with pytest.raises(Unfit) as refused:
        drafts.printed(replace(drafts.NOTICE, **{"seals": (), **changes}))
    assert said in refused.value.sentence and refused.value.sentence.endswith("。")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_code_in_any_part_prints_as_it_was_written(hostile):
    draft = replace(
        drafts.NOTICE,
        body=("为切实做好安全工作。", hostile, f"一、{hostile}", Table((("项目",), (hostile,)))),
        attachments=(Attachment(hostile, (hostile,)),),
        note=hostile,
        copied_to=hostile,
    )
    text = "".join(page.text for page in drafts.pages(draft))
    written = "".join(hostile.split())
    assert text.count(written) >= 5 or text.replace("\u200b", "").count(written[:12]) >= 5


def test_control_characters_leave_nothing_behind():
    draft = replace(drafts.NOTICE, body=("为\x00切\x07实\x1b[31m做\u202e好\ufeff安全\u200d工作。\x0b第二段。",))
    text = "".join(page.text for page in drafts.pages(draft))
    assert "为切实[31m做好安全工作。" in text and "第二段。" in text


@pytest.mark.parametrize("part", ["title", "body", "note", "copied_to", "recipients"])
def test_characters_beyond_all_fonts_are_named_with_their_place(part):
    strange = "请联系\U00017000同志"
    draft = replace(drafts.NOTICE, **{part: (strange,) if part == "body" else strange})
    with pytest.raises(MissingCharacters, match=r"“\U00017000”（见.?请联系\U00017000同志"):
        drafts.printed(draft)


@pytest.mark.parametrize("part", ["body", "note", "adopted", "recipients", "copied_to", "present", "attachments"])
def test_a_long_address_stays_within_the_page(part):
    long = "网址：https://www.example.gov.cn/" + "a1b2" * 60
    made = {"body": (long,), "present": (long,), "attachments": (Attachment(long),)}
    draft = drafts.MINUTES if part == "present" else drafts.NOTICE
    pages = drafts.pages(replace(draft, **{part: made.get(part, long)}))
    assert "".join(page.text for page in pages).replace("\u200b", "").count("b2") >= 60
    assert all(one.ink[2] < 184.5 for page in pages for line in page.lines for one in line.glyphs)


def test_a_title_of_six_lines_leaves_room_for_the_body():
    title = "、".join(f"清溪县第{number}中学" for number in "一二三四五六七八九十") + "关于联合举办夏季运动会的请示"
    page = drafts.pages(replace(drafts.NOTICE, title=title))[0]
    rows = [line for line in page.lines if line.size == 22]
    assert len(rows) >= 5 and all(line.left >= 28 and line.right <= 184 for line in rows)
    assert "为切实做好" in page.text


def test_two_hundred_recipients_go_to_the_imprint():
    many = "、".join(f"第{n}镇" for n in range(200))
    pages = drafts.pages(replace(drafts.NOTICE, recipients=many, attachments=()))
    assert "为切实做好" in pages[0].text and "第199镇。" in pages[-1].text
    assert pages[-1].line("主送：").top > 37


def test_three_hundred_pages_are_set_in_seconds():
    started = time.perf_counter()
    printed = drafts.printed(replace(drafts.NOTICE, body=(drafts.LONG * 5,) * 390, attachments=()))
    assert printed.pages >= 300 and time.perf_counter() - started < 60


def test_a_picture_of_fifty_megabytes_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(pictures, "_image", lambda *_: pytest.fail("opened"))
    with pytest.raises(Unfit, match="正文第1段的图片超过20 MB"):
        drafts.printed(replace(drafts.NOTICE, body=(Picture("A" * (50 << 20)),)))


def test_a_picture_of_too_many_points_is_refused():
    out = io.BytesIO()
    Image.new("1", (10_000, 6_500)).save(out, "PNG")
    with pytest.raises(Unfit, match="像素过多（10000×6500）"):
        drafts.printed(replace(drafts.NOTICE, body=(Picture(base64.b64encode(out.getvalue()).decode()),)))


def test_a_seal_must_let_the_text_show():
    seal = Seal("清溪县人民政府办公室", 45, drawn(100, 100, form="JPEG"))
    with pytest.raises(Unfit, match="第1枚印章不是透明底的PNG图片"):
        drafts.printed(replace(drafts.NOTICE, seals=(seal,)))


@pytest.mark.parametrize("heads", [1, 3])
def test_a_head_that_fills_a_page_is_torn_and_not_lost(heads):
    table = Table((("项目", "国" * 3000 if heads == 1 else "国" * 500), *((("一", "国" * 500),) * 5)), heads=heads)
    pages = drafts.pages(replace(drafts.NOTICE, body=("见表。", table), attachments=()))
    assert sum(page.text.count("国") for page in pages) == sum(len(row[1]) for row in table.rows)
    assert all(line.bottom < 262.2 for page in pages for line in page.lines if "国国" in line.text)


def test_a_long_cell_and_a_row_taller_than_a_page_are_torn_and_not_lost():
    table = Table((("项目", "内容"), ("一", "国" * 3000)))
    pages = drafts.pages(replace(drafts.NOTICE, body=("见表。", table), attachments=()))
    assert sum(page.text.count("国") for page in pages) == 3000
    assert all(line.bottom < 262.2 for page in pages for line in page.lines if "国国" in line.text)
