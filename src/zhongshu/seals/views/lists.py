"""The lists of seals (印章登记簿、用印登记簿、印章借用登记簿): for page, workbook and print."""

from typing import Any

from zhongshu.matters import rules as matters
from zhongshu.org import queries as org
from zhongshu.seals import forms, queries, rules
from zhongshu.seals.models import Loan, Seal, Use
from zhongshu.ui.lists import DAY, LABEL, MOMENT, NUMBER, Asking, Column, List, labelled

KINDS = dict(rules.KINDS)


def _keeper(seal: Seal, asking: Asking) -> str:
    return seal.keeping.keeper.name if seal.keeping else ""


SEALS = List(
    key="seals",
    title="印章登记簿",
    page="seals",
    rows=lambda asking: queries.register(asking.reader, asking.at, asking.wanted, known=asking.known),
    form=lambda asking: forms.SealsForm(asking.params, label_suffix=""),
    columns=(
        Column("印章名称", lambda one, asking: one.name, width=30),
        Column("种类", lambda one, asking: KINDS[one.kind], width=12),
        Column("机关", lambda one, asking: one.organ.short_name, width=16),
        Column("材质", lambda one, asking: one.material, width=10),
        Column("规格", lambda one, asking: one.size, width=16),
        Column("制发机关", lambda one, asking: one.issuer, width=20),
        Column("刻制单位", lambda one, asking: one.engraver, width=24),
        Column("启用日期", lambda one, asking: one.used_since, sort=DAY, width=15),
        Column("保管人", _keeper, width=10),
        Column("状态", lambda one, asking: queries.state(one, asking.at)[0], width=14),
        Column("停用日期", lambda one, asking: _stopped(one), sort=DAY, width=15),
    ),
)


def _stopped(seal: Seal) -> Any:
    return next((one.on for one in seal.endings.all() if one.what == "stopped"), None)


def _seals(asking: Asking) -> Any:
    return queries.register(asking.reader, asking.at, {}, known=asking.known)


def _log_form(asking: Asking) -> forms.LogForm:
    years = queries.years(asking.reader, asking.at, known=asking.known)
    return forms.LogForm(asking.params, seals=_seals(asking), years=years)


def _shown(name: str, hidden: str = "") -> Any:
    """Return what a line says, of one whose matter the reader may not see something else."""

    def value(use: Use, asking: Asking) -> Any:
        return getattr(use, name) if use.is_shown else hidden  # type: ignore[attr-defined]

    return value


def _note(use: Use, asking: Asking) -> str:
    voided = f"已作废：{use.void_reason}" if use.voided_at else ""
    across = "加盖骑缝章" if use.is_across else ""
    return "；".join(filter(None, (voided, across, use.note if use.is_shown else "")))  # type: ignore[attr-defined]


USES = List(
    key="seal_uses",
    title="用印登记簿",
    page="seal_uses",
    rows=lambda asking: queries.log(asking.reader, asking.at, asking.wanted, known=asking.known),
    form=_log_form,
    columns=(
        Column("登记编号", lambda one, asking: one.number, width=18),
        Column("日期", lambda one, asking: org.local_day(one.at), sort=DAY, width=17),
        Column("印章名称", lambda one, asking: one.seal.name, width=24),
        Column("事由", _shown("reason"), width=20),
        Column("文件标题", _shown("title", queries.WITHHELD), width=36),
        Column("字号", _shown("document_number"), width=18),
        Column(LABEL, lambda one, asking: labelled(one.matter.label, one.matter.restricted_at), width=10),
        Column("份数", lambda one, asking: one.copies, sort=NUMBER, width=8),
        Column("送往单位", _shown("sent_to"), width=20),
        Column("申请人", lambda one, asking: one.applicant.name, width=12),
        Column("批准人", lambda one, asking: one.approver.name, width=12),
        Column("监印人", lambda one, asking: one.witness.name, width=12),
        Column("用印人", lambda one, asking: one.sealed_by.name, width=12),
        Column("备注", _note, width=20),
    ),
)


def loan_state(loan: Loan, at: Any) -> tuple[str, str]:
    """Return in words how a loan stands (借用情况), and its colour."""
    if loan.back_at:
        return "已归还", "green"
    if loan.is_out:
        is_late = loan.matter.due_at is not None and loan.matter.due_at < at
        return ("超期未还", "red") if is_late else ("借出中", "yellow")
    return (matters.OUTCOMES[loan.matter.outcome], "plain") if loan.matter.closed_at else ("待交出", "plain")


LOANS = List(
    key="seal_loans",
    title="印章借用登记簿",
    page="seal_loans",
    rows=lambda asking: queries.loans(asking.reader, asking.at, asking.wanted, known=asking.known),
    form=lambda asking: forms.LoansForm(asking.params, seals=_seals(asking)),
    columns=(
        Column("印章名称", lambda one, asking: one.seal.name, width=26),
        Column("用印材料", lambda one, asking: one.matter.title or matters.WITHHELD, width=36),
        Column(LABEL, lambda one, asking: labelled(one.matter.label, one.matter.restricted_at), width=10),
        Column("事由", lambda one, asking: one.reason, width=24),
        Column("使用地点", lambda one, asking: one.place, width=18),
        Column("借用人", lambda one, asking: one.borrower.name, width=10),
        Column("同行人", lambda one, asking: one.companion.name, width=10),
        Column("交出时间", lambda one, asking: one.out_at, sort=MOMENT, width=18),
        Column("应还时间", lambda one, asking: one.matter.due_at, sort=MOMENT, width=18),
        Column("归还时间", lambda one, asking: one.back_at, sort=MOMENT, width=18),
        Column("状态", lambda one, asking: loan_state(one, asking.at)[0], width=12),
    ),
)
EVERY = (SEALS, USES, LOANS)
