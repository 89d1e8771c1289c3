"""Tables of messages: on the page, on their way out, the notices that must be read, and the hooks of other systems."""

from zhongshu.notices.models.broadcasts import Broadcast, Receipt, Resending
from zhongshu.notices.models.channels import Address, Channel, Choice, Hours, Webhook
from zhongshu.notices.models.notice import Notice
from zhongshu.notices.models.outbox import Delivery, Posting

__all__ = [
    "Address",
    "Broadcast",
    "Channel",
    "Choice",
    "Delivery",
    "Hours",
    "Notice",
    "Posting",
    "Receipt",
    "Resending",
    "Webhook",
]
