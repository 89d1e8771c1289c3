"""Tables of the organisation. What begins and ends has `valid_from` and `valid_to` (exclusive, empty while open)."""

from zhongshu.org.models.accounts import Account, Administrator, FailedSignIn, PastPassword
from zhongshu.org.models.dated import Dated
from zhongshu.org.models.people import Appointment, Charge, Delegation, Holder, Person, Post, Role, Specialty
from zhongshu.org.models.units import Edge, Unit, UnitName, Version

__all__ = [
    "Account",
    "Administrator",
    "Appointment",
    "Charge",
    "Dated",
    "Delegation",
    "Edge",
    "FailedSignIn",
    "Holder",
    "PastPassword",
    "Person",
    "Post",
    "Role",
    "Specialty",
    "Unit",
    "UnitName",
    "Version",
]
