"""Attachments are texts of their own (附件): what is counted in one begins anew in the next."""

from zhongshu.gongwen.check import engine
from zhongshu.gongwen.check.drafts import of_draft
from zhongshu.gongwen.draft.model import Attachment, Draft


def test_every_attachment_of_a_draft_counts_for_itself():
    lists = tuple(Attachment(title, ("一、说明", "二、名单")) for title in ("测算表", "分工表"))
    draft = Draft(
        title="关于防汛的通知", body=("一、加强领导", "二、落实经费"), attachments=lists, printed="2026年3月2日"
    )
    found = engine.check(of_draft(draft))
    assert not [one for one in found if one.rule.id == "STRUCT-02"]
