"""联合行文: the heads of all issuers sign the very text, here or on paper, before it goes on."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from tests.cast import GIVEN, refused, unchanged, verbs

from zhongshu.gongwen.draft.model import Signer
from zhongshu.matters.models import Attachment, Task
from zhongshu.org import actions as org
from zhongshu.outgoing import actions, queries
from zhongshu.outgoing.actions import joint
from zhongshu.outgoing.models import JointSignature, Signature
from zhongshu.outgoing.queries import signing
from zhongshu.outgoing.tests.writing import POINTS, catch_up, give_back, opened, text, walk, write

LEAD, OTHER, AWAY = "清河县人民政府", "白石县人民政府", "青山县人民政府"
TITLE = "清河县人民政府 白石县人民政府关于做好流域防汛工作的通知"
_keys = count()


@pytest.fixture
def neighbour(cast):
    """The head of the other county, which works on this system too (联署机关负责人)."""
    post = org.posts.create(cast.other_organ, code="other_head", name="县长", is_head=True, order=9, **GIVEN)
    org.posts.appoint(cast.outsider, post, **GIVEN)
    return cast.outsider


def reviewed(cast, *, others, joint=(), **changed):
    """Return a joint document that waits for the leader."""
    matter = walk(cast, opened(cast), "review", issuers=(LEAD, *others), title=TITLE, **changed)
    review(cast, matter, joint)
    return matter


def review(cast, matter, joint=()):
    """Let the office head pass it on to the leader, and to whom of the other issuers after that."""
    chosen = {"sign_off": (cast.holder(cast.leader),), "joint": tuple(map(cast.holder, joint))}
    cast.complete(matter, "review", by=cast.office_head, chosen=chosen, **POINTS, reason="已核对。")


def enter(cast, matter, scan, **changed):
    """Enter on the page what somebody elsewhere signed on paper."""
    today = timezone.localtime(cast.at).date().isoformat()
    form = {
        "organ": AWAY,
        "signer": "罗明",
        "signed_on": today,
        "request_key": f"paper{next(_keys)}",
        "uploads": [scan],
    }
    answer = cast.client(cast.registrar).post(reverse("outgoing_joint", args=[matter.pk]), form | changed)
    catch_up(cast)
    return answer


def sign_on_paper(cast, matter, **changed):
    """Enter the same by the clock of the cast."""
    given = {
        "organ": AWAY,
        "signer": "罗明",
        "signed_on": timezone.localtime(cast.at).date(),
        "uploads": (scanned(cast),),
    }
    joint.enter_signature(matter.pk, by=cast.registrar, at=cast.tick(), **given | changed)


def scanned(cast):
    """Return a page that was scanned."""
    return cast.upload(cast.registrar, "会签页.txt")


def test_the_head_of_the_other_issuer_signs_at_their_own_desk(cast, neighbour):
    matter = reviewed(cast, others=(OTHER,), joint=(neighbour,))
    assert cast.client(neighbour).get(f"/matters/{matter.pk}/").status_code == 404
    cast.complete(matter, "sign_off", by=cast.leader)
    desk = cast.client(neighbour)
    page = desk.get(f"/matters/{matter.pk}/")
    assert page.status_code == 200
    assert "一、压实责任。" in page.content.decode()
    assert desk.get(reverse("outgoing_versions", args=[matter.pk])).status_code == 200
    assert desk.get(reverse("outgoing_text", args=[matter.pk])).status_code == 302
    other = walk(cast, opened(cast), "checking")
    assert desk.get(f"/matters/{other.pk}/").status_code == 404
    cast.tick(days=2)
    task = cast.task(matter, "joint")
    assert cast.post(neighbour, "completion", task.pk, opinion="同意会签。", request_key="j").status_code == 302
    catch_up(cast)
    assert Signature.objects.count() == 2
    assert verbs(matter).count("outgoing.signed") == 2
    cast.complete(matter, "recheck", by=cast.registrar)
    assert list(signing.days(queries.document_of(matter))) == [LEAD, OTHER]


def test_the_date_is_that_of_the_last_signature_and_the_number_that_of_the_lead(cast, neighbour):
    actions.open_code(code="清政发", by=cast.registrar, at=cast.tick())
    matter = reviewed(cast, others=(OTHER,), joint=(neighbour,), direction="up", recipients="清源市人民政府")
    cast.complete(matter, "sign_off", by=cast.leader)
    cast.tick(days=3)
    cast.complete(matter, "joint", by=neighbour)
    cast.complete(matter, "recheck", by=cast.registrar)
    cast.complete(matter, "numbering", by=cast.registrar, series=queries.codes(cast.organ.pk).get().pk)
    printed = text(matter)
    assert (printed.number, printed.date) == ("清政发〔2026〕1号", "2026年3月5日")
    assert printed.signers == (Signer("周立民", LEAD), Signer("何远", OTHER))


def test_a_review_asks_every_issuer_that_works_here(cast, neighbour):
    matter = walk(cast, opened(cast), "review", issuers=(LEAD, OTHER), title=TITLE)
    page = cast.client(cast.office_head).get(f"/matters/{matter.pk}/").content.decode()
    assert "联合行文会签负责人" in page
    with refused("请选择白石县人民政府的会签负责人"):
        review(cast, matter)
    with refused("请选择白石县人民政府的会签负责人"):
        review(cast, matter, (cast.office_head,))
    review(cast, matter, (neighbour,))


def test_an_issuer_that_comes_in_at_the_signing_is_asked_as_well(cast, neighbour):
    matter = walk(cast, opened(cast), "sign_off")
    page = cast.client(cast.leader).get(f"/matters/{matter.pk}/").content.decode()
    assert "由谁办理" not in page
    write(cast, matter, by=cast.leader, issuers=(LEAD, OTHER), title=TITLE)
    cast.complete(matter, "sign_off", by=cast.leader)
    assert cast.task(matter, "joint").holder_id == cast.holder(neighbour)


def test_an_issuer_that_comes_in_beside_others_is_asked_as_well(cast, neighbour):
    third = org.units.create(code="third", name=AWAY, short_name="青山", kind="organ", parent=None, order=8, **GIVEN)
    post = org.posts.create(third, code="third_head", name="县长", is_head=True, order=9, **GIVEN)
    org.posts.appoint(cast.education_chief, post, **GIVEN)
    matter = reviewed(cast, others=(OTHER,), joint=(neighbour,))
    write(cast, matter, by=cast.leader, issuers=(LEAD, OTHER, AWAY))
    cast.complete(matter, "sign_off", by=cast.leader)
    asked = Task.objects.filter(matter=matter, station__key="joint").order_by("pk").values_list("holder", flat=True)
    assert list(asked) == [cast.holder(neighbour), signing.here([AWAY], cast.at.date())[AWAY][0]]
    cast.complete(matter, "joint", by=neighbour)
    cast.complete(matter, "joint", by=cast.education_chief)
    cast.complete(matter, "recheck", by=cast.registrar)


def test_of_two_who_signed_on_paper_one_after_the_other_the_last_stands(cast):
    matter = reviewed(cast, others=(AWAY,))
    cast.complete(matter, "sign_off", by=cast.leader)
    sign_on_paper(cast, matter)
    give_back(cast, matter, "recheck", "sign_off", by=cast.registrar)
    write(cast, matter, by=cast.leader, body=("现通知如下：", "一、从严从实。"))
    cast.complete(matter, "sign_off", by=cast.leader)
    sign_on_paper(cast, matter, signer="高明")
    found = signing.signed(queries.document_of(matter))
    assert [(one.signer, one.version.order) for one in found] == [("周立民", 3), ("高明", 3)]


def test_who_works_here_is_asked_of_the_day_of_the_act(cast, neighbour):
    """An act is judged by its own clock: what ends later in the year has not ended yet."""
    matter = reviewed(cast, others=(OTHER,), joint=(neighbour,))
    later = cast.at.date() + timedelta(days=30)
    with transaction.atomic():
        org.people.leave(neighbour, on=later, by="system", at=cast.at + timedelta(days=31))
    document = queries.document_of(matter)
    assert signing.is_joint_here(document, cast.at.date())
    assert not signing.is_joint_here(document, later + timedelta(days=1))
    cast.complete(matter, "sign_off", by=cast.leader)
    assert cast.task(matter, "joint").holder_id == cast.holder(neighbour)


def test_it_is_not_rechecked_before_all_have_signed(cast):
    matter = reviewed(cast, others=(AWAY,))
    cast.complete(matter, "sign_off", by=cast.leader)
    with refused("青山县人民政府还没有对现在的文稿会签"):
        cast.complete(matter, "recheck", by=cast.registrar)
    page = cast.client(cast.registrar).get(f"/matters/{matter.pk}/").content.decode()
    assert "登记纸质会签" in page
    assert enter(cast, matter, scanned(cast)).status_code == 302
    kept = JointSignature.objects.get()
    assert (kept.organ, kept.signer, kept.version.order) == (AWAY, "罗明", 2)
    assert Attachment.objects.get(matter=matter).role == "evidence"
    assert verbs(matter)[-1] == "outgoing.jointly_signed"
    cast.complete(matter, "recheck", by=cast.registrar)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"organ": "乌有县人民政府"}, "所选内容有误"),
        ({"signer": " "}, "请填写会签人"),
        ({"signed_on": "2025-12-01"}, "不能早于主办机关签发日期"),
        ({"signed_on": "2099-12-01"}, "不能晚于今天"),
        ({"uploads": []}, "请上传会签页扫描件"),
    ],
)
def test_what_is_entered_is_looked_through(cast, changed, sentence):
    matter = reviewed(cast, others=(AWAY,))
    cast.complete(matter, "sign_off", by=cast.leader)
    scan = scanned(cast)
    with unchanged():
        answer = enter(cast, matter, scan, **changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_mark_of_secrecy_is_no_name(cast):
    matter = reviewed(cast, others=(AWAY,))
    cast.complete(matter, "sign_off", by=cast.leader)
    assert "内容中发现国家秘密标志" in enter(cast, matter, scanned(cast), signer="罗明 机密★10年").content.decode()
    assert not JointSignature.objects.exists()


def test_only_who_keeps_the_register_enters_it(cast, neighbour):
    matter = reviewed(cast, others=(AWAY, OTHER), joint=(neighbour,))
    address = reverse("outgoing_joint", args=[matter.pk])
    scan = scanned(cast)
    with unchanged():
        answer = enter(cast, matter, scan)
    assert "主办机关还没有签发" in answer.content.decode()
    cast.complete(matter, "sign_off", by=cast.leader)
    assert cast.client(neighbour).get(address).status_code == 404
    assert cast.client(cast.finance_clerk).get(address).status_code == 404
    page = cast.client(cast.registrar).get(address).content.decode()
    assert "白石县人民政府" in page
    assert '<option value="白石县人民政府">' not in page


def test_the_same_page_sent_twice_is_one_signature(cast):
    matter = reviewed(cast, others=(AWAY,))
    cast.complete(matter, "sign_off", by=cast.leader)
    scan = scanned(cast)
    assert enter(cast, matter, scan, request_key="same").status_code == 302
    cast.complete(matter, "recheck", by=cast.registrar)
    series = queries.codes(cast.organ.pk).get()
    cast.complete(matter, "numbering", by=cast.registrar, series=series.pk)  # which makes a version
    assert enter(cast, matter, scan, request_key="same").status_code == 302
    assert JointSignature.objects.count() == 1
    assert "请选择还没有会签的联合行文机关" in enter(cast, matter, scanned(cast)).content.decode()


def test_after_a_change_everybody_signs_again(cast, neighbour):
    matter = reviewed(cast, others=(OTHER, AWAY), joint=(neighbour,))
    cast.complete(matter, "sign_off", by=cast.leader)
    cast.complete(matter, "joint", by=neighbour)
    sign_on_paper(cast, matter)
    give_back(cast, matter, "recheck", "sign_off", by=cast.registrar)
    write(cast, matter, by=cast.leader, body=("现通知如下：", "一、从严从实。"))
    cast.complete(matter, "sign_off", by=cast.leader)
    cast.complete(matter, "joint", by=neighbour)
    with refused("青山县人民政府还没有对现在的文稿会签"):
        cast.complete(matter, "recheck", by=cast.registrar)
    sign_on_paper(cast, matter)
    cast.complete(matter, "recheck", by=cast.registrar)


def test_who_signs_together_may_send_it_back(cast, neighbour):
    matter = reviewed(cast, others=(OTHER,), joint=(neighbour,))
    cast.complete(matter, "sign_off", by=cast.leader)
    give_back(cast, matter, "joint", "sign_off", by=neighbour, cause="content", reason="第一条请再议。")
    assert cast.task(matter, "sign_off").holder_id == cast.holder(cast.leader)
