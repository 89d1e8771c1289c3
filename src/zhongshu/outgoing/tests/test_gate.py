"""把关: what the organ tree says of who writes to whom, through the stations; who lets what pass; what is counted."""

from datetime import date

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from tests.cast import GIVEN, refused, unchanged

from zhongshu.kit import digests
from zhongshu.matters import actions as matters
from zhongshu.org import actions as org
from zhongshu.org.models import Edge, Unit
from zhongshu.outgoing import actions, queries
from zhongshu.outgoing.models import Lapse, Review, Signature, Waiver
from zhongshu.outgoing.queries import knowing
from zhongshu.outgoing.tests.writing import NOTICE, POINTS, opened, recorded, text, walk, write

TODAY = date(2026, 3, 2)
GOVERNMENT, FINANCE, EDUCATION = "清河县人民政府", "清河县财政局", "清河县教育局"
CITY = "清源市人民政府"
REQUEST = {
    "issuers": (FINANCE,),
    "title": "清河县财政局关于追加防汛应急资金的请示",
    "recipients": GOVERNMENT,
    "body": ("现将有关事项请示如下：", "一、基本情况。", "妥否，请批示。"),
    "note": "联系人：李雪，电话：0000-6123456",
    "direction": "up",
}


@pytest.fixture
def county(cast):
    """The county below its city, with an internal section and a town."""
    below = Unit.objects.filter(path__startswith=cast.organ.path)
    city = org.units.create(code="city", name=CITY, short_name="市政府", kind="organ", parent=None, order=0, **GIVEN)
    below.update(path=Concat(Value(f"/{city.pk}"), "path"))
    Unit.objects.filter(pk=cast.organ.pk).update(parent=city)
    cast.organ.refresh_from_db()
    cast.finance.refresh_from_db()
    bureau = org.units.create(
        code="city_finance", name="清源市财政局", short_name="市财政局", kind="organ", parent=city, order=1, **GIVEN
    )
    org.units.create(
        code="budget",
        name="清河县财政局预算科",
        short_name="预算科",
        kind="section",
        parent=cast.finance,
        order=1,
        **GIVEN,
    )
    org.units.create(
        code="town", name="红石镇人民政府", short_name="红石镇", kind="organ", parent=cast.organ, order=9, **GIVEN
    )
    org.relate_units(bureau, cast.finance, kind=Edge.GUIDANCE, on=TODAY, by=cast.sysadmin.ref, at=cast.tick())
    return cast


def found(cast, *, genre="request", is_important=False, **parts):
    """Return the ids of the rules that the gate names at the review of a document with these parts."""
    matter = opened(cast, genre=genre, is_important=is_important)
    write(cast, matter, **parts)
    return {one.rule.id for one in queries.findings(text(matter), cast.at, document=queries.document_of(matter))}


TO_CITY = {"issuers": (GOVERNMENT,), "title": "清河县人民政府关于追加资金的请示", "recipients": CITY}
RIGHT_AND_WRONG = [
    # rule, genre, wrong, right
    ("ROUTE-02", "request", {"recipients": CITY}, {"recipients": CITY, "copied_to": GOVERNMENT}),
    ("ROUTE-03", "request", {"recipients": f"{GOVERNMENT}、清源市财政局"}, {"copied_to": "清源市财政局"}),
    (
        "ROUTE-04", "request",
        TO_CITY | {"copied_to": "县财政局"},
        TO_CITY | {"copied_to": "清源市财政局"},
    ),
    ("ROUTE-16", "request", {"issuers": (FINANCE, GOVERNMENT)}, {"issuers": (FINANCE, EDUCATION)}),
    ("ROUTE-17", "request", {"issuers": ("清河县财政局预算科",)}, {}),
    ("ROUTE-18", "request", {"recipients": EDUCATION}, {}),
    ("ROUTE-23", "request", {"recipients": "张市长"}, {}),
    ("ROUTE-28", "request", {"copied_to": "清河县财政局预算科"}, {"copied_to": EDUCATION}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "genre", "wrong", "right"), RIGHT_AND_WRONG, ids=[one[0] for one in RIGHT_AND_WRONG])
def test_the_tree_says_who_may_write_to_whom(county, rule, genre, wrong, right):
    assert rule in found(county, genre=genre, **REQUEST | wrong)
    assert rule not in found(county, genre=genre, **REQUEST | right)


def test_an_important_document_downwards_is_copied_to_the_superior(county):
    assert "ROUTE-11" not in found(county, genre="notice", **NOTICE)
    assert "ROUTE-11" in found(county, genre="notice", is_important=True, **NOTICE)
    assert "ROUTE-11" not in found(county, genre="notice", is_important=True, **NOTICE, copied_to=CITY)


def test_a_department_commands_no_lower_government(county):
    order = {"issuers": (FINANCE,), "title": "清河县财政局关于做好决算工作的通知", "recipients": "红石镇人民政府"}
    order["body"] = ("现将有关事项通知如下：", "一、各乡镇应当做好决算工作。")
    assert "ROUTE-12" in found(county, genre="notice", **order)
    order["body"] = ("经清河县人民政府同意，现将有关事项通知如下：", "一、各乡镇应当做好决算工作。")
    assert "ROUTE-12" not in found(county, genre="notice", **order)


def at_review(cast, **parts):
    """Return a request that waits at its review."""
    matter = opened(cast, genre="request")
    write(cast, matter, **REQUEST | parts)
    cast.complete(matter, "drafting", by=cast.finance_clerk)
    cast.complete(matter, "checking", by=cast.finance_chief)
    return matter


def review(cast, matter, by=None, **fields):
    chosen = {"sign_off": (cast.holder(cast.leader),)}
    cast.complete(matter, "review", by=by or cast.office_head, chosen=chosen, **POINTS | fields)


