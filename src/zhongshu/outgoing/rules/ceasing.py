"""How a document loses its force (撤销、废止, 条例 art. 36): annulled it never had any, repealed none from a day on."""

from datetime import date

from zhongshu.documents import rules as documents
from zhongshu.kit import dates
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms
from zhongshu.outgoing.models import Cessation

ANNULLED, REPEALED = "annulled", "repealed"
MANNERS: Terms = ((ANNULLED, "撤销"), (REPEALED, "废止"))
ENDED: Terms = ((ANNULLED, "已撤销"), (REPEALED, "已废止"))


def show(row: Cessation) -> str:
    """Say how a document lost its force: 已撤销（自始无效）, 自2026年5月1日起废止."""
    if row.manner == ANNULLED:
        return "已撤销（自始无效）"
    return f"自{dates.show_date(row.effective)}起废止"


def has_ended(row: Cessation, today: date) -> bool:
    """Tell whether a document has lost its force by now: repealed from a later day on, it still has it."""
    return row.effective <= today


def say(row: Cessation, today: date) -> str:
    """Say how a document lost its force, and whether it may still be gone by."""
    return documents.say_force(show(row), row.effective, today)


def check_manner(manner: str) -> None:
    """Require one of the two."""
    if manner not in dict(MANNERS):
        raise Refused("请选择撤销还是废止。", field="manner")


def check_effective(manner: str, effective: date | None, dated: date) -> None:
    """A document is repealed from a day on, which cannot be before its own (废止日期)."""
    if manner == REPEALED and effective is None:
        raise Refused("请填写废止日期。", field="effective")
    if manner == REPEALED and effective is not None and effective < dated:
        raise Refused(f"废止日期不能早于成文日期{dates.show_date(dated)}，请核对。", field="effective")
