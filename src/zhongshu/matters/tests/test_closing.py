"""A matter and the matters below it: what is above cannot close over what is still open."""

import pytest
from django.db import transaction
from tests.cast import refused

from zhongshu.matters import actions
from zhongshu.matters.models import Matter, Run


@pytest.fixture
def parent(cast):
    return cast.walk(cast.document(), to="closing")


@pytest.fixture
def child(cast, parent):
    with transaction.atomic():
        return actions.open_matter(
            kind="paper_card", organ=cast.organ.pk, title="", by=cast.registrar, at=cast.tick(), parent=parent
        )


def close(cast, matter):
    with transaction.atomic():
        actions.close(matter, "completed", by=cast.registrar, at=cast.tick())


def test_a_parent_waits_for_its_child(cast, parent, child):
    task, evidence = cast.task(parent, "closing"), {"uploads": (cast.upload(cast.registrar, "另一份.txt"),)}
    with refused("还有未办结的子事项，请先办结子事项"):
        actions.complete(task.pk, by=cast.registrar, at=cast.at, opinion="办结。", fields=evidence)
    with refused("还有未办结的子事项"):
        actions.terminate(parent.pk, by=cast.office_head, at=cast.at, reason="不办了。")
    close(cast, child)
    cast.complete(parent, "closing", by=cast.registrar)
    parent.refresh_from_db()
    assert parent.outcome == "completed"


def test_a_parent_waits_for_what_runs_beside(cast, parent):
    side = Run.objects.create(
        matter=parent, role=Run.SIDE, route_key="extension", route_version=1, started_by="x", started_at=cast.at
    )
    with refused("还有正在进行的延期或征求意见等流程"):
        close(cast, parent)
    Run.objects.filter(pk=side.pk).update(ended_at=cast.at, outcome="completed")
    close(cast, parent)
    assert Matter.objects.get(pk=parent.pk).closed_at == cast.at


def test_nothing_is_opened_below_what_is_closed(cast):
    closed = cast.walk(cast.document(), to="closed")
    with refused("已经办结或终止"), transaction.atomic():
        actions.open_matter(
            kind="paper_card", organ=cast.organ.pk, title="", by=cast.registrar, at=cast.at, parent=closed
        )
