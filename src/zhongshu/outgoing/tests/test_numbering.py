"""编号: many at once, over returns, over New Year; what is numbered is what was signed."""

from datetime import datetime, timedelta
from random import Random

import pytest
from tests.cast import HERE, refused

from zhongshu.matters import actions as matters
from zhongshu.numbering import queries as numbering
from zhongshu.numbering.models import Number
from zhongshu.outgoing import queries
from zhongshu.outgoing.models import Version
from zhongshu.outgoing.tests.writing import NOTICE, give_back, opened, text, walk, write


def series(cast):
    return queries.codes(cast.organ.pk).get()


@pytest.mark.parametrize("seed", range(4))
def test_over_random_returns_no_number_is_lost_doubled_or_skipped(cast, seed):
    """Documents are numbered, sent back to any earlier station and walked on, or ended; the register has no gap."""
    rng = Random(seed)
    found = [walk(cast, opened(cast), "numbering") for _ in range(3)]
    fields = {"series": series(cast).pk}
    for _ in range(8):
        matter = rng.choice(found)
        matter.refresh_from_db()
        if matter.closed_at:
            continue
        here = matter.tasks.get(done_at=None, opened_at__isnull=False)
        if here.station.key == "numbering" and rng.random() < 0.7:
            cast.complete(matter, "numbering", by=cast.registrar, **fields)
        elif here.station.key == "printing" and rng.random() < 0.2:
            matters.terminate(matter.pk, by=cast.registrar, at=cast.tick(), reason="不再印发。")
        elif here.station.key == "recheck":
            cast.complete(matter, "recheck", by=cast.registrar)
        else:
            give_back(cast, matter, here.station.key, "recheck", by=cast.registrar)
    rows = list(numbering.register(series(cast), 2026))
    assert [row.value for row in rows] == list(range(1, len(rows) + 1))
    assert len({row.holder for row in rows}) == len(rows)
    for matter in found:
        matter.refresh_from_db()
        own = [row for row in rows if row.holder == matter.stream]
        assert [row.text for row in own] == ([matter.number] if matter.number else [])


def test_what_is_numbered_is_what_was_signed(cast):
    matter = walk(cast, opened(cast), "closed")
    document = queries.document_of(matter)
    signed = queries.signatures(document)[0].version
    last = queries.latest(document)
    assert last.order == signed.order + 1
    assert queries.substance_of(last) == queries.substance_of(signed)
    assert last.digest != signed.digest


@pytest.mark.parametrize("station", ["recheck", "numbering", "printing"])
def test_a_change_after_the_signature_is_caught_whatever_the_door(cast, station):
    """Even a version that came past every page, straight into the table, goes no further."""
    matter = walk(cast, opened(cast), station)
    last = queries.latest(matter.pk)
    Version.objects.create(
        document=last.document, order=last.order + 1, text=last.text.replace("加强值守", "放松值守"),
        digest=last.digest, by=cast.registrar, at=cast.tick(),
    )  # fmt: skip
    fields = {"series": series(cast).pk} if station == "numbering" else {}
    with refused("签发后文稿又有改动"):
        cast.complete(matter, station, by=cast.registrar, **fields)


def test_after_a_return_the_signer_signs_the_new_text(cast):
    matter = walk(cast, opened(cast), "recheck")
    give_back(cast, matter, "recheck", "sign_off", by=cast.registrar, reason="金额有误。")
    write(cast, matter, by=cast.leader, body=(*NOTICE["body"], "三、做好保障。"))
    cast.complete(matter, "sign_off", by=cast.leader)
    cast.complete(matter, "recheck", by=cast.registrar)
    assert "三、做好保障。" in text(matter).body


def test_a_clock_set_back_over_new_year_gets_no_number(cast):
    first = walk(cast, opened(cast), "numbering")
    cast.at = datetime(2027, 1, 4, 9, 0, tzinfo=HERE)
    cast.complete(first, "numbering", by=cast.registrar, series=series(cast).pk)
    first.refresh_from_db()
    assert first.number == "清政发〔2027〕1号"
    second = walk(cast, opened(cast), "numbering")
    cast.at -= timedelta(days=30)
    with refused("请核对系统时间"):
        cast.complete(second, "numbering", by=cast.registrar, series=series(cast).pk)
    assert Number.objects.filter(series=series(cast)).count() == 1


def test_it_is_not_printed_before_the_day_that_it_bears(cast):
    matter = walk(cast, opened(cast), "numbering")
    day = (cast.at - timedelta(days=1)).date()
    with refused("印发日期不能早于成文日期"):
        cast.complete(matter, "numbering", by=cast.registrar, series=series(cast).pk, printed=day)
