"""Tables of the organisation. What begins and ends has `valid_from` and `valid_to` (exclusive, empty while open)."""

from zhongshu.org.models.accounts import Account, Administrator, FailedSignIn, PastPassword
from zhongshu.org.models.dated import Dated
from zhongshu.org.models.factors import Identity, RecoveryCode, SecurityKey, TimeCode
from zhongshu.org.models.guarding import Confirmation, OrgImport, OrgImportRow, SecurityPolicy, Sighting
from zhongshu.org.models.people import Appointment, Charge, Delegation, Holder, Person, Post, Role, Specialty
from zhongshu.org.models.sessions import Session
from zhongshu.org.models.tokens import Token
from zhongshu.org.models.units import Edge, Unit, UnitName, Version

__all__ = [
    "Account",
    "Administrator",
    "Appointment",
    "Charge",
    "Confirmation",
    "Dated",
    "Delegation",
    "Edge",
    "FailedSignIn",
    "Holder",
    "Identity",
    "OrgImport",
    "OrgImportRow",
    "PastPassword",
    "Person",
    "Post",
    "RecoveryCode",
    "Role",
    "SecurityKey",
    "SecurityPolicy",
    "Session",
    "Sighting",
    "Specialty",
    "TimeCode",
    "Token",
    "Unit",
    "UnitName",
    "Version",
]