def test_what_the_tree_forbids_is_not_reviewed_nor_signed_without_a_waiver(county):
    matter = at_review(county, recipients=EDUCATION)
    page = county.client(county.office_head).get(f"/matters/{matter.pk}/").content.decode()
    assert "清河县教育局与本机关没有隶属关系，请求批准应当用“函”" in page
    with refused("予以放行的理由"):
        review(county, matter)


def test_major_matters_go_to_a_superior_department_with_consent(county):
    parts = {
        "title": "清河县财政局关于重大项目资金的请示",
        "recipients": "清源市财政局",
        "copied_to": GOVERNMENT,
    }
    matter = at_review(county, **parts)
    with refused("应经本级党委、政府同意或者授权。请填写依据"):
        review(county, matter, reason="已核对。")
    page = county.client(county.office_head).get(f"/matters/{matter.pk}/").content.decode()
    assert "本级党委、政府同意的依据" in page
    assert "予以放行的理由" not in page
    task = county.task(matter, "review")
    to = county.holder(county.reform_clerk)
    matters.transfer(task.pk, to=to, by=county.office_head, at=county.tick(), reason="请办理。")
    review(county, matter, by=county.reform_clerk, consent="县政府第8次常务会议纪要")  # it is a fault no more
    assert not Waiver.objects.exists()
    assert Review.objects.get().consent == "县政府第8次常务会议纪要"
    (detail,) = recorded(matter, "outgoing.reviewed")
    assert detail["consent"] == digests.sm3("县政府第8次常务会议纪要")
    page = county.client(county.leader).get(f"/matters/{matter.pk}/").content.decode()
    assert "县政府第8次常务会议纪要" in page
    county.complete(matter, "sign_off", by=county.leader)


@pytest.mark.parametrize("field", ["reason", "consent"])
def test_a_mark_of_secrecy_in_what_a_review_says_is_refused(county, field):
    matter = at_review(
        county, title="清河县财政局关于重大项目资金的请示", recipients="清源市财政局", copied_to=GOVERNMENT
    )
    said = {"reason": "已核对。", "consent": "县政府第8次常务会议纪要"} | {field: "见机密★10年文件"}
    with unchanged(), refused("内容中发现国家秘密标志"):
        review(county, matter, **said)


def test_only_the_head_of_the_office_lets_pass_what_must_be_mended(cast):
    matter = walk(cast, opened(cast), "review", body=("现报告如下：", "一、情况。", "妥否，请批示。"))
    assert queries.errors(queries.findings(text(matter), cast.at))
    task = cast.task(matter, "review")
    to = cast.holder(cast.reform_clerk)
    matters.transfer(task.pk, to=to, by=cast.office_head, at=cast.tick(), reason="请办理。")
    with refused("只有办公室主任本人可以放行"):
        review(cast, matter, by=cast.reform_clerk, reason="已核对。")
    task = cast.task(matter, "review")
    to = cast.holder(cast.office_head)
    matters.transfer(task.pk, to=to, by=cast.reform_clerk, at=cast.tick(), reason="请放行。")
    review(cast, matter, reason="已核对。")
    assert Waiver.objects.filter(severity="error", review__task__done_by=cast.office_head).exists()
    waived = list(Waiver.objects.order_by("pk").values_list("rule", flat=True))
    about = {"task": Review.objects.get().pk, "version": 2, "reason": digests.sm3("已核对。")}
    assert recorded(matter, "outgoing.reviewed") == [about | {"waived": waived}]
    cast.complete(matter, "sign_off", by=cast.leader)


def test_what_a_unit_hands_on_with_mistakes_in_it_is_counted(cast):
    matter = walk(cast, opened(cast), "checking", body=("现将有关事项通知如下,请认真执行,确保安全：", "一、压实责任。"))
    handed = queries.latest(matter.pk)
    rows = list(Lapse.objects.filter(version=handed).order_by("rule"))
    named = {one.rule.id for one in queries.findings(text(matter), cast.at, document=queries.document_of(matter))}
    assert rows
    assert {row.rule for row in rows} == named
    cast.complete(matter, "checking", by=cast.finance_chief)
    assert Lapse.objects.count() == len(rows)


def test_a_signature_sent_twice_over_a_lost_line_is_one(cast):
    matter = walk(cast, opened(cast), "sign_off")
    task = cast.task(matter, "sign_off")
    form = {"opinion": "同意发文。", "request_key": "signed-once"}
    assert cast.post(cast.leader, "completion", task.pk, **form).status_code == 302
    assert cast.post(cast.leader, "completion", task.pk, **form).status_code == 302
    assert Signature.objects.get().task.opinion == "同意发文。"
    assert cast.task(matter, "recheck")


def test_what_is_known_of_a_document(cast):
    actions.open_code(code="清政发", by=cast.registrar, at=cast.tick())
    matter = walk(cast, opened(cast), "closed")
    waiting = walk(cast, opened(cast), "printing", title="清河县人民政府关于加强值守的通知")  # numbered, not yet sent
    quoting = f"根据《{matter.title}》和《{waiting.title}》，局长黄海涛负责。"
    published = walk(cast, opened(cast), "review", body=(quoting,))
    document = queries.document_of(published)
    world = knowing.of_document(document, text(published), cast.at)
    assert world.codes == {GOVERNMENT: frozenset({"清政发"})}
    assert world.people == {"黄海涛": "清河县财政局局长"}
    assert list(world.texts) == [matter.title]
    assert "压实责任" in world.texts[matter.title]
    assert world.public
    assert knowing.of_document(queries.document_of(matter), text(matter), cast.at).signed == {GOVERNMENT: TODAY}
