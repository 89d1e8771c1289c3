"""用印: the seal is settled when a document is printed, its keeper puts it on, and it stands in the log of seals."""

from tests.cast import client_of, refused

from zhongshu.outgoing import queries
from zhongshu.outgoing.tests.writing import NOTICE, opened, seal_of, walk, write
from zhongshu.seals import actions as seals
from zhongshu.seals.models import Use


def sealing(cast, **changed):
    return {"copies": 30, "witness": (cast.holder(cast.office_head),)} | changed


def test_what_was_sealed_stands_in_the_log(cast):
    matter = walk(cast, opened(cast), "closed")
    use = Use.objects.get()
    assert (use.document_number, use.copies, use.title) == (matter.number, 30, matter.title)
    assert (use.applicant, use.approver, use.sealed_by) == (cast.finance_clerk, cast.leader, cast.registrar)
    assert matter.number in client_of(cast.registrar).get("/seals/uses/").content.decode()


def test_no_seal_no_print(cast):
    matter = walk(cast, opened(cast), "printing")
    with refused("请选择加盖的印章"):
        cast.complete(matter, "printing", by=cast.registrar)
    with refused("份数应为1至"):
        cast.complete(matter, "printing", by=cast.registrar, seal=seal_of(cast).pk)


def test_never_more_copies_than_were_settled_and_never_alone(cast):
    matter = walk(cast, opened(cast), "sealing")
    with refused("批准用印30份"):
        cast.complete(matter, "sealing", by=cast.registrar, **sealing(cast, copies=31))
    with refused("请选择监印人"):
        cast.complete(matter, "sealing", by=cast.registrar, **sealing(cast, witness=()))
    with refused("监印人不能是用印人本人"):
        alone = (cast.holder(cast.registrar),)
        cast.complete(matter, "sealing", by=cast.registrar, **sealing(cast, witness=alone))


def test_a_seal_that_is_stopped_is_put_on_nothing(cast):
    matter = walk(cast, opened(cast), "sealing")
    seal = queries.document_of(matter).seal
    manager = seal.by
    seals.end(seal.pk, what="stopped", on=cast.at.date(), reason="换发新印章。", by=manager, at=cast.tick())
    with refused("停用"):
        cast.complete(matter, "sealing", by=cast.registrar, **sealing(cast))


def test_what_bears_no_seal_is_sent_once_it_is_printed(cast):
    matter = opened(cast)
    write(cast, matter, sealing="none")
    write(cast, matter, **NOTICE)
    walk(cast, matter, "printing")
    cast.complete(matter, "printing", by=cast.registrar)
    assert cast.task(matter, "dispatch")
    assert not Use.objects.exists()


def test_a_seal_whose_keeper_has_left_waits_for_nobody(cast):
    matter = walk(cast, opened(cast), "printing")
    seal = seal_of(cast)
    cast.dismiss(cast.registrar)
    with refused("已离岗"):
        cast.complete(matter, "printing", by=cast.second_registrar, seal=seal.pk, copies=30)
