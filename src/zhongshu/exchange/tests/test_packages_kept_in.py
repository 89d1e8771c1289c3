"""不得送出的交换包: what was packed when it still might leave is looked at again each time somebody wants it."""

import pytest
from django.db import transaction
from tests.cast import refused, unchanged

from zhongshu.exchange import actions
from zhongshu.exchange.models import Delivery, Package
from zhongshu.exchange.tests.test_packages import sent, take
from zhongshu.files import actions as files
from zhongshu.files import queries as store
from zhongshu.jobs.models import Job
from zhongshu.matters import actions as matters

SECOND = "person:2"


def packed(cast, towns, elsewhere, **changed):
    """Return what the county sent to the city, its package made."""
    elsewhere.register()
    row = sent(cast, towns, **changed)
    actions.order_packages(row.dispatch_id, by=cast.registrar, at=cast.tick())
    actions.pack(row.pk, at=cast.tick())
    Job.objects.update(finished_at=cast.tick())
    return row


def relabelled(cast, row):
    given = {"label": "work_secret", "reason": "内容涉及工作秘密", "by": cast.office_head, "at": cast.tick()}
    matters.relabel(row.dispatch.matter_id, **given)


def recalled(cast, row):
    actions.recall([row.pk], reason="内容有误", by=cast.registrar, at=cast.tick())


def withheld(cast, row):
    with transaction.atomic():
        files.quarantine(row.dispatch.files.get().file, by="system", at=cast.tick())


BECAME = [
    (relabelled, "工作秘密，不能生成交换包"),
    (recalled, "已撤回，交换包不能再送出"),
    (withheld, "已按保密要求隔离"),
]


@pytest.mark.parametrize(("became", "sentence"), BECAME)
def test_what_may_no_longer_leave_is_neither_handed_out_nor_made_anew(
    cast, towns, elsewhere, signing, became, sentence
):
    row = packed(cast, towns, elsewhere, label="internal")
    became(cast, row)
    browser = cast.client(cast.registrar)
    with unchanged():
        for way in ("taking", "renewal"):
            answer = browser.post(f"/exchange/packages/{row.pk}/{way}/", follow=True)
            assert sentence in answer.content.decode()
    with refused(sentence):
        actions.pack(row.pk, at=cast.tick(), again=True)
    assert Package.objects.get().taken_at is None


def test_of_what_was_taken_back_no_package_is_made_by_a_job_that_waits(cast, towns, elsewhere, signing):
    elsewhere.register()
    row = sent(cast, towns)
    actions.order_packages(row.dispatch_id, by=cast.registrar, at=cast.tick())
    recalled(cast, row)
    with refused("已撤回，交换包不能再送出"):
        actions.pack(row.pk, at=cast.tick())
    assert Package.objects.count() == 0
    assert (
        "再次下载"
        not in cast.client(cast.registrar).get(f"/exchange/dispatches/{row.dispatch_id}/packages/").content.decode()
    )


def test_a_package_is_withheld_and_expunged_with_its_file(cast, towns, elsewhere, signing):
    row = packed(cast, towns, elsewhere)
    file = row.dispatch.files.get().file
    withheld(cast, row)
    package = Package.objects.get().file
    assert store.is_withheld(package)
    with transaction.atomic():
        files.expunge(file, by="person:1", second=SECOND, at=cast.tick())
    assert package.quarantine.expunged_at


def test_a_released_file_goes_into_a_new_package(cast, towns, elsewhere, signing):
    row = packed(cast, towns, elsewhere)
    withheld(cast, row)
    with transaction.atomic():
        files.release(row.dispatch.files.get().file, by="person:1", second=SECOND, at=cast.tick())
    with refused("请重新生成交换包"):
        actions.take(row.pk, by=cast.registrar, at=cast.tick())
    actions.order_again(row.pk, by=cast.registrar, at=cast.tick())
    actions.pack(row.pk, at=cast.tick(), again=True)
    actions.take(row.pk, by=cast.registrar, at=cast.tick())
    assert Package.objects.get().taken_by == cast.registrar


def test_the_receipt_of_a_work_secret_is_made_anew(cast, elsewhere, signing):
    elsewhere.register()
    made = take(cast, elsewhere.letter(label="work_secret"))
    actions.deliver(made.dispatch.pk, at=cast.tick())
    row = Delivery.objects.get()
    actions.sign(row.pk, by=cast.registrar, at=cast.tick())
    actions.pack(row.pk, at=cast.tick())
    Job.objects.update(finished_at=cast.tick())
    actions.order_again(row.pk, by=cast.registrar, at=cast.tick())
    assert Job.objects.filter(payload__args=[row.pk, True]).count() == 1
