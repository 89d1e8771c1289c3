"""识读来包: nobody finds a document that came in a package before its files have been looked at."""

import pytest
from django.db import transaction

from zhongshu.exchange import actions, jobs
from zhongshu.exchange.actions import dispatching, looking
from zhongshu.exchange.models import Delivery, Dispatch, ImportedPackage
from zhongshu.exchange.tests.sending import arrived
from zhongshu.files import actions as files
from zhongshu.files.models import StoredFile
from zhongshu.gongwen.packages.model import File
from zhongshu.jobs.models import Job
from zhongshu.kit.errors import Refused
from zhongshu.notices.models import Notice
from zhongshu.numbering.models import Series
from zhongshu.trail.models import Entry

MARKED = "机密★10年\n\n清源市人民政府文件\n\n关于某事的通知"


def waiting():
    """Return the last parts of the names of the tasks that wait."""
    return {one.rpartition(".")[2] for one in Job.objects.filter(finished_at=None).values_list("task", flat=True)}


def take(cast, parcel):
    return actions.import_package(parcel, organ=cast.organ.pk, by=cast.registrar, at=cast.tick()).dispatch


@pytest.mark.parametrize("fails", [False, True])
def test_a_document_is_delivered_when_its_files_have_been_looked_at(cast, elsewhere, monkeypatch, fails):
    elsewhere.register()
    row = take(cast, elsewhere.letter())
    assert "look" in waiting() and "deliver" not in waiting()
    assert Delivery.objects.get().delivered_at is None
    if fails:
        monkeypatch.setattr(looking.files, "read", lambda *given, **more: 1 / 0)
    actions.look(row.pk, at=cast.tick())
    delivery = Delivery.objects.get()
    assert delivery.delivered_at
    assert Notice.objects.filter(about=f"dispatch:{row.pk}", person=cast.registrar).count() == 1
    actions.look(row.pk, at=cast.tick())
    assert Delivery.objects.get().delivered_at == delivery.delivered_at


def test_nobody_is_told_of_what_bears_a_mark(cast, elsewhere, signing):
    elsewhere.register()
    row = take(cast, elsewhere.letter(files=(File("通知.txt", "text", MARKED.encode()),)))
    actions.look(row.pk, at=cast.tick())
    assert Delivery.objects.get().rejection
    assert not Notice.objects.filter(about=f"dispatch:{row.pk}").exists()


def test_a_document_of_this_system_is_delivered_at_once(cast, towns):
    assert arrived(cast).delivered_at and "look" not in waiting()


def refused_unstored(cast, parcel, sentence):
    before = [model.objects.count() for model in (Dispatch, ImportedPackage, StoredFile)]
    with pytest.raises(Refused, match=sentence):
        take(cast, parcel)
    assert [model.objects.count() for model in (Dispatch, ImportedPackage, StoredFile)] == before


def test_what_cannot_be_entered_is_not_stored(cast, elsewhere, towns):
    elsewhere.register()
    refused_unstored(cast, elsewhere.letter(title="长" * 201), "标题超过200个字.*请发送方改短")
    row = towns.delivery(towns.send())
    refused_unstored(cast, elsewhere.receipt(row), "不是所回复公文的收文单位")
    Series.objects.filter(organ=f"organ:{cast.organ.pk}").update(organ="organ:0")
    refused_unstored(cast, elsewhere.letter(), "本机关还没有设置签收人员或者收文编号，没有导入")


def test_what_its_job_was_given_up_over_is_delivered_all_the_same(cast, elsewhere):
    elsewhere.register()
    row = take(cast, elsewhere.letter())
    assert actions.deliver_left(at=cast.tick()) == 0  # its job is still to come
    Job.objects.filter(task__endswith=".look").update(failed_at=cast.at)
    jobs.deliver_left.func()
    assert Delivery.objects.get().delivered_at
    assert Entry.objects.filter(stream=row.stream, verb="exchange.delivered").count() == 1
    assert actions.deliver_left(at=cast.tick()) == 0


def test_what_was_withheld_is_not_delivered_by_another_way(cast, elsewhere):
    elsewhere.register()
    row = take(cast, elsewhere.letter())
    Job.objects.filter(task__endswith=".look").update(failed_at=cast.at)
    with transaction.atomic():
        files.quarantine(row.files.first().file, by="system", at=cast.tick())
    assert actions.deliver_left(at=cast.tick()) == 0
    assert Delivery.objects.get().delivered_at is None


def test_what_cannot_be_delivered_keeps_nothing_behind_it_waiting(cast, elsewhere, monkeypatch):
    elsewhere.register()
    first, second = (take(cast, elsewhere.letter(uids=uids)) for uids in ("1", "2"))
    Job.objects.filter(task__endswith=".look").update(failed_at=cast.at)
    deliver = dispatching.deliver
    failing = {first.pk: lambda *given, **more: 1 / 0}
    monkeypatch.setattr(dispatching, "deliver", lambda number, at: failing.get(number, deliver)(number, at=at))
    assert actions.deliver_left(at=cast.tick()) == 1
    assert Delivery.objects.get(dispatch=second).delivered_at
    assert Delivery.objects.get(dispatch=first).delivered_at is None
