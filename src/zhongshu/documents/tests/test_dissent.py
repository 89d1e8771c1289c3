"""A different opinion beside the proposal (不同意见): it stays, and the leader sees it."""

import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.documents import actions
from zhongshu.documents.models import Dissent
from zhongshu.kit import digests


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="instruction")


def test_the_leader_reads_it_before_signing(cast, document):
    form = {"words": "经费来源未落实，建议缓办。", "request_key": "k"}
    response = cast.post(cast.registrar, "dissents", document.pk, **form)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    dissent = Dissent.objects.get()
    assert (dissent.text, dissent.by) == ("经费来源未落实，建议缓办。", cast.registrar)
    detail = {"text": digests.sm3("经费来源未落实，建议缓办。")}
    assert last_act(document) == ("documents.dissented", cast.registrar.ref, detail)
    assert "经费来源未落实，建议缓办。" in cast.client(cast.leader).get(f"/matters/{document.pk}/").content.decode()
    with unchanged():
        cast.post(cast.registrar, "dissents", document.pk, **form)


def test_not_empty_not_secret_not_by_a_stranger_not_after_the_end(cast, document):
    with refused("请填写不同意见"):
        actions.dissent(document.pk, words=" ", by=cast.registrar, at=cast.at)
    with refused("发现国家秘密标志"):
        actions.dissent(document.pk, words="附件为机密★10年", by=cast.registrar, at=cast.at)
    with unchanged():
        assert cast.post(cast.reform_clerk, "dissents", document.pk, words="不同意。").status_code == 404
    closed = cast.walk(cast.document(), to="closed")
    with refused("已经办结或终止"):
        actions.dissent(closed.pk, words="不同意。", by=cast.registrar, at=cast.at)
