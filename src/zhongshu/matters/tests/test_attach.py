import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.matters import actions
from zhongshu.matters.models import Attachment


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling")


def test_a_handler_adds_a_file(cast, document):
    upload = cast.upload(cast.finance_chief, "拨款凭证.txt")
    form = {"role": "evidence", "uploads": [upload], "request_key": "k"}
    response = cast.post(cast.finance_chief, "attachments", document.pk, **form)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    kept = Attachment.objects.get()
    assert (kept.name, kept.role, kept.version, kept.by) == ("拨款凭证.txt", "evidence", 1, cast.finance_chief)
    detail = {"file": kept.file.digest, "role": "evidence"}
    assert last_act(document) == ("matters.attached", cast.finance_chief.ref, detail)
    with unchanged():
        cast.post(cast.finance_chief, "attachments", document.pk, **form)


def test_a_file_is_served_to_whoever_may_see_the_matter_and_to_nobody_else(cast, document):
    actions.attach(
        document.pk, uploads=[cast.upload(cast.registrar)], role="original", by=cast.registrar, at=cast.tick()
    )
    address = f"/attachments/{Attachment.objects.get().pk}/"
    assert cast.client(cast.leader).get(address).status_code == 200
    assert cast.client(cast.reform_clerk).get(address).status_code == 404
    assert cast.client(cast.outsider).get(address).status_code == 404


def test_the_same_name_again_is_the_next_version(cast, document):
    for words in ("第一稿", "第二稿"):
        upload = cast.upload(cast.finance_chief, "方案.txt", words)
        actions.attach(document.pk, uploads=[upload], role="other", by=cast.finance_chief, at=cast.tick())
    assert list(Attachment.objects.order_by("pk").values_list("version", flat=True)) == [1, 2]


def test_the_same_bytes_are_kept_once(cast, document):
    for _ in range(2):
        upload = cast.upload(cast.finance_chief)
        actions.attach(document.pk, uploads=[upload], role="other", by=cast.finance_chief, at=cast.tick())
    assert Attachment.objects.count() == 1


def test_somebody_else_s_upload_or_none_is_refused(cast, document):
    upload = cast.upload(cast.registrar)
    with refused("尚未上传完成或已过期"):
        actions.attach(document.pk, uploads=[upload], role="other", by=cast.finance_chief, at=cast.at)
    with refused("请先选择要上传的文件"):
        actions.attach(document.pk, uploads=[], role="other", by=cast.finance_chief, at=cast.at)
    with refused("请选择材料类别"):
        actions.attach(document.pk, uploads=[upload], role="secret", by=cast.registrar, at=cast.at)
    with unchanged():
        response = cast.post(cast.finance_chief, "attachments", document.pk, role="other", uploads=["no-such-upload"])
    assert "文件信息有误，请重新上传。" in response.content.decode()


def test_a_mere_reader_adds_nothing(cast, document):
    upload = cast.upload(cast.leader)
    with refused("没有该事项的这项操作权限"):
        actions.attach(document.pk, uploads=[upload], role="other", by=cast.leader, at=cast.at)


def test_nobody_adds_anything_after_the_end(cast):
    document, upload = cast.walk(cast.document(), to="closed"), cast.upload(cast.registrar, "补.txt")
    with refused("已经办结或终止"):
        actions.attach(document.pk, uploads=[upload], role="other", by=cast.registrar, at=cast.at)
