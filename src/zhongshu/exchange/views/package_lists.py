"""The lists of the exchange with other systems (交换对方登记簿、导入的交换包): for page, workbook and print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhongshu.exchange import queries
from zhongshu.exchange.forms import peers as forms
from zhongshu.exchange.models import Delivery, Package, Peer
from zhongshu.jobs.models import Job
from zhongshu.ui.lists import DAY, MOMENT, Column, List


def peer_state(peer: Peer, at: datetime) -> tuple[str, str]:
    """Return in words whether packages are taken from a peer (登记状态), and its colour."""
    if peer.ended_at:
        return "已停用", "plain"
    return ("证书已过期", "red") if at > queries.certificate_of(peer).valid_to else ("在用", "green")


@dataclass(frozen=True, slots=True)
class Making:
    """How far a package is (交换包情况): in words, its colour, why it could not be made; whether it may be made now."""

    words: str
    tone: str
    why: str = ""
    is_busy: bool = False


def makings(rows: Iterable[Delivery]) -> dict[int, Making]:
    """Return how far the package of each delivery is, by its number."""
    found = list(rows)
    jobs = queries.packing_jobs(one.pk for one in found)
    return {one.pk: _making(getattr(one, "package", None), jobs.get(one.pk)) for one in found}


def _making(made: Package | None, job: Job | None) -> Making:
    """What was made counts, but for a job ordered since that waits or has failed."""
    if job and job.finished_at is None and (made is None or job.enqueued_at > made.made_at):
        return Making("生成失败", "red", job.message) if job.failed_at else Making("正在生成", "yellow", is_busy=True)
    if made is None:
        return Making("未生成", "plain")
    return Making("已取走", "green") if made.taken_at else Making("已生成，待取走", "yellow")


PEERS = List(
    key="peers",
    title="交换对方登记簿",
    page="peers",
    rows=lambda asking: queries.peers(asking.reader, asking.at, asking.wanted, known=asking.known),
    form=lambda asking: forms.PeersForm(asking.params, label_suffix=""),
    columns=(
        Column("单位名称", lambda one, asking: one.name, width=36),
        Column("交换代码", lambda one, asking: one.code, width=18),
        Column("证书持有人", lambda one, asking: queries.certificate_of(one).subject, width=30),
        Column("证书指纹", lambda one, asking: queries.certificate_of(one).fingerprint, width=40),
        Column("证书到期", lambda one, asking: queries.certificate_of(one).valid_to, sort=DAY, width=15),
        Column("登记人", lambda one, asking: one.by.name, width=10),
        Column("登记时间", lambda one, asking: one.at, sort=MOMENT, width=18),
        Column("状态", lambda one, asking: peer_state(one, asking.at)[0], width=12),
        Column("停用原因", lambda one, asking: one.end_reason, width=24),
    ),
)
PACKAGES = List(
    key="packages",
    title="导入的交换包",
    page="packages",
    rows=lambda asking: queries.imported(asking.reader, asking.at, asking.wanted, known=asking.known),
    form=lambda asking: forms.PackagesForm(asking.params, label_suffix=""),
    columns=(
        Column("导入时间", lambda one, asking: one.at, sort=MOMENT, width=18),
        Column("发送方", lambda one, asking: one.peer.name, width=30),
        Column("内容", lambda one, asking: "回执" if one.dispatch.matter_id else "公文", width=10),
        Column("导入人", lambda one, asking: one.by.name if one.by else "系统", width=10),
        Column("编号", lambda one, asking: one.uid.hex, width=36),
    ),
)
EVERY = (PEERS, PACKAGES)
