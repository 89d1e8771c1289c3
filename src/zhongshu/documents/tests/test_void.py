"""作废: a wrong registration keeps its number, which is never issued again."""

import pytest
from tests.cast import last_act, refused, unchanged, verbs

from zhongshu.documents import actions, queries
from zhongshu.numbering.models import Number


@pytest.fixture
def document(cast):
    return cast.document(sender_number="清教发〔2026〕3号")


def test_the_number_keeps_its_place_and_the_next_is_the_next(cast, document):
    response = cast.post(cast.registrar, "voiding", document.pk, reason="重复登记。")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    document.refresh_from_db()
    assert (document.outcome, document.number) == ("voided", "清政办收〔2026〕1号")
    number = Number.objects.get()
    assert (number.text, number.is_voided, number.void_reason) == (document.number, True, "重复登记。")
    assert cast.document().number == "清政办收〔2026〕2号"
    assert "numbering.voided" in verbs(document)
    assert last_act(document)[0] == "matters.terminated"
    assert not document.tasks.filter(done_at=None).exists()


def test_what_is_void_is_no_duplicate(cast, document):
    with refused("已登记为清政办收〔2026〕1号"):
        cast.document(sender_number="清教发[2026]3号")
    actions.void(document.pk, reason="登记有误。", by=cast.registrar, at=cast.tick())
    again = cast.document(sender_number="清教发[2026]3号")
    assert [same.pk for same in queries.same_number(cast.registrar, "清教发〔2026〕3号", cast.at)] == [again.pk]


def test_not_without_a_reason_nor_by_a_handler_nor_twice(cast, document):
    with unchanged():
        assert cast.post(cast.registrar, "voiding", document.pk, reason=" ").status_code == 422
    cast.walk(document, to="handling")
    with refused("没有该事项的这项操作权限"):
        actions.void(document.pk, reason="误。", by=cast.finance_chief, at=cast.at)
    actions.void(document.pk, reason="误。", by=cast.registrar, at=cast.tick())
    with refused("已经办结或终止"):
        actions.void(document.pk, reason="误。", by=cast.registrar, at=cast.tick())
