"""交换包 at both ends: a document goes out and its receipt comes in, one comes in and its receipt goes out."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import refused, unchanged

from zhongshu.documents import actions as documents
from zhongshu.exchange import actions, rules
from zhongshu.exchange.models import Delivery, Dispatch, ImportedPackage, Package
from zhongshu.exchange.rules import Receiver
from zhongshu.files import queries as store
from zhongshu.files.models import StoredFile, Upload
from zhongshu.jobs.models import Job
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.trail.models import Entry

CITY = Receiver("清源市人民政府", copies=2)


def sent(cast, towns, **changed):
    """Return what the county sent to the city."""
    return Delivery.objects.get(dispatch=towns.send([CITY], **changed), unit=None)


def content(delivery):
    with store.open_bytes(Package.objects.get(pk=delivery.pk).file) as opened:
        return opened.read()


def ordered(cast, row):
    return cast.client(cast.registrar).post(f"/exchange/dispatches/{row.dispatch_id}/packages/")


def test_a_document_leaves_in_a_package_that_the_receiver_can_read(cast, towns, elsewhere, signing):
    elsewhere.register()
    row = sent(cast, towns, first_copy=11)
    browser, address = cast.client(cast.registrar), f"/exchange/dispatches/{row.dispatch_id}/packages/"
    assert "未生成" in browser.get(address).content.decode()
    assert ordered(cast, row).headers["Location"] == address
    assert "正在生成" in browser.get(address).content.decode()
    assert Job.objects.filter(task="zhongshu.exchange.jobs.pack").count() == 1
    actions.pack(row.pk, at=timezone.now())
    actions.pack(row.pk, at=timezone.now())
    assert Package.objects.count() == 1
    opened = elsewhere.read(content(row), cast.organ)
    told = opened.manifest.dispatch
    assert (told.uid, told.document.title) == (row.dispatch.uid.hex, row.dispatch.title)
    (delivery,) = told.deliveries
    assert (delivery.uid, delivery.receiver) == (row.uid.hex, elsewhere.party)
    assert (delivery.copies, delivery.first, delivery.last) == (2, "000011", "000012")
    assert [one.name for one in opened.manifest.files] == [one.name for one in row.dispatch.files.all()]
    verbs = list(Entry.objects.filter(stream=row.dispatch.stream).values_list("verb", flat=True))
    assert verbs[-2:] == ["exchange.package_ordered", "exchange.packed"]
    taken = browser.post(f"/exchange/packages/{row.pk}/taking/")
    assert b"".join(taken.streaming_content) == content(row)
    assert Package.objects.get().taken_by == cast.registrar
    assert "已取走" in browser.get(address).content.decode()


def test_a_package_is_made_anew_when_its_certificate_has_expired(
    cast, towns, elsewhere, signing, django_capture_on_commit_callbacks
):
    elsewhere.register()
    row = sent(cast, towns)
    ordered(cast, row)
    actions.pack(row.pk, at=timezone.now())
    browser = cast.client(cast.registrar)
    browser.post(f"/exchange/packages/{row.pk}/taking/")
    before, replaced = elsewhere.read(content(row), cast.organ), Package.objects.get().file
    Job.objects.update(finished_at=timezone.now())
    answer = browser.post(f"/exchange/packages/{row.pk}/renewal/")
    assert answer.headers["Location"] == f"/exchange/dispatches/{row.dispatch_id}/packages/"
    assert Job.objects.filter(task="zhongshu.exchange.jobs.pack", payload__args=[row.pk, True]).count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        actions.pack(row.pk, at=timezone.now() + timedelta(seconds=2), again=True)
    after = elsewhere.read(content(row), cast.organ)
    assert after.manifest.made_at > before.manifest.made_at
    assert after.substance == before.substance
    assert Package.objects.get().taken_at is None
    assert not StoredFile.objects.filter(pk=replaced.pk).exists()
    with pytest.raises(FileNotFoundError):
        store.open_bytes(replaced)
    assert cast.client(cast.finance_clerk).post(f"/exchange/packages/{row.pk}/renewal/").status_code == 404


@pytest.mark.parametrize("relabelled", [False, True])
def test_a_work_secret_never_leaves(cast, towns, signing, relabelled):
    row = sent(cast, towns, label="internal" if relabelled else "work_secret")
    if relabelled:
        given = {"label": "work_secret", "reason": "内容涉及工作秘密", "by": cast.office_head, "at": cast.tick()}
        matters.relabel(row.dispatch.matter_id, **given)
    with unchanged():
        answer = ordered(cast, row)
    assert answer.status_code == 422 and "工作秘密，不能生成交换包" in answer.content.decode()
    with refused("工作秘密"):
        actions.pack(row.pk, at=timezone.now())


def test_without_a_certificate_nothing_is_made(cast, towns):
    row = sent(cast, towns)
    with unchanged():
        answer = ordered(cast, row)
    assert answer.status_code == 422 and "证书" in answer.content.decode()


def test_packages_are_for_whoever_sends(cast, towns, signing):
    row = sent(cast, towns)
    ordered(cast, row)
    actions.pack(row.pk, at=timezone.now())
    with unchanged():
        for whom in (cast.finance_clerk, cast.outsider, towns.registrars[0]):
            browser = cast.client(whom)
            assert browser.get(f"/exchange/dispatches/{row.dispatch_id}/packages/").status_code == 404
            assert browser.post(f"/exchange/packages/{row.pk}/taking/").status_code == 404


def test_the_receipt_marks_the_delivery(cast, towns, elsewhere):
    elsewhere.register()
    row = sent(cast, towns)
    made = take(cast, elsewhere.receipt(row))
    assert made.is_receipt and made.is_new
    row = Delivery.objects.get(pk=row.pk)
    assert (row.receipt.name, row.receipt.by) == ("钱进", cast.registrar)
    verbs = set(Entry.objects.filter(stream=row.dispatch.stream).values_list("verb", flat=True))
    assert {"exchange.signed", "exchange.receipt_imported"} <= verbs


def test_a_return_tells_why(cast, towns, elsewhere):
    elsewhere.register()
    row = sent(cast, towns)
    take(cast, elsewhere.receipt(row, outcome="returned", reason="不属于本机关办理"))
    assert Delivery.objects.get(pk=row.pk).rejection.reason == "不属于本机关办理"


def test_a_return_after_a_receipt_is_taken_as_well(cast, towns, elsewhere):
    elsewhere.register()
    row = sent(cast, towns)
    take(cast, elsewhere.receipt(row))
    take(cast, elsewhere.receipt(row, key="second", outcome="returned", reason="初审退文：文种有误"))
    row = Delivery.objects.get(pk=row.pk)
    assert (rules.state(row), row.rejection.reason) == ("rejected", "初审退文：文种有误")
    again = elsewhere.receipt(row, key="third", outcome="returned", reason="文种有误")
    with pytest.raises(Refused, match="退回，不能重复办理"):
        take(cast, again)


def test_what_is_returned_after_it_was_signed_for_is_answered_once_more(cast, elsewhere, signing):
    elsewhere.register()
    take(cast, elsewhere.letter())
    row = Delivery.objects.get()
    actions.deliver(row.dispatch_id, at=cast.tick())
    matter = actions.sign(row.pk, by=cast.registrar, at=cast.tick())
    actions.pack(row.pk, at=timezone.now())
    first = elsewhere.read(content(row), cast.organ).manifest
    Job.objects.update(finished_at=timezone.now())
    documents.send_back(matter.pk, reason="文种有误", by=cast.registrar, at=timezone.now())
    assert Job.objects.filter(payload__args=[row.pk, True], finished_at=None).exists()
    actions.pack(row.pk, at=timezone.now(), again=True)
    second = elsewhere.read(content(row), cast.organ).manifest
    assert (second.receipt.outcome, second.receipt.reason) == ("returned", "初审退文：文种有误")
    assert second.uid != first.uid and second.receipt.delivery == first.receipt.delivery


def test_a_receipt_twice_is_one(cast, towns, elsewhere):
    elsewhere.register()
    row = sent(cast, towns)
    content_of_it = elsewhere.receipt(row)
    take(cast, content_of_it)
    entries = Entry.objects.count()
    assert not take(cast, content_of_it).is_new
    assert Entry.objects.count() == entries


def test_a_receipt_that_answers_nothing_of_ours_is_refused(cast, towns, elsewhere):
    peer = elsewhere.register()
    row = sent(cast, towns)
    foreign = Delivery.objects.get(pk=row.pk)
    foreign.uid = foreign.dispatch.uid
    refused_import(cast, elsewhere.receipt(foreign), "找不到回执所回复的公文")
    late = elsewhere.receipt(row, at=row.dispatch.at.replace(year=2025, microsecond=0))
    refused_import(cast, late, "签收时间早于发文时间")
    type(peer).objects.filter(pk=peer.pk).update(name="黑水市人民政府")
    refused_import(cast, elsewhere.receipt(row), "不是所回复公文的收文单位")
    assert not hasattr(Delivery.objects.get(pk=row.pk), "receipt")


def take(cast, parcel):
    return actions.import_package(parcel, organ=cast.organ.pk, by=cast.registrar, at=cast.tick())


def refused_import(cast, parcel, sentence):
    with pytest.raises(Exception, match=sentence):
        take(cast, parcel)
    assert ImportedPackage.objects.count() == 0


def brought(cast, parcel, key="k"):
    upload = cast.upload(cast.registrar, "交换包.zip", parcel)
    return cast.client(cast.registrar).post(
        "/exchange/packages/importing/", {"uploads": upload, "request_key": key}, follow=True
    )


def test_a_package_is_imported_signed_for_and_answered_through_the_pages(cast, elsewhere, signing):
    elsewhere.register()
    parcel = elsewhere.letter()
    answer = brought(cast, parcel).content.decode()
    assert "识读后即可签收：清源市人民政府《清源市人民政府关于" in answer and "正在识读，识读后签收" in answer
    assert "已经导入过，没有重复导入" in brought(cast, parcel, "k2").content.decode()
    row = Delivery.objects.get()
    actions.deliver(row.dispatch_id, at=timezone.now())
    browser = cast.client(cast.registrar)
    assert "签收后生成" in browser.get("/exchange/packages/").content.decode()
    browser.post(f"/deliveries/{row.pk}/receipt/", {"request_key": "s"})
    row = Delivery.objects.get()
    assert row.matter and row.receipt.name == "林晓梅"
    assert Job.objects.filter(task="zhongshu.exchange.jobs.pack", payload__args=[row.pk, False]).count() == 1
    actions.pack(row.pk, at=timezone.now())
    assert "下载回执包" in browser.get("/exchange/packages/").content.decode()
    taken = browser.post(f"/exchange/packages/{row.pk}/taking/")
    told = elsewhere.read(b"".join(taken.streaming_content), cast.organ).manifest.receipt
    assert (told.outcome, told.by, told.delivery) == ("signed", "林晓梅", row.uid.hex)
    assert "再次下载" in browser.get("/exchange/packages/").content.decode()


def test_an_unknown_sender_is_told_on_the_page(cast, elsewhere):
    answer = brought(cast, elsewhere.letter())
    assert answer.status_code == 422
    assert "不在交换对方登记簿中" in answer.content.decode()
    assert Dispatch.objects.count() == 0
    assert Entry.objects.filter(verb="exchange.import_refused").count() == 1


def test_of_a_package_that_bears_a_mark_the_upload_goes_too(cast, elsewhere, django_capture_on_commit_callbacks):
    elsewhere.register()
    before = StoredFile.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        answer = brought(cast, elsewhere.letter(title="（机密）关于某事的通知"))
    assert "发现国家秘密标志" in answer.content.decode()
    assert (StoredFile.objects.count(), Upload.objects.count(), Dispatch.objects.count()) == (before, 0, 0)
    assert Entry.objects.filter(verb="files.discarded", by=cast.registrar.ref).count() == 1


def test_two_files_or_none_are_refused(cast):
    browser = cast.client(cast.registrar)
    keys = [cast.upload(cast.registrar, f"{one}.txt", one) for one in "ab"]
    with unchanged():
        answer = browser.post("/exchange/packages/importing/", {"uploads": keys, "request_key": "k"})
        assert "请选择一个交换包" in answer.content.decode()
        assert browser.post("/exchange/packages/importing/", {"request_key": "k"}).status_code == 422


def test_a_receipt_is_shown_where_its_document_is(cast, towns, elsewhere):
    elsewhere.register()
    row = sent(cast, towns)
    assert "签收情况已更新" in brought(cast, elsewhere.receipt(row)).content.decode()
    page = cast.client(cast.registrar).get("/exchange/packages/").content.decode()
    assert "对方回执" in page and row.dispatch.title in page
