"""A passkey in software: what a browser and its authenticator would answer."""

import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG
ORIGIN = "http://localhost:8000"


@dataclass
class SoftAuthenticator:
    origin: str = ORIGIN
    verifies_user: bool = True
    counter: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer the options of registration."""
        public = options["publicKey"]
        client_data = self._client_data("webauthn.create", public)
        credential = AttestedCredentialData.create(
            b"\0" * 16, self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(
            _hashed(public["rp"]["id"].encode()), self._flags() | FLAG.AT, self.counter, credential
        )
        attestation = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=client_data, attestationObject=attestation)

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer the options of authentication."""
        public = options["publicKey"]
        client_data = self._client_data("webauthn.get", public)
        self.counter += 1
        data = AuthenticatorData.create(_hashed(public["rpId"].encode()), self._flags(), self.counter)
        signature = self.key.sign(data + _hashed(client_data), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client_data, authenticatorData=data, signature=signature)

    def _flags(self) -> int:
        return FLAG.UP | FLAG.UV if self.verifies_user else FLAG.UP

    def _client_data(self, kind: str, public: dict[str, Any]) -> bytes:
        return CollectedClientData.create(kind, websafe_decode(public["challenge"]), self.origin)

    def _answer(self, **parts: bytes) -> dict[str, Any]:
        name = websafe_encode(self.credential_id)
        response = {key: websafe_encode(value) for key, value in parts.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": response}


def _hashed(data: bytes) -> bytes:
    digest = Hash(SHA256())
    digest.update(data)
    return digest.finalize()
