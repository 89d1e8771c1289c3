"""Access tokens (访问凭证): made by the person for whom another system shall act, revoked by them or the sysadmin."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.org.actions import accounts
from zhongshu.org.actions.changes import role_of
from zhongshu.org.models import Account, Administrator, Token
from zhongshu.org.queries.accounts import administrator_role
from zhongshu.org.queries.tokens import tokens
from zhongshu.org.rules import tokens as rules
from zhongshu.trail import actions as trail
from zhongshu.trail import rules as trail_rules


def make(account: Account, *, name: str, scopes: Iterable[str], days: int, by: str, at: datetime) -> tuple[Token, str]:
    """Make a token for oneself (生成访问凭证); returns the row and the secret, which is never seen again.

    Raises BadToken for a scope or lifetime that is not offered; Refused for somebody else's account.
    """
    trail_rules.check_transaction()
    if by != account.ref:
        raise Refused("访问凭证只能由本人生成。")
    name = text.clean_line(name, 40, "名称", field="name")
    if not name:
        raise Refused("请填写凭证的名称，写明是给哪个系统用的。", field="name")
    scopes, days = rules.check_scopes(scopes, administrator_role(account)), rules.check_days(days)
    rules.check_room(tokens(account, at).count())
    secret = rules.draw()
    made = Token.objects.create(
        account=account,
        name=name,
        digest=rules.digest(secret),
        scopes=scopes,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    detail = {"token": made.pk, "scopes": scopes, "until": made.expires_at.isoformat()}
    trail.record(accounts.stream(account), "org.token_made", by=by, at=at, detail=detail)
    return made, secret


def revoke(token: Token, *, by: str, at: datetime) -> None:
    """Revoke a token (撤销访问凭证): one's own, or by the system administrator. It is over at once."""
    trail_rules.check_transaction()
    if by != token.account.ref and role_of(by) != Administrator.SYSADMIN:
        raise Refused("只能撤销本人的访问凭证；他人的由系统管理员撤销。")
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at, revoked_by=by):
        raise Refused("该访问凭证已经撤销，请刷新页面。")
    trail.record(accounts.stream(token.account), "org.token_revoked", by=by, at=at, detail={"token": token.pk})


def use(token: Token, *, at: datetime) -> None:
    """Note that a token is in use (最近使用时间), at most once in a while; no act, so no trail."""
    if token.used_at is None or at - token.used_at > rules.SEEN_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=at)
