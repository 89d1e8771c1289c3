"""退稿: who returns a text says to which sort its fault belongs, on the page and through the API alike."""

from tests.cast import last_act, refused, unchanged

from zhongshu.outgoing.models import ReturnCause
from zhongshu.outgoing.tests.writing import give_back, opened, walk


def test_the_cause_of_a_return_is_kept_beside_its_words(cast):
    matter = walk(cast, opened(cast), "review")
    task = cast.task(matter, "review")
    form = {"to": "drafting", "straight": "no", "reason": "请补充依据。", "cause": "basis"}
    page = cast.client(cast.office_head).get(f"/matters/{matter.pk}/").content.decode()
    assert "退回原因类别" in page
    assert cast.post(cast.office_head, "return", task.pk, **form).status_code == 302
    kept = ReturnCause.objects.get()
    assert (kept.cause, kept.task.opinion, kept.document.matter) == ("basis", "请补充依据。", matter)
    verb, _, detail = last_act(matter)
    assert (verb, detail["cause"]) == ("matters.returned", "basis")


def test_without_a_cause_nothing_is_returned(cast):
    matter = walk(cast, opened(cast), "sign_off")
    task = cast.task(matter, "sign_off")
    form = {"to": "review", "straight": "no", "reason": "请核实。"}
    with unchanged():
        answer = cast.post(cast.leader, "return", task.pk, **form)
    assert answer.status_code == 422
    assert "请选择退回原因类别" in answer.content.decode()
    with refused("请选择退回原因类别"):
        give_back(cast, matter, "sign_off", "review", by=cast.leader, cause="mood")


def test_what_came_in_is_returned_without_such_a_cause(cast):
    matter = cast.walk(cast.document(), to="proposal")
    page = cast.client(cast.office_head).get(f"/matters/{matter.pk}/").content.decode()
    assert "退回到" in page
    assert "退回原因类别" not in page
