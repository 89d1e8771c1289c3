"""Who somebody is to the network's own sign-in (统一身份), and whom it may not sign in."""

from dataclasses import dataclass
from datetime import datetime

from zhongshu.kit import digests
from zhongshu.kit.errors import Refused
from zhongshu.org.rules import passwords

BY_LOGIN, BY_STAFF_CODE = "login", "staff_code"


@dataclass(frozen=True, slots=True)
class Outside:
    """What a verified token says: the issuer's name for somebody, and the claim by which the account is found."""

    issuer: str
    subject: str
    claim: str
    match: str = BY_LOGIN


def unknown() -> passwords.SignInRefused:
    """Return the refusal for somebody who is vouched for and has no account here: none is made by itself."""
    return passwords.SignInRefused(
        "统一身份认证已通过，但本系统没有您的账号。请联系系统管理员创建账号，或核对登录名是否一致。"
    )


def check_no_administrator(role: str) -> None:
    """Refuse the three administrators: whoever keeps the issuer would otherwise hold their powers (三员分立)."""
    if role:
        raise passwords.SignInRefused("管理员账号不使用统一身份认证，请用账号、口令和第二步验证登录。")


def check_same(is_same: bool) -> None:
    """Refuse a second identity for an account that is linked to one."""
    if not is_same:
        raise passwords.SignInRefused("该账号已与另一个统一身份关联，不能登录。请联系系统管理员核对并解除原关联。")


def check_linked(ended_at: datetime | None) -> None:
    """Refuse to take apart what is apart."""
    if ended_at is not None:
        raise Refused("该关联已经解除，无须重复办理。")


def digest_of(identity: Outside) -> str:
    """Return what the trail keeps of an identity: a digest, for the subject is a name."""
    return digests.sm3(f"{identity.issuer}\x1f{identity.subject}")
