"""与上级文件不一致: raised by anybody on the route, answered before the text is signed."""

import pytest
from django.utils import timezone
from tests.cast import client_of, last_act, refused, unchanged, verbs

from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import conflicts
from zhongshu.outgoing.models import Conflict, Signature, Version
from zhongshu.outgoing.queries import page
from zhongshu.outgoing.tests.writing import NOTICE, opened, walk, write

SUPERIOR = "《国家防汛抗旱应急预案》（国办函〔2022〕48号）"


def form(**changed):
    return {"version": 2, "paragraph": 0, "superior": SUPERIOR, "words": "预案要求24小时值守。"} | changed


@pytest.fixture
def matter(cast):
    return walk(cast, opened(cast), "sign_off")


@pytest.fixture
def conflict(cast, matter):
    """What the bureau's chief finds in the text."""
    conflicts.raise_conflict(matter.pk, **form(), by=cast.finance_chief, at=cast.tick())
    return Conflict.objects.get()


def page_of(matter, whom, asked=""):
    return client_of(whom).get(f"/outgoing/{matter.pk}/conflicts/{asked}").content.decode()


def answered(cast, conflict, whom=None, **sent):
    return client_of(whom or cast.finance_clerk).post(f"/outgoing/conflicts/{conflict.pk}/answer/", sent)


def test_nothing_is_signed_over_a_conflict_that_nobody_answered(cast, matter):
    answer = client_of(cast.finance_chief).post(f"/outgoing/{matter.pk}/conflicts/", form(request_key="k"))
    assert answer.headers["Location"] == f"/outgoing/{matter.pk}/conflicts/"
    row = Conflict.objects.get()
    assert (row.superior, row.words, row.by, row.version.order) == (
        SUPERIOR, "预案要求24小时值守。", cast.finance_chief, 2,
    )  # fmt: skip
    verb, by, detail = last_act(matter)
    assert (verb, by, detail["conflict"]) == ("outgoing.conflict_raised", cast.finance_chief.ref, row.pk)
    with unchanged():
        client_of(cast.finance_chief).post(f"/outgoing/{matter.pk}/conflicts/", form(request_key="k"))
    assert "请答复" in client_of(cast.finance_clerk).get("/notices/").content.decode()
    task = cast.task(matter, "sign_off")
    with unchanged():
        answer = client_of(cast.leader).post(f"/tasks/{task.pk}/completion/", {"opinion": "同意。"})
    assert answer.status_code == 422
    assert f"有1处与上级文件不一致的意见没有答复（{SUPERIOR}），不能签发" in answer.content.decode()
    assert not Signature.objects.exists()
    answered(cast, row, outcome="explained", words="本县汛期为4月至9月，已按预案执行。")
    assert last_act(matter)[0] == "outgoing.conflict_answered"
    signer = client_of(cast.leader).get(f"/matters/{matter.pk}/").content.decode()
    assert f"黄海涛提出与{SUPERIOR}不一致：预案要求24小时值守。" in signer
    assert "李雪说明理由：本县汛期为4月至9月，已按预案执行。" in signer
    cast.at = timezone.now()
    cast.complete(matter, "sign_off", by=cast.leader)
    said = page.paper(matter).remarks["review"][-1]
    assert said[0].startswith(f"与上级文件不一致：{SUPERIOR}。黄海涛提出“预案要求24小时值守。”。说明理由：")


def test_a_text_that_was_mended_answers_it(cast, matter, conflict):
    with unchanged():
        sent = answered(cast, conflict, outcome="revised")
    assert "意见提出后文稿还没有提交新版本" in sent.content.decode()
    cast.at = timezone.now()
    write(cast, matter, by=cast.leader, body=(*NOTICE["body"], "三、实行24小时值守。"))
    answered(cast, conflict, whom=cast.office_head, outcome="revised")
    conflict.refresh_from_db()
    assert (conflict.outcome, conflict.answer, conflict.answered_by) == (
        "revised", "已在第3版中修改。", cast.office_head,
    )  # fmt: skip
    told = client_of(cast.finance_chief).get("/notices/").content.decode()
    assert "王建国答复了您提出的不一致意见" in told
    cast.at = timezone.now()
    with refused("不能重复答复"):
        conflicts.answer(conflict.pk, outcome="explained", words="乙", by=cast.finance_clerk, at=cast.tick())


