"""导入交换包: whatever is wrong with it has its sentence; twice the same is one document."""

import json

import pytest
from tests.cast import refused

from zhongshu.documents.actions import judge
from zhongshu.documents.models import Arrival
from zhongshu.exchange import actions
from zhongshu.exchange.models import Delivery, Dispatch, ImportedPackage, Package
from zhongshu.exchange.tests.elsewhere import Elsewhere, credential
from zhongshu.files import queries as store
from zhongshu.files.models import StoredFile
from zhongshu.gongwen.packages.model import File, Party
from zhongshu.kit.errors import Refused
from zhongshu.notices.models import Notice
from zhongshu.trail.models import Entry


def take(cast, content, **changed):
    given = {"organ": cast.organ.pk, "by": cast.registrar, "at": cast.tick()} | changed
    return actions.import_package(content, **given)


def refused_and_noted(cast, content, sentence, **changed):
    """A refusal leaves nothing behind but a line on the trail."""
    before = [model.objects.count() for model in (Dispatch, ImportedPackage, StoredFile)]
    with pytest.raises(Refused, match=sentence):
        take(cast, content, **changed)
    assert [model.objects.count() for model in (Dispatch, ImportedPackage, StoredFile)] == before
    entry = Entry.objects.filter(stream=f"peers:{cast.organ.pk}").latest("seq")
    assert entry.verb == "exchange.import_refused"
    return json.loads(entry.detail)["fault"]


def test_a_document_waits_to_be_signed_for(cast, elsewhere):
    peer = elsewhere.register()
    made = take(cast, elsewhere.letter())
    assert made.is_new and not made.is_receipt
    row = Dispatch.objects.get()
    assert (row.uid.hex, row.peer, row.matter, row.number) == ("3" * 31 + "1", peer, None, "清源政发〔2026〕31号")
    delivery = Delivery.objects.get()
    assert (delivery.uid.hex, delivery.unit, delivery.copies) == ("2" * 31 + "1", cast.organ, 2)
    assert (delivery.first_copy, delivery.last_copy) == (11, 12)
    assert [one.name for one in row.files.all()] == ["关于做好秋粮收购工作的通知.txt"]
    actions.deliver(row.pk, at=cast.tick())
    page = cast.client(cast.registrar).get(f"/deliveries/{delivery.pk}/")
    assert "清源市人民政府关于做好秋粮收购工作的通知" in page.content.decode()
    assert [one.verb for one in Entry.objects.filter(stream=row.stream).order_by("seq")] == [
        "exchange.dispatched",
        "exchange.imported",
        "exchange.delivered",
    ]


def test_the_same_package_twice_is_one_document(cast, elsewhere):
    elsewhere.register()
    content = elsewhere.letter()
    first = take(cast, content)
    entries = Entry.objects.count()
    again = take(cast, content, by=cast.second_registrar)
    assert (again.dispatch, again.is_new) == (first.dispatch, False)
    assert (Dispatch.objects.count(), Delivery.objects.count(), ImportedPackage.objects.count()) == (1, 1, 1)
    assert Entry.objects.count() == entries


def test_the_same_document_packed_anew_is_one_document(cast, elsewhere):
    elsewhere.register()
    assert take(cast, elsewhere.letter()).is_new
    assert not take(cast, elsewhere.letter()).is_new


def test_another_content_under_the_same_number_is_refused(cast, elsewhere):
    elsewhere.register()
    take(cast, elsewhere.letter())
    assert refused_and_noted(cast, elsewhere.letter(title="另一件"), "编号相同的交换包已经导入过") == "Conflict"
    other = Elsewhere(cast, Party("黑水市人民政府", "HS-0001"))
    other.register()
    assert refused_and_noted(cast, other.letter(), "编号相同的交换包已经导入过") == "Conflict"


def test_the_number_of_another_delivery_is_refused(cast, elsewhere, towns):
    elsewhere.register()
    row = towns.delivery(towns.send())
    Delivery.objects.filter(pk=row.pk).update(uid="2" * 31 + "1")
    with pytest.raises(Refused, match="编号相同的交换包"):
        take(cast, elsewhere.letter())
    assert Dispatch.objects.exclude(peer=None).count() == 0


def test_a_document_of_ours_is_no_incoming_one(cast, elsewhere, towns):
    elsewhere.register()
    row = towns.send()
    Dispatch.objects.filter(pk=row.pk).update(uid="3" * 31 + "1")
    refused_and_noted(cast, elsewhere.letter(), "这是本系统发出的公文")


def test_an_unknown_sender_is_refused(cast, elsewhere):
    fault = refused_and_noted(cast, elsewhere.letter(), "不在交换对方登记簿中.*由登记人员登记后重新导入")
    assert fault == "UnknownSender"


