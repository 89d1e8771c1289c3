"""The registers of an organ (收文登记簿、电报登记簿、纸质件跟踪卡): opened once, before the first document comes in."""

from datetime import datetime

from zhongshu.documents import rules
from zhongshu.numbering import actions as numbering

REGISTERS = (
    (rules.INCOMING, "收文编号", "收〔{year}〕{number}号"),
    (rules.TELEGRAM, "电报编号", "电〔{year}〕{number}号"),
    (rules.PAPER_CARD, "纸质件跟踪卡编号", "卡〔{year}〕{number}号"),
)


def open_registers(organ: int, *, by: str, at: datetime) -> None:
    """Open the numbers of an organ's registers (设立登记编号), inside an open transaction; each is on the trail.

    Raises Refused when the organ has them already.
    """
    for kind, name, template in REGISTERS:
        numbering.open_series(
            organ=f"organ:{organ}", code=rules.SERIES[kind], name=name, template=template, by=by, at=at
        )
