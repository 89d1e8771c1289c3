import pytest
from tests.cast import last_act, refused

from zhongshu.matters import actions
from zhongshu.notices.models import Notice


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling")


def test_whoever_added_a_signer_takes_them_off_again(cast, document):
    mine = cast.task(document, "handling", cast.finance_chief)
    clerk = cast.holder(cast.finance_clerk)
    actions.add_signers(mine.pk, holders=(clerk,), by=cast.finance_chief, at=cast.tick())
    added = cast.task(document, "handling", cast.finance_clerk)
    response = cast.post(cast.finance_chief, "signer_removal", added.pk)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    added.refresh_from_db()
    assert (added.outcome, added.done_by) == ("removed", None)
    detail = {"station": "handling", "task": added.pk, "holder": clerk}
    assert last_act(document) == ("matters.signer_removed", cast.finance_chief.ref, detail)
    assert Notice.objects.filter(person=cast.finance_clerk, text__startswith="承办环节已不需要您办理").exists()
    cast.tick(days=300)
    cast.complete(document, "handling", by=cast.finance_chief)
    assert cast.task(document, "reply")


def test_the_office_head_takes_off_who_has_not_signed_but_never_the_last(cast):
    document = cast.walk(cast.document(), to="handling", co_units=(cast.education,))
    other, last = (cast.task(document, "handling", one) for one in (cast.education_chief, cast.finance_chief))
    with refused("没有该事项的这项操作权限"):
        actions.remove_signer(other.pk, by=cast.finance_chief, at=cast.tick())
    actions.remove_signer(other.pk, by=cast.office_head, at=cast.tick())
    with refused("只剩这一位办理人，不能减签"):
        actions.remove_signer(last.pk, by=cast.office_head, at=cast.tick())
    with refused("已经办理或已不在办理人之列"):
        actions.remove_signer(other.pk, by=cast.office_head, at=cast.tick())