def test_a_changed_byte_is_refused(cast, elsewhere):
    elsewhere.register()
    content = bytearray(elsewhere.letter())
    content[len(content) // 2] ^= 1
    assert refused_and_noted(cast, bytes(content), "改动|摘要|识读") in ("Changed", "BadPackage")


def test_a_stolen_certificate_is_refused_whatever_day_it_claims(cast, elsewhere):
    peer = elsewhere.register()
    content = elsewhere.letter()
    actions.end_peer(peer.pk, reason="证书被盗", by=cast.registrar, at=cast.tick())
    assert refused_and_noted(cast, content, "证书已于2026年3月2日停用.*登记其新证书") == "BadCertificate"


def test_an_expired_certificate_is_refused(cast, elsewhere):
    elsewhere.credential = credential("短期", 90)
    elsewhere.register()
    content = elsewhere.letter()
    cast.tick(days=60)
    assert refused_and_noted(cast, content, "已于2026年4月1日过期.*登记新证书") == "BadCertificate"


def test_what_is_for_somebody_else_is_refused(cast, elsewhere):
    elsewhere.register()
    content = elsewhere.letter(to=Party("黑水县人民政府", "HS"))
    refused_and_noted(cast, content, "发给黑水县人民政府的，不是发给本机关的")


def test_a_date_to_come_and_a_title_without_end_are_refused(cast, elsewhere):
    elsewhere.register()
    refused_and_noted(cast, elsewhere.letter(dated=cast.at.date().replace(year=2027)), "成文日期晚于今天")
    refused_and_noted(cast, elsewhere.letter(title="长" * 201), "标题超过200个字，不能登记，没有导入。请发送方")


def test_copy_numbers_that_do_not_fit_and_files_that_are_none_are_refused(cast, elsewhere):
    elsewhere.register()
    refused_and_noted(cast, elsewhere.letter(copies=3), "份号与份数不符")
    bad = (File("通知.txt", "text", b"1"), File("程序.exe", "attachment", b"MZ"))
    refused_and_noted(cast, elsewhere.letter(files=bad), "不接收这种文件")


def test_a_mark_of_secrecy_in_the_title_stores_nothing(cast, elsewhere):
    elsewhere.register()
    before = StoredFile.objects.count()
    with pytest.raises(Refused, match="发现国家秘密标志"):
        take(cast, elsewhere.letter(title="（秘密）关于某事的通知"))
    assert (Dispatch.objects.count(), StoredFile.objects.count()) == (0, before)
    assert Entry.objects.filter(verb="documents.secret_refused").count() == 1


def test_only_registrars_import(cast, elsewhere):
    elsewhere.register()
    content = elsewhere.letter()
    with refused("只有收文登记人员"):
        take(cast, content, by=cast.finance_clerk)


def test_a_secret_found_in_a_file_is_withheld_and_sent_back(cast, elsewhere, signing):
    elsewhere.register()
    text = "机密★10年\n\n清源市人民政府文件\n\n关于某事的通知"
    made = take(cast, elsewhere.letter(files=(File("通知.txt", "text", text.encode()),)))
    actions.look(made.dispatch.pk, at=cast.tick())
    row = Dispatch.objects.get()
    assert (row.title, row.number) == ("（已隔离）", "")
    file = row.files.get()
    assert file.name == "（已隔离）" and store.is_withheld(file.file)
    assert store.is_withheld(ImportedPackage.objects.get().file)
    assert Arrival.objects.filter(found_at__isnull=False).count() == 1
    delivery = Delivery.objects.get()
    assert "改由机要渠道送达" in delivery.rejection.reason
    entries = Entry.objects.count()
    actions.look(made.dispatch.pk, at=cast.tick())
    assert Entry.objects.count() == entries
    assert "请核对，属实的在24小时内" in str(cast.client(cast.confidential).get("/notices/").content.decode())
    actions.pack(delivery.pk, at=cast.tick())
    with store.open_bytes(Package.objects.get().file) as opened:
        told = elsewhere.read(opened.read(), cast.organ).manifest.receipt
    assert (told.outcome, told.delivery) == ("returned", delivery.uid.hex)


def test_a_secret_found_after_signing_takes_the_matter_with_it(cast, elsewhere, signing):
    elsewhere.register()
    text = "机密★10年\n\n清源市人民政府文件\n\n关于某事的通知"
    made = take(cast, elsewhere.letter(files=(File("通知.txt", "text", text.encode()),)))
    actions.deliver(made.dispatch.pk, at=cast.tick())
    delivery = Delivery.objects.get()
    matter = actions.sign(delivery.pk, by=cast.registrar, at=cast.tick())
    actions.look(made.dispatch.pk, at=cast.tick())
    matter.refresh_from_db()
    assert (matter.title, matter.outcome) == ("", "quarantined")
    assert not hasattr(Delivery.objects.get(), "rejection")
    row = Dispatch.objects.get()
    assert (row.title, row.sender_name) == ("（已隔离）", "清源市人民政府")
    told = Notice.objects.filter(about=f"dispatch:{row.pk}")
    assert told and not any(one.text or one.outside for one in told)


def test_a_secret_under_a_withheld_name_is_withheld_all_the_same(cast, elsewhere, signing):
    elsewhere.register()
    text = "机密★10年\n\n清源市人民政府文件\n\n关于某事的通知"
    parcel = elsewhere.letter(title="（已隔离）", files=(File("通知.txt", "text", text.encode()),))
    actions.look(take(cast, parcel).dispatch.pk, at=cast.tick())
    assert Dispatch.objects.get().number == "" and Delivery.objects.get().rejection


def test_what_was_withheld_is_expunged_by_two(cast, elsewhere, signing):
    elsewhere.register()
    text = "机密★10年\n\n清源市人民政府文件\n\n关于某事的通知"
    made = take(cast, elsewhere.letter(files=(File("通知.txt", "text", text.encode()),)))
    actions.look(made.dispatch.pk, at=cast.tick())
    row = Arrival.objects.get(found_at__isnull=False)
    for whom in (cast.confidential, cast.second_confidential):
        judge(row.pk, verdict="expunge", by=whom, at=cast.tick())
    files = [made.dispatch.files.get().file, ImportedPackage.objects.get().file]
    assert all(one.quarantine.expunged_at for one in files)
