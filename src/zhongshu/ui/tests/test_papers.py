"""打印: the processing slip of every kind, registers and lists, as they are read from the paper."""

import json
import re

import pypdfium2
import pytest
from django.urls import reverse
from tests.cast import client_of, unchanged

from zhongshu.documents import actions as documents
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import kinds
from zhongshu.matters.queries import labelling
from zhongshu.org import queries as org
from zhongshu.trail.models import Entry
from zhongshu.ui import lists, outputs, papers


def pages_of(content: bytes) -> list[str]:
    """Return what is read from each page, without spaces and line ends."""
    with pypdfium2.PdfDocument(content) as paper:
        return [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in paper]


def slip_of(whom, matter) -> list[str]:
    answer = client_of(whom).post(reverse("slip", args=[matter.pk]))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("inline")
    return pages_of(answer.content)


def test_a_slip_says_what_the_page_says(cast):
    document = cast.document(title="关于做好防汛备汛工作的通知", sender_number="清水发〔2026〕7号", urgency="urgent")
    cast.walk(document, to="assignment")
    matters.circulate(document.pk, holders=[cast.holder(cast.second_leader)], by=cast.registrar, at=cast.tick())
    (page,) = slip_of(cast.registrar, document)
    told = (
        "清河县人民政府",
        "收文办理单",
        document.number,
        "加急",
        "清水发〔2026〕7号",
        "清源市教育局",
        document.title,
    )
    for words in (
        *told,
        "拟办意见拟请周立民同志阅示。",
        "领导批示",
        "圈阅",
        "周立民",
        "陈志远未阅",
        "收文日期：2026年3月2日",
    ):
        assert words in page
    assert "打印人：林晓梅（县政府办公室）" in page and page.endswith("第1页，共1页")
    entry = Entry.objects.get(verb="matters.printed")
    assert (entry.stream, entry.by, json.loads(entry.detail)) == (
        document.stream,
        cast.registrar.ref,
        {"label": "public"},
    )


def test_a_long_opinion_flows_on_under_the_same_head(cast):
    document = cast.document()
    cast.walk(document, to="proposal")
    words = "请有关单位认真研究，抓好落实。" * 250
    cast.complete(document, "proposal", by=cast.office_head, opinion=words)
    pages = slip_of(cast.registrar, document)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "收文办理单" in page and document.number in page and f"第{number}页，共{len(pages)}页" in page
    assert "".join(pages).count("研") == 250


def test_alternatives_and_dissents_stand_beside_the_proposal(cast):
    document = cast.document()
    cast.walk(document, to="proposal")
    cast.complete(
        document, "proposal", by=cast.office_head, asks_decision=True, alternatives=("先试点后推开", "全面推开")
    )
    documents.dissent(document.pk, words="经费尚未落实。", by=cast.registrar, at=cast.tick())
    (page,) = slip_of(cast.leader, document)
    for words in ("备选方案一：先试点后推开", "备选方案二：全面推开", "不同意见：经费尚未落实。林晓梅"):
        assert words in page


def test_a_labelled_slip_bears_label_scope_and_watermark(cast):
    document = cast.document(label="work_secret")
    (page,) = slip_of(cast.registrar, document)
    assert "工作秘密" in page and "知悉范围经办人员及有关单位负责人" in page
    assert page.count("127.0.0.1") > 5
    (page,) = slip_of(cast.registrar, cast.document())
    assert "127.0.0.1" not in page


def test_the_slip_of_a_telegram_names_those_who_may_know_of_it(cast):
    telegram = cast.document("telegram")
    (page,) = slip_of(cast.confidential, telegram)
    assert "知悉范围限" + "、".join(labelling.knowers(telegram, known=org.directory())) in page
    assert "收文日期：2026年3月2日" in page


def test_of_what_lies_in_quarantine_no_slip_is_printed(cast):
    document = cast.document()
    documents.quarantine(document.pk, by=cast.registrar, at=cast.tick())
    with unchanged(), pytest.raises(Refused, match="隔离"):
        kinds.get("incoming").paper(document)
    answer = client_of(cast.confidential).post(reverse("slip", args=[document.pk]), follow=True)
    assert "不能打印" in answer.content.decode()
    assert not Entry.objects.filter(verb="matters.printed").exists()


def test_a_card_prints_numbers_and_codes_alone(cast):
    about = {"sender_code": "07", "copy_number": "000012", "copies": 2}
    card = documents.card(organ=cast.organ.pk, by=cast.confidential, at=cast.tick(), **about)
    (page,) = slip_of(cast.confidential, card)
    assert "纸质件跟踪卡" in page and "来文单位代号07" in page and "000012" in page


def test_every_kind_has_a_slip():
    assert all(callable(kind.paper) for kind in kinds.every())


def test_a_missing_character_is_an_error_that_names_it(cast):
    document = cast.document(title="关于\U0001f600同志任职的通知")
    answer = client_of(cast.registrar).post(reverse("slip", args=[document.pk]), follow=True)
    page = answer.content.decode()
    assert "字库中没有“\U0001f600”（见关于\U0001f600同志任职的" in page and "没有打印" in page
    assert not Entry.objects.filter(verb="matters.printed").exists()


def test_a_register_of_a_thousand_rows_repeats_its_heads_and_tears_no_row(cast):
    document = cast.document(title="关于做好防汛备汛工作的通知")
    asking = lists.Asking(cast.registrar.account, cast.registrar, lists.QueryDict(), cast.at, lists.org.directory())
    listed = lists.every()["documents"]
    asking = lists.put(listed, asking)
    rows = list(listed.rows(asking)) * 1000
    long = lists.List("documents", "收文登记簿", "documents", listed.columns, rows=lambda asking: rows)
    pages = pages_of(papers.print_list(long, asking))
    assert all("收文编号来文单位来文字号标题" in page for page in pages)
    assert f"第2页，共{len(pages)}页" in pages[1]
    # What a row says stands on one page: as many titles as numbers.
    assert {page.count(document.number) - page.count(document.title) for page in pages} == {0}
    assert sum(page.count(document.number) for page in pages) == 1000


def test_a_printed_register_has_the_rows_of_its_page(cast):
    wanted = cast.document(title="甲", urgency="urgent", label="internal")
    cast.document(title="乙")
    address = reverse("taking", args=["documents", "print"], query={"urgency": "urgent", "first": "2026-03-02"})
    answer = client_of(cast.registrar).post(address)
    (page,) = pages_of(answer.content)
    assert wanted.number in page and "共1行" in page and "紧急程度：加急" in page and "收文起始日期：2026-03-02" in page
    assert "127.0.0.1" in page  # one of its rows is labelled
    assert Entry.objects.get(verb="files.printed").by == cast.registrar.ref
    assert outputs.WAYS["print"].at_once == 300
