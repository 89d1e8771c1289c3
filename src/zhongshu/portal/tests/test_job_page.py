"""The work behind the pages, to look at."""

import pytest
from django.utils import timezone

from zhongshu.jobs.models import Job
from zhongshu.matters.models import Matter
from zhongshu.search.models import Pending
from zhongshu.trail.models import Entry


@pytest.fixture
def keeper(cast):
    return cast.client(cast.sysadmin)


def job(task: str, **times):
    now = timezone.now()
    given = {"payload": {"args": [], "kwargs": {}}, "queue": "default", "run_at": now, "enqueued_at": now}
    return Job.objects.create(task=task, **given | times)


def test_waiting_and_failed_jobs_are_told_in_words(keeper):
    job("zhongshu.files.jobs.sweep")
    told = {"error": "ValueError\nx:1", "attempts": 5, "message": "备份目录不可用。"}
    job("zhongshu.config.schedules.checkpoint", failed_at=timezone.now(), **told)
    waiting = keeper.get("/jobs/").content.decode()
    assert "清理过期上传" in waiting
    assert "等待" in waiting
    failed = keeper.get("/jobs/?state=failed").content.decode()
    assert "每日留痕校验点" in failed
    assert "失败" in failed
    assert "备份目录不可用。" in failed
    assert "ValueError" not in failed
    assert keeper.post("/jobs/").status_code == 405


def test_all_matters_are_indexed_anew_on_demand(cast, keeper):
    cast.document()
    Pending.objects.all().delete()
    page = keeper.post("/jobs/reindexing/", follow=True).content.decode()
    assert "已开始重建检索" in page
    assert "更新检索" in page
    assert Pending.objects.get().subject == Matter.objects.get().pk
    entry = Entry.objects.latest("id")
    assert (entry.stream, entry.verb, entry.by) == ("settings", "matters.reindexing_ordered", cast.sysadmin.ref)
