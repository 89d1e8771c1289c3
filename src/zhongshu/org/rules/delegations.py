"""What a delegation must be (委托代办): bounded, between two people who are there, and never passed on."""

from datetime import datetime, timedelta

from zhongshu.kit.errors import Refused

LONGEST = timedelta(days=180)


class BadDelegation(Refused):
    """The delegation cannot be (委托不成立)."""


def check_dates(begins_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Refuse a delegation that ends before it begins, is over already, or lasts longer than 180 days."""
    if ends_at <= begins_at:
        raise BadDelegation("委托的结束时间应晚于开始时间，请重新填写。", field="ends_at")
    if ends_at <= at:
        raise BadDelegation("委托的结束时间已过，请重新填写。", field="ends_at")
    if ends_at - begins_at > LONGEST:
        raise BadDelegation(f"一次委托最长{LONGEST.days}天，请缩短时间，到期可再次委托。", field="ends_at")


def check_people(principal: int, delegate: int, gone: str, is_administrator: bool) -> None:
    """Refuse a delegation to oneself, of or to somebody who has left (`gone` is the name), or to an administrator."""
    if principal == delegate:
        raise BadDelegation("不能委托给本人，请另选受托人。", field="delegate")
    if gone:
        raise BadDelegation(f"{gone}在委托开始之日已不在岗，请另选人员。", field="delegate")
    if is_administrator:
        raise BadDelegation("三员不得代办业务，请另选受托人。", field="delegate")


def check_no_chain(delegate_is_away: bool, name: str) -> None:
    """Refuse a delegate who has given the own work away for that time: what is delegated is not passed on."""
    if delegate_is_away:
        raise BadDelegation(
            f"{name}在此期间已把自己的工作委托给他人，受托事项不能再转托，请另选受托人。", field="delegate"
        )


def check_not_confidential(is_confidential: bool) -> None:
    """Refuse to delegate 机要 work: another confidential registrar does it, or somebody is given the role."""
    if is_confidential:
        raise BadDelegation(
            "机要登记工作不能委托他人代办，请由同岗人员办理，或由安全保密管理员另行授予机要登记角色。", field="delegate"
        )


def check_once(exists: bool) -> None:
    """Refuse a second delegation to the same person for the same time."""
    if exists:
        raise BadDelegation("此期间已委托给该人员，无须重复委托。", field="delegate")


def check_owner(may: bool) -> None:
    """Refuse a delegation made or revoked by anybody but the principal and the security administrator."""
    if not may:
        raise BadDelegation("只能由委托人本人或安全保密管理员办理委托。")


def check_running(ends_at: datetime, revoked: bool, at: datetime) -> None:
    """Refuse to revoke what is over."""
    if revoked or ends_at <= at:
        raise BadDelegation("该委托已经结束，无须撤销。")
