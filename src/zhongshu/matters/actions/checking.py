"""What a verification has found of the tasks (签批核验) is kept on the trail of their matters."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from zhongshu.matters import rules
from zhongshu.matters.actions import indexing
from zhongshu.matters.models import Matter
from zhongshu.matters.queries import signatures
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def note_discrepancies(found: Collection[signatures.Altered], *, by: str, at: datetime) -> None:
    """Note each task whose record does not agree with the trail (记录与留痕不符), and each that agrees again.

    `found` is what a verification of everything has named; with `rules.FINDINGS_KEPT` of them it was cut off, and
    what is missing in it is not taken for mended. Noted again, nothing changes. The search follows: what is in doubt is
    not quoted there.
    """
    known, now = signatures.noted(), {one.task: one.matter for one in found}
    mended = {} if len(found) >= rules.FINDINGS_KEPT else {task: known[task] for task in known.keys() - now.keys()}
    fresh = {task: now[task] for task in now.keys() - known.keys()}
    for verb, tasks in ((signatures.FOUND, fresh), (signatures.CLEARED, mended)):
        for task, matter in sorted(tasks.items()):
            row = Matter(pk=matter)
            trail.record(row.stream, verb, by=by, at=at, detail={"task": task})
            indexing.touch(row, at=at)
