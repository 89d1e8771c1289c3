"""Every text that will be set is found, wherever it stands."""

from zhongshu.gongwen import fonts
from zhongshu.gongwen.draft.model import Attachment, Draft, Picture, Seal, Table


def test_every_text_of_a_draft_is_named_and_no_picture():
    draft = Draft(
        title="关于防汛的通知",
        body=("正文。", Table((("项目", "金额"), ("加固", "35.6"))), Picture("aGk=", title="位置图")),
        attachments=(Attachment("名单", ("附件正文。",)),),
        seals=(Seal("县政府", data="c2VhbA=="),),
    )
    said = set(fonts.texts({"draft": [draft], "pages": 3}))
    assert {"关于防汛的通知", "正文。", "35.6", "位置图", "名单", "附件正文。", "县政府"} <= said
    assert not said & {"aGk=", "c2VhbA=="}
