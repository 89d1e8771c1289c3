"""信息、总结、计划、要点、讲话: approved as documents are, neither numbered nor sealed; issued by a 通知."""

import pytest
from django.db import transaction
from tests.cast import client_of, refused, unchanged

from zhongshu.matters import actions as matters
from zhongshu.matters.models import Attachment, Link, Matter, Task
from zhongshu.matters.rules import FINAL
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import printing
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.rules import pieces
from zhongshu.outgoing.tests.writing import POINTS, opened, text, walk, write

TEXT = {"title": "清河县财政局2026年工作总结", "body": ("2026年，县财政局做好各项工作。", "一、主要工作", "压实责任。")}
OPENING = {"label": "public", "genre": "notice", "title": "", "urgency": "none", "disclosure": "open"}


def approved(cast, genre: str = "summary", label: str = "public", **changed) -> Matter:
    """Return a piece that was approved and printed."""
    matter = opened(cast, genre=genre, label=label)
    write(cast, matter, **TEXT | changed)
    cast.complete(matter, "drafting", by=cast.finance_clerk)
    cast.complete(matter, "checking", by=cast.finance_chief)
    reviewed = POINTS | {"reason": "已核对。"}
    cast.complete(matter, "review", by=cast.office_head, chosen={"sign_off": (cast.holder(cast.leader),)}, **reviewed)
    cast.complete(matter, "sign_off", by=cast.leader)
    cast.complete(matter, "recheck", by=cast.registrar)
    cast.complete(matter, "printing", by=cast.registrar)
    matter.refresh_from_db()
    return matter


@pytest.mark.parametrize("genre", [genre for genre, _ in pieces.PIECES])
def test_each_has_a_beginning_of_its_own(cast, genre):
    matter = opened(cast, genre=genre)
    begun = text(matter)
    assert begun.form == "plain"
    assert begun.sealing == "none"
    assert begun.body
    page = client_of(cast.finance_clerk).get(f"/outgoing/{matter.pk}/text/").content.decode()
    assert "不是法定文种" not in page


def test_a_piece_is_approved_without_number_and_seal(cast):
    matter = approved(cast)
    assert (matter.outcome, matter.number) == ("completed", "")
    assert text(matter).date == f"{cast.at.year}年{cast.at.month}月{cast.at.day}日"
    assert not Task.objects.filter(matter=matter, station__key__in=("numbering", "sealing", "dispatch")).exists()
    printing.lay_down(matter.pk, by=cast.registrar, at=cast.tick())
    assert Attachment.objects.filter(matter=matter, role=FINAL).count() == 2
    page = client_of(cast.registrar).get("/outgoing/").content.decode()
    assert "不编号" in page
    assert "总结" in page


def test_a_piece_that_nobody_signs_bears_no_day(cast):
    assert text(approved(cast, "speech", title="在全县防汛会议上的讲话")).date == ""


def test_whatever_form_is_typed_a_piece_stays_one(cast):
    matter = opened(cast, genre="plan")
    write(cast, matter, **TEXT, form="general", sealing="seal")
    assert (text(matter).form, text(matter).sealing) == ("plain", "none")
    assert queries.document_of(matter).sealing == "none"


def test_who_approves_is_asked_to_approve(cast):
    matter = opened(cast, genre="summary")
    write(cast, matter, **TEXT)
    cast.complete(matter, "drafting", by=cast.finance_clerk)
    cast.complete(matter, "checking", by=cast.finance_chief)
    reviewed = POINTS | {"reason": "已核对。"}
    cast.complete(matter, "review", by=cast.office_head, chosen={"sign_off": (cast.holder(cast.leader),)}, **reviewed)
    page = client_of(cast.leader).get(f"/matters/{matter.pk}/").content.decode()
    assert "审定意见（不填视为同意）" in page


def test_a_notice_issues_a_piece(cast):
    piece = approved(cast, "key_points", title="清河县2026年防汛工作要点")
    browser = client_of(cast.finance_clerk)
    page = browser.get(f"/matters/{piece.pk}/").content.decode()
    assert f'href="/outgoing/new/?issues={piece.pk}"' in page
    page = browser.get(f"/outgoing/new/?issues={piece.pk}").content.decode()
    assert "以通知印发" in page
    browser.post("/outgoing/new/", OPENING | {"issues": str(piece.pk)})
    notice = Matter.objects.exclude(pk=piece.pk).get(kind="outgoing")
    begun = text(notice)
    assert begun.title == "清河县人民政府关于印发《清河县2026年防汛工作要点》的通知"
    assert begun.attachments[0].title == "清河县2026年防汛工作要点"
    assert begun.attachments[0].body == text(piece).body
    assert Link.objects.get(relation="source_of", target=notice).source == piece


def test_what_was_not_approved_is_not_issued(cast):
    piece = opened(cast, genre="summary")
    with unchanged():
        page = (
            client_of(cast.finance_clerk).post("/outgoing/new/", OPENING | {"issues": str(piece.pk)}).content.decode()
        )
    assert "只有审定办结的" in page


def test_a_piece_goes_out_under_no_lower_label(cast):
    piece = approved(cast, label="internal")
    browser = client_of(cast.finance_clerk)
    assert (
        'value="internal" id="id_label_1" checked' in browser.get(f"/outgoing/new/?issues={piece.pk}").content.decode()
    )
    with unchanged():
        page = browser.post("/outgoing/new/", OPENING | {"issues": str(piece.pk)}).content.decode()
    assert "所印发的文稿标为“内部”" in page


def test_a_piece_for_a_few_is_not_issued(cast):
    piece = approved(cast)
    with transaction.atomic():
        matters.restrict(piece, [cast.holder(cast.leader)], by=cast.registrar, at=cast.tick())
    browser = client_of(cast.finance_clerk)
    assert "以通知印发" not in browser.get(f"/matters/{piece.pk}/").content.decode()
    with unchanged():
        page = browser.post("/outgoing/new/", OPENING | {"issues": str(piece.pk)}).content.decode()
    assert "限定了知悉范围，不能以通知印发" in page


def test_no_route_of_an_office_numbers_a_piece(cast):
    matter = walk(cast, opened(cast), "numbering")
    OutgoingDocument.objects.filter(pk=matter.pk).update(genre="summary")
    with unchanged(), refused("不编发文字号"):
        cast.complete(matter, "numbering", by=cast.registrar, series=queries.codes(cast.organ.pk).get().pk)
