"""A file that was read becomes a draft: each part where it belongs, as it was written."""

import io
from dataclasses import replace

import pytest

from zhongshu.gongwen.draft import recovering
from zhongshu.gongwen.draft.model import Attachment, Chop, Signer, Table
from zhongshu.gongwen.read import reading
from zhongshu.gongwen.typeset import docx, plan
from zhongshu.gongwen.typeset.tests import drafts

NOTICE = """000012
特急
清溪县人民政府文件
清政发〔2026〕18号
清溪县人民政府关于加强小型水库安全管理的通知
各乡镇人民政府，县政府各部门：
　　为做好小型水库安全管理工作，现将有关事项通知如下。
　　一、总体要求
　　各单位要压实责任。
　　附件：1.责任人名单
　　　　　2.隐患排查表
清溪县人民政府
2026年3月1日
　　（此件公开发布）
抄送：县委办公室，县人大常委会办公室。
清溪县人民政府办公室　　2026年3月2日印发
附件1
责任人名单
　　名单如下。
附件2
隐患排查记录表
项目	处数
大坝	3
溢洪道
"""


def read(text):
    return reading.read(io.BytesIO(text.encode()), "文稿.txt")


def test_each_part_finds_its_place():
    draft = recovering.from_reading(read(NOTICE))
    assert (draft.form, draft.direction, draft.sealing) == ("general", "", "seal")
    assert (draft.copy_number, draft.urgency, draft.mark) == ("000012", "特急", "")
    assert (draft.issuers, draft.signature) == (("清溪县人民政府",), ())
    assert (draft.number, draft.date) == ("清政发〔2026〕18号", "2026年3月1日")
    assert draft.title == "清溪县人民政府关于加强小型水库安全管理的通知"
    assert draft.recipients == "各乡镇人民政府，县政府各部门"
    assert draft.body == ("为做好小型水库安全管理工作，现将有关事项通知如下。", "一、总体要求", "各单位要压实责任。")
    assert (draft.note, draft.copied_to) == ("此件公开发布", "县委办公室，县人大常委会办公室")
    assert (draft.printer, draft.printed) == ("清溪县人民政府办公室", "2026年3月2日")


def test_attachments_come_with_what_they_say_and_a_title_of_their_own_stays():
    first, second = recovering.from_reading(read(NOTICE)).attachments
    assert first == Attachment("责任人名单", ("名单如下。",))
    assert second.title == "隐患排查表"
    assert second.body[0] == "隐患排查记录表"
    assert Table((("项目", "处数"), ("大坝", "3"))) in second.body


def test_wrong_writing_stays_for_the_check_to_find():
    draft = recovering.from_reading(
        read(NOTICE.replace("清政发〔2026〕18号", "清政发[2026]第018号").replace("2026年3月1日", "二〇二六年三月一日"))
    )
    assert (draft.number, draft.date) == ("清政发[2026]第018号", "二〇二六年三月一日")


def test_names_of_signers_are_told_apart_though_spaced():
    request = NOTICE.replace("18号", "18号　　签发人：李　明　王建国").replace("的通知", "的请示")
    draft = recovering.from_reading(read(request))
    assert draft.signers == (Signer("李明"), Signer("王建国"))
    assert draft.direction == "up"


def test_an_order_is_signed_by_hand():
    rows = (
        "清溪县人民政府令",
        "第3号",
        "　　《清溪县城市供水管理办法》已经审议通过，现予公布。",
        "县长　周立民",
        "2026年3月1日",
    )
    draft = recovering.from_reading(read("\n".join(rows)))
    assert (draft.form, draft.number, draft.title) == ("order", "第3号", "")
    assert (draft.sealing, draft.chops) == ("chop", (Chop("县长", "周立民"),))
    assert draft.body == ("《清溪县城市供水管理办法》已经审议通过，现予公布。",)


def test_a_number_of_letters_makes_a_letter():
    assert recovering.from_reading(read(NOTICE.replace("清政发", "清政函"))).form == "letter"


def test_what_is_no_part_of_a_document_is_told():
    page = f"首页　>　政务公开\n发布时间：2026-03-05\n{NOTICE}\n扫一扫在手机打开当前页\n"
    draft = recovering.from_reading(read(page))
    assert "发布时间：2026-03-05" in recovering.left_over(read(page))
    assert draft.title == recovering.from_reading(read(NOTICE)).title
    assert recovering.left_over(read(NOTICE)) == []


# What a letter prints of neither, and whether it says which way it goes.
SILENT = {"LETTER": ("direction", "printer", "printed")}


@pytest.mark.parametrize("name", ["NOTICE", "LETTER", "REQUEST", "ORDER", "MINUTES"])
@pytest.mark.parametrize("sort", ["pdf", "docx"])
def test_a_file_that_was_set_from_a_draft_gives_it_back(name, sort):
    draft = replace(getattr(drafts, name), seals=())
    if sort == "docx":  # where several organs sign in the cells of one table, as one does in Word
        draft = replace(draft, issuers=draft.issuers[:1], signers=draft.signers[:1])
    made = drafts.printed(draft).pdf if sort == "pdf" else docx.to_docx(plan.make(draft), at=drafts.AT)
    found = reading.read(io.BytesIO(made), f"draft.{sort}")
    silent = {part: getattr(draft, part) for part in SILENT.get(name, ())}
    assert replace(recovering.from_reading(found), **silent) == draft
    assert recovering.left_over(found) == []
