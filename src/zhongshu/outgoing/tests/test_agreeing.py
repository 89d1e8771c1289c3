"""会签: who does not agree says why, and nothing goes on until they do (条例 art. 16 (4))."""

from tests.cast import refused, unchanged

from zhongshu.outgoing.models import Countersignature, OutgoingDocument
from zhongshu.outgoing.tests.writing import POINTS, catch_up, give_back, opened, recorded, walk


def asked(cast, *whom):
    """Return a document that others countersign."""
    matter = walk(cast, opened(cast), "checking")
    heads = tuple(cast.holder(one) for one in whom)
    cast.complete(matter, "checking", by=cast.finance_chief, chosen={"countersign": heads})
    return matter


def review(cast, matter):
    chosen = {"sign_off": (cast.holder(cast.leader),)}
    cast.complete(matter, "review", by=cast.office_head, chosen=chosen, **POINTS, reason="已核对。")


def test_who_does_not_agree_stops_the_way_until_they_do(cast):
    matter = asked(cast, cast.education_chief, cast.reform_chief)
    form = {"agrees": "no", "opinion": "资金来源没有落实。"}
    task = cast.task(matter, "countersign", cast.education_chief)
    assert cast.post(cast.education_chief, "completion", task.pk, **form).status_code == 302
    catch_up(cast)
    cast.complete(matter, "countersign", by=cast.reform_chief, opinion="同意。", agrees="yes")
    assert list(Countersignature.objects.order_by("task").values_list("agrees", flat=True)) == [False, True]
    assert [one["agrees"] for one in recorded(matter, "outgoing.countersigned")] == [False, True]
    page = cast.client(cast.office_head).get(f"/matters/{matter.pk}/").content.decode()
    assert "赵文斌会签不同意：资金来源没有落实。" in page
    with refused("赵文斌会签不同意。部门之间未协商一致的，不得向下行文（《条例》第十六条）"):
        review(cast, matter)
    OutgoingDocument.objects.filter(pk=matter.pk).update(direction="level")
    with refused("赵文斌会签不同意。涉及其他部门职权范围内的事项，应当充分协商并达成一致意见（《条例》第二十条）"):
        review(cast, matter)
    give_back(cast, matter, "review", "checking", by=cast.office_head, cause="consultation")
    with refused("赵文斌上次会签不同意，协商后须重新送其会签"):
        cast.complete(matter, "checking", by=cast.finance_chief)
    again = {"countersign": (cast.holder(cast.education_chief),)}
    cast.complete(matter, "checking", by=cast.finance_chief, chosen=again)
    cast.complete(matter, "countersign", by=cast.education_chief, opinion="已协商，同意。")
    review(cast, matter)


def test_a_disagreement_has_words(cast):
    matter = asked(cast, cast.education_chief)
    task = cast.task(matter, "countersign")
    with unchanged():
        answer = cast.post(cast.education_chief, "completion", task.pk, agrees="no", opinion="")
    assert answer.status_code == 422
    assert "会签不同意的，请写明理由" in answer.content.decode()


def test_of_who_has_left_nobody_waits_for_another_word(cast):
    matter = asked(cast, cast.education_chief)
    cast.complete(matter, "countersign", by=cast.education_chief, opinion="不同意。", agrees="no")
    cast.dismiss(cast.education_chief)
    cast.tick(days=1)
    review(cast, matter)
