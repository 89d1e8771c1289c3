"""发文办理: from the first word to the printed original, and what each station refuses."""

import pytest
from tests.cast import GIVEN, refused, unchanged, verbs

from zhongshu.matters import actions as matters
from zhongshu.matters.models import Task
from zhongshu.numbering.models import Number
from zhongshu.org import actions as org
from zhongshu.org.queries import heads
from zhongshu.outgoing import actions, queries, rules
from zhongshu.outgoing.models import OutgoingDocument, Signature, Waiver
from zhongshu.outgoing.tests.writing import NOTICE, POINTS, give_back, opened, text, walk, write


def test_a_document_goes_from_its_first_word_to_the_printed_original(cast):
    matter = walk(cast, opened(cast), "closed")
    assert (matter.number, matter.outcome) == ("清政发〔2026〕1号", "completed")
    assert matter.title == NOTICE["title"]
    printed = text(matter)
    assert (printed.number, printed.date, printed.printed) == ("清政发〔2026〕1号", "2026年3月2日", "2026年3月2日")
    assert printed.signers == ()
    assert [verb for verb in verbs(matter) if verb.startswith("outgoing")] == [
        "outgoing.begun",
        "outgoing.handed_in",
        "outgoing.reviewed",
        "outgoing.signed",
    ]
    assert Signature.objects.get().task.done_by == cast.leader


def test_what_is_not_written_yet_is_not_handed_on(cast):
    matter = opened(cast)
    with refused("标题还没有写完"):
        cast.complete(matter, "drafting", by=cast.finance_clerk)
    write(cast, matter, title=NOTICE["title"])
    with refused("请填写主送机关"):
        cast.complete(matter, "drafting", by=cast.finance_clerk)
    write(cast, matter, recipients=NOTICE["recipients"], body=())
    with refused("正文是空的"):
        cast.complete(matter, "drafting", by=cast.finance_clerk)


def test_changes_that_were_not_handed_in_are_not_left_behind(cast):
    matter = opened(cast)
    write(cast, matter, **NOTICE)
    page = rules.Window("page")
    actions.keep(matter.pk, draft=text(matter), base=2, by=cast.finance_clerk, at=cast.tick(), window=page)
    with refused("您对文稿的修改还没有提交"):
        cast.complete(matter, "drafting", by=cast.finance_clerk)
    actions.discard(queries.document_of(matter), by=cast.finance_clerk, window=page)
    cast.complete(matter, "drafting", by=cast.finance_clerk)


def test_other_units_countersign_where_the_unit_says_so(cast):
    matter = walk(cast, opened(cast), "checking")
    heads = (cast.holder(cast.education_chief), cast.holder(cast.reform_chief))
    cast.complete(matter, "checking", by=cast.finance_chief, chosen={"countersign": heads})
    cast.complete(matter, "countersign", by=cast.education_chief)
    write(cast, matter, by=cast.reform_chief, body=(*NOTICE["body"], "三、做好保障。"))
    cast.complete(matter, "countersign", by=cast.reform_chief, opinion="同意，已补充一条。")
    assert cast.task(matter, "review").holder_id == cast.holder(cast.office_head)
    assert queries.latest(matter.pk).by == cast.reform_chief


def test_the_gate_stops_what_must_be_mended_until_the_office_gives_a_reason(cast):
    matter = walk(cast, opened(cast), "review", body=("现报告如下：", "一、情况。", "妥否，请批示。"))
    chosen = {"sign_off": (cast.holder(cast.leader),)}
    with refused("予以放行的理由"):
        cast.complete(matter, "review", by=cast.office_head, chosen=chosen, **POINTS)
    cast.complete(matter, "review", by=cast.office_head, chosen=chosen, **POINTS, reason="按领导要求。")
    assert Waiver.objects.exists()
    cast.complete(matter, "sign_off", by=cast.leader)


def test_a_mistake_that_came_in_after_the_review_is_not_signed(cast):
    matter = walk(cast, opened(cast), "sign_off")
    write(cast, matter, by=cast.leader, number="清政发[2026]1号", recipients="", direction="up")
    found = queries.not_waived(queries.findings(text(matter), cast.at), queries.document_of(matter))
    assert found
    with refused("不能签发"):
        cast.complete(matter, "sign_off", by=cast.leader)


