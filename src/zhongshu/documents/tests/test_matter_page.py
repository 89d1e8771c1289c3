"""The one page of every matter: what it shows to whom, how a refused form comes back, what it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhongshu.documents import actions as documents
from zhongshu.matters import actions
from zhongshu.matters.models import Attachment, Chase, RequestKey, Task
from zhongshu.trail.models import Entry

STATIONS = (
    # station, who acts there, what the button says
    ("review", "registrar", "初审通过"),
    ("proposal", "office_head", "呈送批示"),
    ("instruction", "leader", "签批"),
    ("assignment", "registrar", "交办"),
    ("handling", "finance_chief", "提交办理情况"),
    ("reply", "finance_chief", "提交答复"),
    ("closing", "registrar", "办结"),
)
LIMIT = 25


def _page(cast, whom, matter) -> str:
    answer = cast.client(whom).get(f"/matters/{matter.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("station", "who", "words"), STATIONS)
def test_the_open_task_has_its_form_at_the_end_of_what_is_to_be_read(cast, station, who, words):
    matter = cast.walk(cast.document(), to=station)
    shown = _page(cast, getattr(cast, who), matter)
    form = shown[shown.index('id="act"') :]
    assert f'<button class="btn btn-primary">{words}</button>' in form
    assert shown.index("办理流程") < shown.index("留痕") < shown.index('id="act"')
    assert 'id="act"' not in _page(cast, cast.registrar if who == "office_head" else cast.office_head, matter)


def test_no_two_fields_of_the_page_have_the_same_id_or_key(cast):
    matter = cast.walk(cast.document(), to="handling")
    shown = _page(cast, cast.finance_chief, matter)
    ids = re.findall(r' id="([^"]+)"', shown)
    keys = re.findall(r'name="request_key" value="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert len(keys) == len(set(keys)) >= 5


def test_a_refused_form_comes_back_open_with_its_words_and_its_key(cast):
    matter = cast.walk(cast.document(), to="instruction")
    task = cast.task(matter, "instruction", cast.leader)
    before = Entry.objects.count()
    sent = {"to": "proposal", "straight": "yes", "reason": " ", "request_key": "once"}
    answer = cast.client(cast.leader).post(f"/tasks/{task.pk}/return/", sent)
    shown = answer.content.decode()
    panel = re.search(r"<details class=\"act\"[^>]*open>.*?</details>", shown, re.S)
    assert answer.status_code == 422
    assert panel and "请填写退回原因" in panel[0] and 'value="once"' in panel[0]
    assert re.search(r'value="yes"[^>]*checked', panel[0])
    assert Entry.objects.count() == before and not RequestKey.objects.exists()


def test_who_comes_too_late_is_told_so_although_the_form_has_gone(cast):
    matter = cast.walk(cast.document(), to="instruction")
    task = cast.task(matter, "instruction", cast.leader)
    cast.complete(matter, "instruction", by=cast.leader, opinion="同意。")
    answer = cast.client(cast.leader).post(f"/tasks/{task.pk}/completion/", {"opinion": "不同意。"})
    assert answer.status_code == 422
    assert "操作没有完成" in answer.content.decode()
    assert Task.objects.get(pk=task.pk).opinion == "同意。"


def test_alternatives_and_dissents_stand_before_the_leader(cast):
    matter = cast.walk(cast.document(), to="proposal")
    cast.complete(
        matter, "proposal", by=cast.office_head, asks_decision=True, alternatives=("先行下达。", "重新论证。")
    )
    documents.dissent(matter.pk, words="时间来不及。", by=cast.office_head, at=cast.tick())
    shown = _page(cast, cast.leader, matter)
    form = shown[shown.index('id="act"') :]
    assert shown.index("方案1") < shown.index("时间来不及。") < shown.index('id="act"')
    assert "时间来不及。" in form and "方案2：重新论证。" in form


def test_a_proposal_made_anew_begins_with_what_was_proposed_before(cast):
    matter = cast.walk(cast.document(), to="proposal")
    cast.complete(
        matter, "proposal", by=cast.office_head, asks_decision=True, alternatives=("先行下达。", "重新论证。")
    )
    task = cast.task(matter, "instruction", cast.leader)
    actions.give_back(task.pk, to="proposal", reason="请补充。", by=cast.leader, at=cast.tick())
    shown = _page(cast, cast.office_head, matter)
    form = shown[shown.index('id="act"') :]
    assert "先行下达。" in form and re.search(rf'name="leaders" value="{cast.holder(cast.leader)}"[^>]*checked', form)


def test_only_the_one_chased_can_answer(cast):
    matter = cast.walk(cast.document(), to="handling")
    task = cast.task(matter, "handling", cast.finance_chief)
    actions.chase(matter.pk, tasks=[task.pk], mode="phone", words="请今日反馈。", by=cast.registrar, at=cast.tick())
    address = f"/chases/{Chase.objects.get().pk}/answer/"
    assert address in _page(cast, cast.finance_chief, matter)
    assert address not in _page(cast, cast.registrar, matter)


def test_a_related_matter_is_named_only_to_whoever_may_see_it(cast):
    matter, other = cast.walk(cast.document(), to="handling"), cast.document(title="关于人事安排的函")
    with transaction.atomic():
        actions.link(matter, other, "reply_to", by=cast.registrar, at=cast.tick())
    assert "关于人事安排的函" in _page(cast, cast.registrar, matter)
    assert "关于人事安排的函" not in _page(cast, cast.finance_chief, matter)


def test_nothing_comes_to_a_tracking_card_by_a_general_act(cast):
    card = documents.card(
        organ=cast.organ.pk, sender_code="A07", copy_number="", copies=1, by=cast.confidential, at=cast.tick()
    )
    shown = _page(cast, cast.confidential, card)
    assert "登记清退" in shown and "添加附件" not in shown and "传阅" not in shown
    sent = {"role": "other", "uploads": [cast.upload(cast.confidential)]}
    answer = cast.client(cast.confidential).post(f"/matters/{card.pk}/attachments/", sent)
    assert answer.status_code == 422
    assert not Attachment.objects.exists()


def test_the_page_says_in_whose_stead_a_delegate_acts(cast):
    matter = cast.walk(cast.document(), to="handling")
    cast.at = timezone.now()
    cast.delegate(cast.finance_chief, cast.finance_clerk, until=cast.at + timedelta(days=1))
    assert "代黄海涛办理" in _page(cast, cast.finance_clerk, matter)
    assert "代黄海涛办理" not in _page(cast, cast.finance_chief, matter)


def test_the_page_costs_the_same_for_a_long_slip(cast):
    short = cast.walk(cast.document(), to="handling")
    long = cast.walk(cast.document(), to="handling", co_units=(cast.education, cast.reform))
    actions.circulate(
        long.pk,
        holders=[cast.holder(one) for one in (cast.leader, cast.second_leader, cast.finance_clerk, cast.reform_clerk)],
        by=cast.registrar,
        at=cast.tick(),
    )
    costs = [_cost(cast, cast.finance_chief, matter) for matter in (short, long)]
    assert costs[0] == costs[1] <= LIMIT


def _cost(cast, whom, matter) -> int:
    client = cast.client(whom)
    client.get(f"/matters/{matter.pk}/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(f"/matters/{matter.pk}/")
    return len(asked)