def test_only_what_was_written_after_it_was_raised_mends_it(cast, matter):
    """Who is consulted reads an older version: that there is a newer one than that answers nothing."""
    conflicts.raise_conflict(matter.pk, **form(version=1), by=cast.finance_chief, at=cast.tick())
    row = Conflict.objects.get()
    with unchanged(), refused("意见提出后文稿还没有提交新版本"):
        conflicts.answer(row.pk, outcome="revised", by=cast.finance_clerk, at=cast.tick())
    Version.objects.filter(document=matter.pk, order=2).update(at=cast.tick(), station="numbering")
    with unchanged(), refused("意见提出后文稿还没有提交新版本"):
        conflicts.answer(row.pk, outcome="revised", by=cast.finance_clerk, at=cast.tick())
    write(cast, matter, by=cast.leader, body=(*NOTICE["body"], "三、实行24小时值守。"))
    conflicts.answer(row.pk, outcome="revised", by=cast.finance_clerk, at=cast.tick())
    row.refresh_from_db()
    assert (row.outcome, row.answer) == ("revised", "已在第3版中修改。")
    assert last_act(matter)[0] == "outgoing.conflict_answered"


def test_what_is_found_after_the_signature_holds_it_up_as_well(cast, matter):
    cast.complete(matter, "sign_off", by=cast.leader)
    conflicts.raise_conflict(matter.pk, **form(), by=cast.registrar, at=cast.tick())
    with refused("没有答复（《国家防汛抗旱应急预案》（国办函〔2022〕48号）），不能继续办理"):
        cast.complete(matter, "recheck", by=cast.registrar)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"superior": ""}, "请填写上级文件名称和文号"),
        ({"words": ""}, "请填写不一致的内容"),
        ({"superior": "长" * 301}, "最多300字"),
        ({"quote": "值守"}, "请选择所引文字在哪一段"),
        ({"version": 7}, "没有这一版文稿"),
    ],
)
def test_a_conflict_that_is_none_changes_nothing(cast, matter, changed, sentence):
    with unchanged():
        answer = client_of(cast.finance_chief).post(f"/outgoing/{matter.pk}/conflicts/", form(**changed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"outcome": "explained"}, "请写明理由"),
        ({"outcome": ""}, "请选择答复方式"),
        ({"outcome": "never", "words": "不改。"}, "所选内容有误"),
    ],
)
def test_an_answer_that_is_none_changes_nothing(cast, matter, conflict, sent, sentence):
    with unchanged():
        answer = answered(cast, conflict, **sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_mark_of_secrecy_is_refused_and_nothing_is_kept(cast, matter, conflict):
    browser, before = client_of(cast.finance_chief), verbs(matter)
    for changed in ({"words": "机密★10年"}, {"superior": "《预案》机密★10年"}):
        answer = browser.post(f"/outgoing/{matter.pk}/conflicts/", form(**changed))
        assert "内容中发现国家秘密标志" in answer.content.decode()
    answer = answered(cast, conflict, outcome="explained", words="秘密★5年")
    assert "内容中发现国家秘密标志" in answer.content.decode()
    assert list(Conflict.objects.values_list("answer", flat=True)) == [""]
    assert verbs(matter) == before


def test_the_superiors_document_is_found_in_the_register(cast, matter):
    found = cast.document(title="关于加强防汛值守的通知", sender_number="清市办发〔2026〕3号")
    listed = page_of(matter, cast.office_head, "?q=防汛值守")
    words = "《关于加强防汛值守的通知》（清市办发〔2026〕3号）"
    assert words in listed
    chosen = page_of(matter, cast.office_head, f"?q=防汛值守&chosen={found.pk}")
    assert f'value="{words}"' in chosen
    assert "没有找到，请直接填写" in page_of(matter, cast.office_head, "?q=没有这个文件")
    assert words not in page_of(matter, cast.finance_chief, "?q=防汛值守")  # who may not see it is not told of it


def test_who_has_no_part_neither_raises_nor_answers(cast, matter, conflict):
    with refused("您不是该件的办理人"):
        conflicts.raise_conflict(
            matter.pk, version=2, superior=SUPERIOR, words="甲", by=cast.supervisor, at=cast.tick()
        )
    with refused("由拟稿单位或者办公室答复"):
        conflicts.answer(conflict.pk, outcome="explained", words="乙", by=cast.leader, at=cast.tick())
    browser = client_of(cast.outsider)
    assert browser.get(f"/outgoing/{matter.pk}/conflicts/").status_code == 404
    assert browser.post(f"/outgoing/conflicts/{conflict.pk}/answer/").status_code == 404
    assert queries.latest(matter.pk).order == 2
