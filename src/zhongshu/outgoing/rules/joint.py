"""What is refused of documents that several organs issue together (联合行文, 条例 arts. 17, 22)."""

from collections.abc import Collection, Iterable
from datetime import date

from zhongshu.kit.errors import Refused


def check_chosen(missing: Collection[str]) -> None:
    """The head of every issuer that works here is asked to sign."""
    if missing:
        raise Refused(f"联合行文由各发文机关负责人会签，请选择{'、'.join(missing)}的会签负责人。", field="joint")


def check_all_signed(unsigned: Collection[str]) -> None:
    """Nothing is rechecked before every issuer has signed the very same text."""
    if unsigned:
        raise Refused(
            f"{'、'.join(unsigned)}还没有对现在的文稿会签。在本系统办公的，请退回联合会签环节；"
            "在系统外会签的，请先登记其会签情况。"
        )


def check_organ(organ: str, waiting: Collection[str], here: Iterable[str]) -> None:
    """On paper only those sign who do not work here and have not signed yet."""
    if organ in here:
        raise Refused(f"{organ}在本系统办公，由其负责人在“联合会签”环节会签，不需登记。", field="organ")
    if organ not in waiting:
        raise Refused("请选择还没有会签的联合行文机关。", field="organ")


def check_day(day: date, signed: date, today: date) -> None:
    """The others sign after the leading organ did, and not tomorrow."""
    if day < signed:
        raise Refused("会签日期不能早于主办机关签发日期，请核对。", field="signed_on")
    if day > today:
        raise Refused("会签日期不能晚于今天，请核对。", field="signed_on")
