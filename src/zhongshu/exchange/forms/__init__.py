"""Every form of the exchange."""

from zhongshu.exchange.forms.groups import GroupForm
from zhongshu.exchange.forms.receiving import EVERY, DeliveriesForm, RejectForm, SignForm

__all__ = ["EVERY", "DeliveriesForm", "GroupForm", "RejectForm", "SignForm"]
