"""Handing over: all that waits for a leaver goes to somebody else, in one act."""

import json

import pytest
from django.db import transaction
from django.urls import reverse
from tests.cast import unchanged

from zhongshu.matters.models import Task
from zhongshu.org.actions import units
from zhongshu.trail import queries as trail


@pytest.fixture
def waiting(cast):
    """Two documents that wait for the head of finance, who leads the handling."""
    return [cast.walk(cast.document(title=f"通知{n}"), to="handling") for n in (1, 2)]


@pytest.fixture
def head(cast):
    return cast.client(cast.office_head)


def test_all_tasks_of_somebody_here_are_handed_over(cast, head, waiting):
    holder = cast.holder(cast.finance_chief)
    step = head.get(f"/handovers/?person={holder}")
    assert step.headers["Location"] == f"/handovers/{cast.finance_chief.pk}/"
    shown = head.get(step.headers["Location"]).content.decode()
    assert "2件任务" in shown
    form = {"to": [cast.holder(cast.finance_clerk)], "reason": "调动。"}
    response = head.post(step.headers["Location"], form, follow=True)
    assert "已将黄海涛的2件事项移交给李雪。" in response.content.decode()
    heir = cast.holder(cast.finance_clerk)
    assert Task.objects.filter(holder=heir, done_at=None).count() == 2
    assert not Task.objects.filter(holder=holder, done_at=None).exists()
    entry = trail.entries("org").last()
    assert (entry.verb, entry.by) == ("matters.tasks_handed_over", cast.office_head.ref)
    assert json.loads(entry.detail)["matters"] == 2
    assert "没有未办工作" in head.get(step.headers["Location"]).content.decode()


def test_somebody_who_has_left_with_work_is_listed(cast, head, waiting):
    cast.dismiss(cast.finance_chief)
    assert "黄海涛" in head.get("/handovers/").content.decode()
    form = {"to": [cast.holder(cast.finance_clerk)], "reason": "离岗。"}
    head.post(reverse("handover", args=[cast.finance_chief.pk]), form)
    assert "黄海涛</td>" not in head.get("/handovers/").content.decode()
    assert Task.objects.filter(holder=cast.holder(cast.finance_clerk), done_at=None).count() == 2


@pytest.mark.parametrize(
    ("to", "reason", "sentence"),
    [
        ("finance_clerk", "", "请填写移交原因。"),
        ("", "调动。", "请选择接收人。"),
        ("finance_chief", "调动。", "移交人和接收人不能是同一人"),
    ],
)
def test_a_handover_that_cannot_be_is_refused(cast, head, waiting, to, reason, sentence):
    chosen = [cast.holder(getattr(cast, to))] if to else []
    with unchanged():
        url = reverse("handover", args=[cast.finance_chief.pk])
        response = head.post(url, {"to": chosen, "reason": reason})
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_nobody_hands_over_the_work_of_another_organ(cast, head):
    with unchanged():
        assert head.get(reverse("handover", args=[cast.outsider.pk])).status_code == 403


@pytest.mark.parametrize(("kind", "status"), [("dual", 200), ("guidance", 403)])
def test_the_work_of_an_organ_below_is_handed_over_by_the_one_above(cast, head, kind, status):
    with transaction.atomic():
        units.relate(cast.organ, cast.other_organ, kind=kind, on=cast.at.date(), by="system", at=cast.at)
    assert head.get(reverse("handover", args=[cast.outsider.pk])).status_code == status


def test_choosing_nobody_is_said(head):
    assert "请从名单中选择移交人。" in head.get("/handovers/?person=").content.decode()
    assert "请从名单中选择移交人。" in head.get("/handovers/?person=99999").content.decode()
