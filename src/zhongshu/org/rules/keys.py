"""Security keys (安全密钥) by WebAuthn: what is asked of the browser, and whether its answer is good. No database.

An answer is JSON as the browser's script sends it: binary parts as base64url. What is bad in any way is refused.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from zhongshu.org.models import Account
from zhongshu.org.rules.factors import BadFactor

if TYPE_CHECKING:
    from fido2.server import Fido2Server

LONGEST = 20_000  # signs of an answer; a key's is about 2,000


@dataclass(frozen=True, slots=True)
class Place:
    """Where the office stands in the network: `https://oa.example.org`. A key answers for one such place alone."""

    origin: str

    @property
    def host(self) -> str:
        """Return the name without the port: what a key is registered for."""
        return urlsplit(self.origin).hostname or ""

    @property
    def is_usable(self) -> bool:
        """Tell whether a browser offers keys here: under a name, over HTTPS or on the machine itself."""
        named = not self.host.replace(".", "").isdigit() and ":" not in self.host
        return named and (self.origin.startswith("https://") or self.host == "localhost")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser is asked, as JSON, and the challenge that its answer must contain."""

    options: str
    challenge: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A good answer: the digest of which key, its public half as it is kept, and how often it has signed."""

    credential: str
    public: bytes
    count: int


def registration(place: Place, account: Account, known: Sequence[bytes]) -> Asked:
    """Return the request to make a new key (登记安全密钥); those that are `known` are not taken twice."""
    from fido2.webauthn import PublicKeyCredentialUserEntity

    user = PublicKeyCredentialUserEntity(
        id=f"account:{account.pk}".encode(), name=account.login, display_name=account.display_name
    )
    options, state = _server(place).register_begin(
        user, _opened(known), resident_key_requirement=_discouraged(), user_verification=_discouraged()
    )
    return Asked(json.dumps(dict(options)), str(state["challenge"]))


def registered(place: Place, challenge: str, answer: str) -> Answered:
    """Return the new key that the browser's answer holds. Raises BadFactor."""

    def verify(server: "Fido2Server", found: Mapping[str, Any]) -> Answered:
        made = server.register_complete(_state(challenge), found)
        if made.credential_data is None:
            raise ValueError("no key in the answer")
        return _answered(made.credential_data, made.counter)

    return _verified(place, answer, verify)


def request(place: Place, known: Sequence[bytes]) -> Asked:
    """Return the request to show one of the keys of an account (使用安全密钥)."""
    options, state = _server(place).authenticate_begin(_opened(known), user_verification=_discouraged())
    return Asked(json.dumps(dict(options)), str(state["challenge"]))


def shown(place: Place, challenge: str, known: Sequence[bytes], answer: str) -> Answered:
    """Return which of the known keys has answered; any other, and any other challenge, is refused."""

    def verify(server: "Fido2Server", found: Mapping[str, Any]) -> Answered:
        from fido2.webauthn import AuthenticationResponse

        key = server.authenticate_complete(_state(challenge), _opened(known), found)
        return _answered(key, AuthenticationResponse.from_dict(found).response.authenticator_data.counter)

    return _verified(place, answer, verify)


def is_copied(last: int, count: int) -> bool:
    """Tell whether a key's counter did not go on: a copy of it is about (WebAuthn 6.1.1). Some keys never count."""
    return (last > 0 or count > 0) and count <= last


def _verified(place: Place, answer: str, verify: Callable[["Fido2Server", Mapping[str, Any]], Answered]) -> Answered:
    try:
        if len(answer) > LONGEST:
            raise ValueError("too long")
        return verify(_server(place), json.loads(answer))
    except Exception as wrong:  # a stranger wrote it: the parsers of three encodings fail in their own ways
        raise BadFactor("安全密钥验证没有通过，请重新插入密钥再试一次。") from wrong


def _server(place: Place) -> "Fido2Server":
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    return Fido2Server(
        PublicKeyCredentialRpEntity(id=place.host, name="中枢"), verify_origin=lambda origin: origin == place.origin
    )


def _state(challenge: str) -> dict[str, Any]:
    return {"challenge": challenge, "user_verification": _discouraged()}


def _opened(known: Sequence[bytes]) -> list[Any]:
    from fido2.webauthn import AttestedCredentialData

    return [AttestedCredentialData(bytes(one)) for one in known]


def _answered(key: Any, count: int) -> Answered:
    return Answered(hashlib.sha256(key.credential_id).hexdigest(), bytes(key), count)


def _discouraged() -> Any:
    # The password was the first factor: a touch is enough, nobody is asked for one more number.
    from fido2.webauthn import UserVerificationRequirement

    return UserVerificationRequirement.DISCOURAGED
