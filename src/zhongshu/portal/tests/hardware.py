"""A security key in software (安全密钥): answers as a browser with a key of hardware does."""

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "http://localhost"
PRESENT = AuthenticatorData.FLAG.UP


class Key:
    """One key; `count` is how often it has signed."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.credential = os.urandom(32)
        self.count = 0

    def copy(self) -> "Key":
        """Return a key with the same secret and the same count."""
        made = Key()
        made.private, made.credential, made.count = self.private, self.credential, self.count
        return made

    def create(self, options: str, origin: str = ORIGIN) -> str:
        """Return the answer to a request for a new key."""
        asked = json.loads(options)["publicKey"]
        public = ES256.from_cryptography_key(self.private.public_key())
        known = AttestedCredentialData.create(Aaguid.NONE, self.credential, public)
        place = hashlib.sha256(asked["rp"]["id"].encode()).digest()
        data = AuthenticatorData.create(place, PRESENT | AuthenticatorData.FLAG.AT, self.count, known)
        attested = AttestationObject.create("none", data, {})
        said = self._said("webauthn.create", asked["challenge"], origin)
        return self._answer(clientDataJSON=said, attestationObject=attested)

    def get(self, options: str, origin: str = ORIGIN) -> str:
        """Return the answer to a request to show the key."""
        asked = json.loads(options)["publicKey"]
        self.count += 1
        place = hashlib.sha256(asked["rpId"].encode()).digest()
        data = AuthenticatorData.create(place, PRESENT, self.count)
        said = self._said("webauthn.get", asked["challenge"], origin)
        signed = self.private.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signed)

    def _said(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def _answer(self, **response: bytes) -> str:
        name = websafe_encode(self.credential)
        parts: dict[str, Any] = {part: websafe_encode(bytes(value)) for part, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})
