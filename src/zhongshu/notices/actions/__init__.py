"""Every write of the messages: telling, what leaves the system, channels, choices, broadcasts, webhooks.

`tell`, `emit`, `hush` and `withhold` are called inside the transaction of what they tell of. `outbox` is the work of
the machine.
"""

from zhongshu.notices.actions.broadcasts import broadcast, confirm, resend_broadcast, withdraw_broadcast
from zhongshu.notices.actions.channels import add_channel, disable_channel, enable_channel, resend, try_channel
from zhongshu.notices.actions.choices import choose
from zhongshu.notices.actions.events import emit
from zhongshu.notices.actions.telling import hush, read, read_about, tell, withhold
from zhongshu.notices.actions.webhooks import add_webhook, disable_webhook, enable_webhook, give_up, try_webhook

__all__ = [
    "add_channel",
    "add_webhook",
    "broadcast",
    "choose",
    "confirm",
    "disable_channel",
    "disable_webhook",
    "emit",
    "enable_channel",
    "enable_webhook",
    "give_up",
    "hush",
    "read",
    "read_about",
    "resend",
    "resend_broadcast",
    "tell",
    "try_channel",
    "try_webhook",
    "withdraw_broadcast",
    "withhold",
]
