"""How the pages look to somebody (页面显示): kept with the account, so that it is the same on every machine."""

from datetime import datetime

from zhongshu.kit.errors import Refused
from zhongshu.org import rules
from zhongshu.org.actions.accounts import stream
from zhongshu.org.models import Account
from zhongshu.trail import actions as trail
from zhongshu.trail import rules as trail_rules


def set_look(account: Account, *, look: str, uses_keys: bool, by: str, at: datetime) -> None:
    """Set how pages look (显示方式), one of `rules.LOOKS`, and whether single keys are shortcuts. One's own alone."""
    trail_rules.check_transaction()
    if by != account.ref:
        raise Refused("只能设置本人的页面显示。")
    rules.known(rules.LOOKS, look, "显示方式", field="look")
    if (account.look, account.uses_keys) == (look, uses_keys):
        return
    account.look, account.uses_keys = look, uses_keys
    account.save(update_fields=["look", "uses_keys"])
    trail.record(stream(account), "org.look_set", by=by, at=at, detail={"look": look, "keys": uses_keys})