def test_all_points_of_the_review_are_answered_with_yes(cast):
    matter = walk(cast, opened(cast), "review")
    with refused("应填写原因退回"):
        cast.complete(matter, "review", by=cast.office_head, **POINTS | {"was_consulted": False})


@pytest.mark.parametrize("details", [{"is_important": True}, {"genre": "request"}])
def test_the_principal_head_signs_what_goes_up_and_what_is_important(cast, details):
    matter = walk(cast, opened(cast, **details), "review")
    with refused("由机关主要负责人签发"):
        cast.complete(
            matter, "review", by=cast.office_head, chosen={"sign_off": (cast.holder(cast.registrar),)}, **POINTS,
            reason="已核对。",
        )  # fmt: skip


@pytest.mark.parametrize("telegram", [{}, {"telegram_grade": "urgent"}])
def test_the_head_is_offered_at_the_signing_whatever_their_role(cast, telegram):
    post = org.posts.create(cast.organ, code="mayor", name="县长", is_head=True, order=0, **GIVEN)
    org.posts.appoint(cast.education_chief, post, **GIVEN)
    matter = walk(cast, opened(cast, **telegram), "review")
    (holder, *_) = heads(cast.organ.pk, cast.at.date())
    about = POINTS | {"reason": "已核对。"}
    cast.complete(matter, "review", by=cast.office_head, chosen={"sign_off": (holder,)}, **about)
    cast.complete(matter, "sign_off", by=cast.education_chief)
    assert Signature.objects.get(document=matter.pk).task.holder_id == holder


def test_what_became_important_after_a_deputy_signed_goes_no_further(cast):
    """The head's task may be passed on, or the text turned upward: what is signed is looked at again behind it."""
    matter = walk(cast, opened(cast), "recheck")
    signed = Signature.objects.get(document=matter.pk)
    Task.objects.filter(pk=signed.pk).update(holder=cast.holder(cast.finance_chief))
    OutgoingDocument.objects.filter(pk=matter.pk).update(is_important=True)
    with unchanged(), refused("主要负责人还没有签发"):
        cast.complete(matter, "recheck", by=cast.registrar)


def test_after_the_signature_nothing_is_written(cast):
    matter = walk(cast, opened(cast), "recheck")
    with refused("现在不由您修改文稿"):
        write(cast, matter, by=cast.registrar, body=("改。",))


def test_who_signs_after_a_change_finds_that_the_first_signed_another_text(cast):
    matter = walk(cast, opened(cast), "review")
    both = (cast.holder(cast.leader), cast.holder(cast.second_leader))
    cast.complete(matter, "review", by=cast.office_head, chosen={"sign_off": both}, **POINTS, reason="已核对。")
    cast.complete(matter, "sign_off", by=cast.leader)
    write(cast, matter, by=cast.second_leader, body=(*NOTICE["body"], "三、抓好落实。"))
    with refused("周立民签发后文稿又有改动"):
        cast.complete(matter, "sign_off", by=cast.second_leader)


def test_a_number_once_taken_is_kept_over_a_return(cast):
    matter = walk(cast, opened(cast), "printing")
    give_back(cast, matter, "printing", "recheck", by=cast.registrar)
    cast.complete(matter, "recheck", by=cast.registrar)
    cast.complete(matter, "numbering", by=cast.registrar)
    assert Number.objects.filter(series__code="outgoing:清政发").count() == 1
    assert text(matter).number == "清政发〔2026〕1号"


def test_what_ends_before_its_time_keeps_its_number_as_void(cast):
    matter = walk(cast, opened(cast), "printing")
    matters.terminate(matter.pk, by=cast.registrar, at=cast.tick(), reason="不再印发。")
    assert Number.objects.get(series__code="outgoing:清政发").void_reason == "不再印发。"
    assert walk(cast, opened(cast), "closed").number == "清政发〔2026〕2号"


def test_without_a_code_there_is_no_number(cast):
    matter = walk(cast, opened(cast), "numbering")
    other = actions.open_code(code="清政办发", by=cast.registrar, at=cast.tick())
    with refused("请选择发文字号的机关代字"):
        cast.complete(matter, "numbering", by=cast.registrar)
    cast.complete(matter, "numbering", by=cast.registrar, series=other.pk)
    matter.refresh_from_db()
    assert matter.number == "清政办发〔2026〕1号"
