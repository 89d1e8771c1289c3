"""The network's own sign-in (统一身份认证) by OpenID Connect: code flow with PKCE, state and nonce. Off by default.

Every call outward ends within seconds; an issuer that hangs is left alone for a while, and passwords go on.
"""

import json
import logging
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.cache import cache

from zhongshu.org.rules import identities, passwords

PATIENCE = 5  # seconds for each call
LARGEST = 1_000_000  # bytes of an answer
KEPT = 3600  # seconds that the issuer's description and keys are believed
REST = 30  # seconds for which an issuer that failed is not asked again
SKEW = 120  # seconds by which two clocks may differ
ALGORITHMS = ("RS256", "PS256", "ES256")  # signatures by a key that only the issuer has
LONGEST_CLAIM = 64

log = logging.getLogger(__name__)


class Unreachable(passwords.SignInRefused):
    """The issuer did not answer, or not in time (统一身份认证无法连接)."""


class Untrusted(passwords.SignInRefused):
    """What the issuer, or whoever pretends to be it, has said is not to be believed (统一身份核验不通过)."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the browser, and what to remember until it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


def is_configured() -> bool:
    """Tell whether an issuer and a client are named in the environment."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT)


def begin(redirect_uri: str) -> Begun:
    """Return how to begin (统一身份登录). Raises Unreachable."""
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    begun = Begun("", secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT,
        "redirect_uri": redirect_uri,
        "scope": settings.OIDC_SCOPES,
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": create_s256_code_challenge(begun.verifier),
        "code_challenge_method": "S256",
    }
    address = _with(_described()["authorization_endpoint"], asked)
    return Begun(address, begun.state, begun.nonce, begun.verifier)


def finish(code: str, *, redirect_uri: str, nonce: str, verifier: str, at: datetime) -> identities.Outside:
    """Change the code for a token, verify it, and return whom it names. Raises Unreachable or Untrusted."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
    said = _ask("POST", _described()["token_endpoint"], **_signed(form))
    claims = _verified(str(said.get("id_token", "")), nonce, at)
    claim = claims.get(settings.OIDC_CLAIM)
    if not isinstance(claim, str) or not 0 < len(claim) <= LONGEST_CLAIM:
        raise _untrusted("no usable claim")
    return identities.Outside(settings.OIDC_ISSUER, claims["sub"], claim, settings.OIDC_MATCH)


def end_address(back: str) -> str:
    """Return where one signs out of the issuer too (统一身份退出), or nothing when it offers no such page."""
    try:
        end = _described().get("end_session_endpoint", "")
    except passwords.SignInRefused:
        return ""
    return _with(end, {"client_id": settings.OIDC_CLIENT, "post_logout_redirect_uri": back}) if end else ""


def _described() -> dict[str, Any]:
    """Return what the issuer says of itself (OpenID Connect Discovery 1.0), from the cache while that holds."""
    kept = cache.get("oidc.described")
    if kept and kept["issuer"] == settings.OIDC_ISSUER:
        return dict(kept)
    said = _ask("GET", settings.OIDC_ISSUER.rstrip("/") + "/.well-known/openid-configuration")
    if said.get("issuer") != settings.OIDC_ISSUER:
        raise _untrusted("another issuer")
    scheme = urlsplit(settings.OIDC_ISSUER).scheme
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if urlsplit(str(said.get(name, ""))).scheme != scheme:
            raise _untrusted(f"no usable {name}")
    cache.set("oidc.described", said, KEPT)
    return said


def _keys(address: str, *, anew: bool = False) -> Any:
    from joserfc.jwk import KeySet

    kept = None if anew else cache.get("oidc.keys")
    if kept is None:
        kept = [key for key in _ask("GET", address).get("keys", ()) if key.get("kty") in ("RSA", "EC")]
        cache.set("oidc.keys", kept, KEPT)
    return KeySet.import_key_set({"keys": kept})


def _verified(token: str, nonce: str, at: datetime) -> dict[str, Any]:
    """Return the claims of an id token that is signed by the issuer, for us, now, and in answer to our question."""
    from joserfc import jwt

    check = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=SKEW,
        iss={"essential": True, "value": settings.OIDC_ISSUER},
        aud={"essential": True, "value": settings.OIDC_CLIENT},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        claims = _decoded(token)
        check.validate(claims)
    except passwords.SignInRefused:
        raise
    except Exception as wrong:  # a stranger may have written it, and each layer of the format fails in its own way
        raise _untrusted(type(wrong).__name__) from wrong
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else settings.OIDC_CLIENT) != settings.OIDC_CLIENT:
        raise _untrusted("for another party")
    return claims


def _decoded(token: str) -> dict[str, Any]:
    """Return the claims, with the issuer's keys as we know them, or as they are now when it has changed them."""
    from joserfc import jwt
    from joserfc.errors import JoseError

    address = _described()["jwks_uri"]
    try:
        return dict(jwt.decode(token, _keys(address), algorithms=ALGORITHMS).claims)
    except (JoseError, ValueError):
        return dict(jwt.decode(token, _keys(address, anew=True), algorithms=ALGORITHMS).claims)


def _signed(form: dict[str, str]) -> dict[str, Any]:
    """Return a request in which we say who we are, in the way that the issuer takes (RFC 6749, 2.3.1)."""
    if not settings.OIDC_SECRET:
        return {"data": form | {"client_id": settings.OIDC_CLIENT}}
    ways = _described().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in ways:
        return {"data": form, "auth": (quote(settings.OIDC_CLIENT, safe=""), quote(settings.OIDC_SECRET, safe=""))}
    return {"data": form | {"client_id": settings.OIDC_CLIENT, "client_secret": settings.OIDC_SECRET}}


def _ask(method: str, address: str, **sent: Any) -> dict[str, Any]:
    """Return the answer of the issuer as JSON. It has five seconds, and a rest after it failed."""
    import requests

    if cache.get("oidc.rests"):
        raise _unreachable("it rests")
    try:
        with requests.Session() as line:
            line.trust_env = False  # the issuer stands in the same network: no proxy of the environment
            options: dict[str, Any] = {
                "timeout": PATIENCE,
                "allow_redirects": False,
                "stream": True,
                "verify": settings.OIDC_CA or True,
            }
            with line.request(method, address, **options, **sent) as answer:
                body, status = _read(answer), answer.status_code
    except (requests.RequestException, TimeoutError) as wrong:
        cache.set("oidc.rests", True, REST)
        raise _unreachable(type(wrong).__name__) from wrong
    if status != 200:
        raise _unreachable(f"status {status}") if status >= 500 else _untrusted(f"status {status}")
    return _object(body)


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError as wrong:
        raise _untrusted("no JSON") from wrong
    if not isinstance(said, dict):
        raise _untrusted("no object")
    return said


def _read(answer: Any) -> bytes:
    body, end = b"", time.monotonic() + PATIENCE
    for piece in answer.iter_content(8192):
        body += piece
        if len(body) > LARGEST or time.monotonic() > end:
            raise TimeoutError
    return body


def _with(address: str, fields: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(fields)}"


def _unreachable(reason: str) -> Unreachable:
    log.warning("oidc: issuer not reached: %s", reason)
    return Unreachable("统一身份认证暂时无法连接，请稍后再试，或用账号和口令登录。")


def _untrusted(reason: str) -> Untrusted:
    log.warning("oidc: answer not accepted: %s", reason)
    return Untrusted("统一身份认证返回的信息没有通过核验，请重新登录。仍不成功的，请联系系统管理员。")
