"""What of an application or a loan stands on its printed slip (用印审批单、印章借用审批单)."""

from zhongshu.matters.kinds import Paper
from zhongshu.matters.models import Matter
from zhongshu.seals import rules
from zhongshu.seals.models import Use
from zhongshu.seals.queries import applications

HEADINGS = {
    "application": "申请人意见",
    "unit_review": "申请单位负责人意见",
    "office_review": "办公室审批意见",
    "leader_approval": "领导批示",
    "sealing": "用印情况",
    "handing_out": "交出情况",
    "taking_back": "归还情况",
}


def use_paper(matter: Matter) -> Paper:
    """Return what the slip of an application says (用印审批单)."""
    part = applications.use_part(matter, matter.opened_by)
    found = part["application"]
    rows = (
        ("印章名称", "、".join(seal.name for seal in part["seals"])),
        ("申请人", matter.opened_by.name),
        ("申请单位", part["unit"]),
        ("文件字号", found.document_number),
        ("用印事由", found.reason),
        ("申请份数", f"{found.copies}份"),
        ("送往单位", found.sent_to),
        *_lines(part["uses"]),
    )
    return Paper("用印审批单", rows, HEADINGS, received="申请日期")


def _lines(uses: list[Use]) -> list[tuple[str, str]]:
    return [("用印登记", _line(one)) for one in uses]


def _line(use: Use) -> str:
    across = "，加盖骑缝章" if use.is_across else ""
    said = f"{use.number}：{use.seal.name}，{use.copies}份{across}，监印人{use.witness.name}"
    return f"{said}（已作废）" if use.voided_at else said


def loan_paper(matter: Matter) -> Paper:
    """Return what the slip of a loan says (印章借用审批单)."""
    part = applications.loan_part(matter, matter.opened_by)
    loan = part["loan"]
    rows = (
        ("印章名称", loan.seal.name),
        ("借用人", loan.borrower.name),
        ("同行人", loan.companion.name),
        ("申请单位", part["unit"]),
        ("借用事由", loan.reason),
        ("使用地点", loan.place),
        ("批准份数", f"{loan.copies}份"),
        ("送往单位", loan.sent_to),
        ("归还时间", rules.moment(matter.due_at)),
        ("交出时间", rules.moment(loan.out_at)),
        ("实际归还", rules.moment(loan.back_at)),
        *_lines(part["uses"]),
    )
    return Paper("印章借用审批单", rows, HEADINGS, received="申请日期")
