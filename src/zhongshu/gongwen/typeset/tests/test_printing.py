"""排版: the same draft is the same file, whoever sets it beside whom, and soon."""

import io
import threading
import time
from dataclasses import replace

import pytest
from pypdf import PdfReader

from zhongshu.gongwen.draft.model import Draft
from zhongshu.gongwen.fonts import Fonts, NoType
from zhongshu.gongwen.typeset import pdf, plan
from zhongshu.gongwen.typeset.tests import drafts, measure

FORMATS = ("NOTICE", "REQUEST", "LETTER", "ORDER", "MINUTES")


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_draft_gives_the_same_bytes(name):
    draft = getattr(drafts, name)
    once, again = drafts.printed(draft), pdf.to_pdf(draft, fonts=Fonts(), at=drafts.AT)
    assert once == again


def test_many_set_at_the_same_time():
    made = {}

    def work(number):
        draft = replace(drafts.NOTICE, number=f"清政办发〔2026〕{number % 4 + 1}号")
        made[number] = drafts.printed(draft).pdf

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 16 and len(set(made.values())) == 4
    assert all(made[number] == made[number + 4] for number in range(12))


def test_the_file_says_what_it_is():
    made = drafts.printed(drafts.NOTICE)
    reader = PdfReader(io.BytesIO(made.pdf))
    assert reader.metadata["/Title"] == drafts.NOTICE.title and reader.metadata["/Author"] == "清溪县人民政府办公室"
    assert len(reader.pages) == made.pages
    archival = drafts.printed(drafts.NOTICE, archival=True)
    assert "pdfaid" in PdfReader(io.BytesIO(archival.pdf)).trailer["/Root"]["/Metadata"].get_data().decode()
    assert archival.seals == made.seals


def test_a_machine_without_type_says_so(monkeypatch):
    fonts = Fonts()
    monkeypatch.setattr(fonts, "families", {})
    with pytest.raises(NoType, match="没有安装中文字库"):
        pdf.to_pdf(drafts.NOTICE, fonts=fonts, at=drafts.AT)


@pytest.mark.parametrize("name", FORMATS)
def test_the_least_of_every_format_can_be_set(name):
    full = getattr(drafts, name)
    least = Draft(
        form=full.form,
        issuers=full.issuers,
        title=full.title,
        body=("请审阅。",),
        sealing=full.sealing,
        chops=full.chops,
    )
    pages = drafts.pages(least)
    assert len(pages) == 1 and "请审阅。" in pages[0].text


@pytest.mark.parametrize("sealing", ["seal", "none"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_longest_names_stay_within_the_page(sealing, count):
    names = tuple(
        "清溪县" + "国土空间规划自然资源生态环境保护领导小组" + end for end in ("办公室", "指挥部", "联络处")
    )[:count]
    draft = replace(drafts.NOTICE, issuers=names, sealing=sealing, seals=(), attachments=())
    for page in drafts.pages(draft):
        assert all(one.ink[0] > 27 and one.ink[2] < 185 for line in page.lines for one in line.glyphs)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028"])
def test_a_break_of_the_title_leaves_no_blank_in_its_name(end):
    made = plan.make(replace(drafts.NOTICE, title=f"清溪县人民政府{end}关于防汛工作的通知"))
    assert made.title == ("清溪县人民政府", "关于防汛工作的通知") and made.name == "".join(made.title)


def test_a_plan_is_data_that_others_can_use():
    made = plan.make(drafts.NOTICE)
    assert made.title == ("清溪县人民政府办公室", "关于进一步加强小型水库安全管理工作的通知")
    assert made.recipients.endswith("：") and made.imprint.copied_to.endswith("。")
    assert [one.label for one in made.enclosures] == ["附件1", "附件2"]
    assert made.body[2].head == "（一）压实管理责任。" and made.body[2].text.startswith("各乡镇")
    assert plan.with_body_on_page_one(made).imprint.recipients == "各乡镇人民政府，县政府各部门、各直属机构。"


def test_four_pages_are_set_in_a_moment():
    draft = replace(drafts.NOTICE, attachments=())
    assert len(measure.pages(drafts.printed(draft).pdf)) == 4
    took = []
    for number in range(5):
        start = time.perf_counter()
        drafts.printed(replace(draft, body=(*draft.body[:-1], f"（{number + 1}）每月报送。")))
        took.append(time.perf_counter() - start)
    # Some twenty milliseconds on a quiet machine; the bound only catches what is slow by nature.
    assert min(took) < 1
