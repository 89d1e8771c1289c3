"""Tables of seals: the register, what seals are asked for and put on, electronic seals."""

from zhongshu.seals.models.electronic import Certificate, Impression, Picture, Root, Withdrawal
from zhongshu.seals.models.register import Ending, Keeping, Seal
from zhongshu.seals.models.uses import Application, Loan, Use

__all__ = [
    "Application",
    "Certificate",
    "Ending",
    "Impression",
    "Keeping",
    "Loan",
    "Picture",
    "Root",
    "Seal",
    "Use",
    "Withdrawal",
]
