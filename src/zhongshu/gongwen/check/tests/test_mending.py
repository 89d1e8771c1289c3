"""What is mended is mended where it stands, and not one byte beside it is touched."""

import io
import json
import zipfile
from xml.etree import ElementTree

import pytest

from zhongshu.gongwen.check import engine, mending, sources
from zhongshu.gongwen.check.sources import paper
from zhongshu.gongwen.read.model import Line, Page, Paper
from zhongshu.gongwen.read.tests import word
from zhongshu.kit.errors import Refused

WRONG = (
    "清政发[2026]03号\r\n清溪县水利局关于防汛的通知\r\n各乡镇人民政府:\r\n现通知如下：加强巡查。\r\n附件：1、名单；\r\n"
)
WRONG += "清溪县水利局\r\n二〇二六年三月一日\r\n主题词：防汛 通知\r\n抄送:县财政局\r\n"
RIGHT = (
    "清政发〔2026〕3号\r\n清溪县水利局关于防汛的通知\r\n各乡镇人民政府：\r\n现通知如下：加强巡查。\r\n附件：名单\r\n"
)
RIGHT += "清溪县水利局\r\n2026年3月1日\r\n抄送：县财政局。\r\n"


def mended(data, name):
    return mending.mend(sources.take(data, name), name).data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_keeps_its_encoding_and_its_line_ends(encoding):
    assert mended(WRONG.encode(encoding), "稿.txt") == RIGHT.encode(encoding)


def test_what_is_mended_needs_no_mending():
    assert mended(RIGHT.encode(), "稿.txt") == RIGHT.encode()
    left = engine.check(sources.take(RIGHT.encode(), "稿.txt").sheet)
    assert [one for one in left if one.fix] == []


def test_a_text_of_two_encodings_is_left_alone():
    with pytest.raises(Refused, match="编码"):
        mended("清政发[2026]3号\n".encode() + WRONG.encode("gb18030"), "稿.txt")


def test_only_the_strings_of_a_draft_that_are_wrong_change():
    written = """{"number" : "清政发[2026]03号", "title":"清溪县水利局\\n关于“防汛”的通知。",
      "body": ["现通知如下：", {"rows": [["甲"], ["乙"]], "heads": 1},
               "\\u6309清政发[2026]3号办理。"],
      "attachments": [{"title": "《名单》"}], "date": "2026.3.1"}"""
    right = (
        written.replace("清政发[2026]03号", "清政发〔2026〕3号")
        .replace("通知。", "通知")
        .replace("2026.3.1", "2026年3月1日")
    )
    right = right.replace("《名单》", "名单").replace("\\u6309清政发[2026]3号", "按清政发〔2026〕3号")
    assert mended(written.encode(), "稿.json").decode() == right


@pytest.mark.parametrize(
    "line",
    [
        "参加人员为：张伟 李娜 王芳，列席人员另行通知，请按时参加。",  # three people, not one
        "各单位先行准备、待命，等通知下发后组织实施。",  # to wait
        "各村完成任务.3个单位未完成。",  # a full stop
        "产值统计于2026-3月完成。",  # a month
        "一、二季度完成投资5亿元。",  # no heading
        "一，二年级学生",
        "1.",
    ],
)
def test_what_may_mean_something_else_is_left(line):
    text = f"清溪县水利局关于防汛的通知\n各单位：\n{line}\n二、加强防汛工作。\n请抓好落实。\n"
    assert mended(text.encode(), "稿.txt").decode() == text


def test_quotation_marks_within_others_are_mended_apart():
    text = "会议指出：\"要抓'三个'重点。\"\n"
    assert mended(text.encode(), "稿.txt").decode() == "会议指出：“要抓‘三个’重点。”\n"


BODY = (
    word.p(
        word.r("清溪县水利局关于防", '<w:b/><w:sz w:val="44"/>'), word.r("汛的通知。"), setting='<w:jc w:val="center"/>'
    )
    + word.p("各乡镇", word.r("人民政府:", '<w:color w:val="FF0000"/>'))
    + word.p("现将清政发", "[", word.r("2026", "<w:i/>"), "]", "0", "3号印发给你们。")
    + "<w:p><w:r><w:t>甲&amp;乙负责；</w:t></w:r>"
    + '<w:del w:id="1" w:author="某"><w:r><w:delText>删</w:delText></w:r></w:del></w:p>'
    + word.table(word.row([word.p("项目"), word.p("金额")]))
    + word.p("附件：1、名单；")
    + word.p("清溪县水利局")
    + word.p("二〇二六年三月一日")
    + word.p("抄送:县财政局")
)
MENDED = (
    BODY.replace("通知。", "通知")
    .replace("人民政府:", "人民政府：")
    .replace(
        word.r("[") + word.r("2026", "<w:i/>") + word.r("]"), word.r("〔2026〕") + word.r("", "<w:i/>") + word.r("")
    )
    .replace(word.r("0") + word.r("3号印发给你们。"), word.r("3号") + word.r("印发给你们。"))
    .replace("1、名单；", "名单")
    .replace("二〇二六年三月一日", "2026年3月1日")
    .replace("抄送:县财政局", "抄送：县财政局。")
)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {part.filename: (package.read(part), part.compress_type, part.date_time) for part in package.infolist()}


def test_a_docx_changes_only_where_it_is_mended():
    extra = [("word/media/章.png", b"\x89PNG\x00"), ("docProps/core.xml", "<a/>"), ("word/styles.xml", "<w:styles/>")]
    before = word.document(BODY, extra=extra).getvalue()
    after = mended(before, "稿.docx")
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {"word/document.xml"}
    expected = parts(word.document(MENDED, extra=extra).getvalue())["word/document.xml"][0]
    assert new["word/document.xml"][0].decode() == expected.decode()
    ElementTree.fromstring(new["word/document.xml"][0])


def test_what_a_list_draws_is_not_written_into_a_docx():
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = word.p("清溪县水利局关于防汛的通知") + word.p("加强巡查,责任到人。", setting=numbered)
    after = mended(word.document(body, numbering=numbering).getvalue(), "稿.docx")
    text = parts(after)["word/document.xml"][0].decode()
    assert "加强巡查，责任到人。" in text and "1" not in text.split("加强")[0][-30:]


def test_a_docx_tells_what_is_left_of_its_making():
    extra = [("word/comments.xml", "<a/>"), ("docProps/core.xml", "<x><dc:creator>李明</dc:creator></x>")]
    sheet = sources.take(word.document(BODY, extra=extra).getvalue(), "稿.docx").sheet
    assert sheet.traces == ("修订", "批注", "作者信息")


def test_what_is_only_looked_at_is_not_mended():
    sight = paper.Sight(b"%PDF", Paper("pdf", (Page((Line("清政发[2026]3号"), Line("关于防汛的通知"))),)))
    with pytest.raises(Refused, match="不能自动修改"):
        mending.mend(sight, "稿.pdf")


def test_json_that_is_no_draft_is_told():
    with pytest.raises(Refused, match="文稿"):
        sources.take(json.dumps({"titel": "a"}).encode(), "稿.json")


def test_the_text_may_lie_in_another_part():
    before = word.document(BODY, extra=[("word/document2.xml", "")])
    with zipfile.ZipFile(before) as package:
        members = {name: package.read(name) for name in package.namelist()}
    members["word/document2.xml"] = members.pop("word/document.xml")
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    moved = io.BytesIO()
    with zipfile.ZipFile(moved, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    after = parts(mended(moved.getvalue(), "稿.docx"))
    expected = parts(word.document(MENDED).getvalue())["word/document.xml"][0]
    assert after["word/document2.xml"][0] == expected
