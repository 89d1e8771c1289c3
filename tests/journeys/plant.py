"""Fill an empty database with the cast and a few documents on their way; run as `python -m tests.journeys.plant`."""

import django


def plant() -> None:
    """Plant the cast as a demonstration, so that one signs in by clicking on a name."""
    from django.db import transaction
    from tests.cast import GIVEN, assemble

    from zhongshu.notices import actions as notices
    from zhongshu.org.actions import posts
    from zhongshu.portal.demonstration import PLANTED
    from zhongshu.seals import actions as seals
    from zhongshu.seals.tests.desk import SEAL
    from zhongshu.trail import actions as trail

    cast = assemble()
    with transaction.atomic():
        posts.give_role(cast.supervisor.holder, "seal_keeper", cast.organ, **GIVEN | {"at": cast.at})
        trail.record("settings", PLANTED, by="system", at=cast.at)
    about = {"organ": cast.organ.pk, "details": SEAL, "keeper": cast.registrar, "by": cast.supervisor}
    seals.register(**about, at=cast.tick())
    for title, station in DOCUMENTS:
        cast.walk(cast.document(title=title), to=station)
    for title in FOR_SECOND_LEADER:
        document = cast.walk(cast.document(title=title), to="proposal")
        cast.complete(
            document, "proposal", by=cast.office_head, chosen={"instruction": (cast.holder(cast.second_leader),)}
        )
    taught = cast.walk(cast.document(title="关于教师培训的通知"), to="assignment")
    cast.complete(taught, "assignment", by=cast.registrar, lead_unit=cast.education.pk)
    people = [cast.reform_chief.pk, cast.reform_clerk.pk]
    for title in BROADCASTS:
        given = {"organ": cast.organ.pk, "title": title, "words": "请按时参加。", "label": "public"}
        notices.broadcast(**given, people=people, by=cast.registrar, at=cast.tick())


BROADCASTS = ("关于开展消防演练的通知", "关于开展防汛演练的通知")

# By title, the station at which each waits.
DOCUMENTS = (
    ("关于开展安全生产检查的通知", "instruction"),
    ("关于报送防汛物资储备情况的通知", "instruction"),
    ("关于核查专项资金使用情况的通知", "handling"),
    ("关于做好冬季供暖保障的通知", "handling"),
    ("关于开展财政评审的通知", "handling"),
    ("关于统计办公用房情况的通知", "handling"),
)

FOR_SECOND_LEADER = (
    "关于春灌用水调度的通知",
    "关于秋粮收购的通知",
    "关于校园安全巡查的通知",
    "关于粮库检修的通知",
    "关于河道清淤的通知",
)

if __name__ == "__main__":
    django.setup()
    plant()
