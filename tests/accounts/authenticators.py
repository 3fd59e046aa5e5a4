"""What people hold in their hands: an authenticator app and a security key, made of arithmetic."""

import hashlib
import json
import secrets
import struct
import time
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode


def code_of(secret: str, *, seconds: float | None = None) -> str:
    """What an authenticator app shows for this secret, now or at this real time."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time() if seconds is None else seconds) // 30))


@dataclass
class SecurityKey:
    """A key that keeps one passkey. It signs whatever it is asked to, and knows who is before it unless `verified` is off."""

    origin: str = "http://localhost"
    verified: bool = True
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    user_handle: bytes = b""

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer of a browser that was asked to make a passkey."""
        asked = options["publicKey"]
        self.user_handle = websafe_decode(asked["user"]["id"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.private.public_key())))
        attested = b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(asked["rp"]["id"], flags=0x40) + attested
        statement = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._answer(
            {
                "attestationObject": websafe_encode(cbor.encode(statement)),
                "clientDataJSON": self._client("webauthn.create", asked),
            }
        )

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer of a browser that was asked to use a passkey."""
        asked = options["publicKey"]
        data, client = self._data(asked["rpId"]), self._client("webauthn.get", asked)
        signed = self.private.sign(data + hashlib.sha256(websafe_decode(client)).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "authenticatorData": websafe_encode(data),
                "clientDataJSON": client,
                "signature": websafe_encode(signed),
                "userHandle": websafe_encode(self.user_handle),
            }
        )

    def _data(self, host: str, flags: int = 0) -> bytes:
        present = 0x01 | (0x04 if self.verified else 0) | flags
        return hashlib.sha256(host.encode()).digest() + bytes([present]) + b"\0\0\0\0"

    def _client(self, kind: str, asked: dict[str, Any]) -> str:
        said = {"type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": False}
        return websafe_encode(json.dumps(said).encode())

    def _answer(self, response: dict[str, Any]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "authenticatorAttachment": "cross-platform",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": response,
        }
