"""The written form of a draft: what goes out comes back, and what is no draft is told where."""

import json

import pytest

from zhongshu.gongwen.draft import schema
from zhongshu.gongwen.draft.model import Attachment, Chop, Draft, Picture, Seal, Signer, Table

FULL = Draft(
    form="general",
    direction="up",
    issuers=("清溪县水利局", "清溪县财政局"),
    number="清水〔2026〕22号",
    signers=(Signer("李明", "清溪县水利局"), Signer("王芳", "清溪县财政局")),
    title="关于解决除险加固工程建设资金的请示",
    recipients="清溪县人民政府",
    body=("正文。", Table((("项目", "金额"), ("加固", "35.6"))), Picture("aGk=", 100, "位置图")),
    attachments=(Attachment("测算表", ("一、说明",)), Attachment("图纸")),
    seals=(Seal("清溪县水利局", 45),),
    chops=(Chop("县长", "周立民"),),
    date="2026年3月1日",
)

WRONG = (
    ("{", "不是完整的 JSON"),
    ("[" * 100_000, "不是完整的 JSON"),
    (b"\xff\xfe", "不是完整的 JSON"),
    ("[1]", "文稿应为一组项目。"),
    ('{"titel": "a"}', "文稿中“titel”不是文稿中的项目，请核对写法。"),
    ('{"form": "套红"}', "文稿中“form”只能是'general'、'letter'、'order'、'minutes'、'plain'之一。"),
    ('{"body": "一段"}', "文稿中“body”应为列表。"),
    ('{"body": ["一段", 3]}', "文稿中“body”第2项应为文字。"),
    ('{"body": [{"rows": [["a"]], "heads": "两"}]}', "文稿中“body”第1项“heads”应为整数。"),
    ('{"attachments": [{"body": []}]}', "文稿中“attachments”第1项“title”没有写。"),
    ('{"title": "\\ud800"}', "不是完整的 JSON"),
    ("文稿".encode("gbk"), "并以 UTF-8 编码保存"),
    ('{"body": [{"data": 1}]}', "文稿中“body”第1项“data”应为文字。"),
    ('{"body": [{"data": "", "width": "宽"}]}', "文稿中“body”第1项“width”应为数字。"),
    ('{"body": [{"data": "", "width": NaN}]}', "文稿中“body”第1项“width”应为数字。"),
    ('{"body": [{"rows": [["a"]], "heads": "两", "title": 1, "sides": 1}]}', "文稿中“body”第1项“heads”应为整数。"),
    ('{"seals": [{"name": "县政府", "diameter": 1e999}]}', "文稿中“seals”第1项“diameter”应为数字。"),
    ('{"direction": "往上"}', "文稿中“direction”只能是'up'、'level'、'down'之一。"),
)


def test_what_is_written_is_read_again():
    assert schema.parse(schema.dump(FULL)) == FULL
    assert schema.parse("{}") == Draft()


def test_what_has_its_usual_value_is_not_written():
    assert json.loads(schema.dump(Draft(title="关于防汛的通知"))) == {"title": "关于防汛的通知"}


@pytest.mark.parametrize(("source", "said"), WRONG)
def test_what_is_no_draft_is_told_where(source, said):
    with pytest.raises(schema.NotADraft, match=said.replace("（", ".")) as refused:
        schema.parse(source)
    assert "None" not in refused.value.sentence


def test_the_mark_that_some_editors_begin_a_file_with_is_no_fault():
    assert schema.parse('{"title": "关于防汛的通知"}'.encode("utf-8-sig")) == Draft(title="关于防汛的通知")


def test_too_large_a_draft_is_not_even_read(monkeypatch):
    monkeypatch.setattr(schema, "MOST_BYTES", 10)
    with pytest.raises(schema.NotADraft, match="请压缩其中的图片"):
        schema.parse('{"title": "很长"}')


def test_every_part_is_described_in_chinese():
    published = schema.schema()
    for parts in (published, *published["$defs"].values()):
        assert "title" not in parts or parts["title"] == "公文文稿"
        for name, described in parts["properties"].items():
            assert any("一" <= letter <= "鿿" for letter in described["description"]), name
