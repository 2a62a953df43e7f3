"""The cryptographic pieces, each used in one way: Argon2id, HKDF, AES-GCM, Ed25519 and age.

Only `cryptography` and `pyrage` do the work. Keys are bytes or age strings; texts that fail to open raise `Unopened`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

import pyrage
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MIB = 1024


class Unopened(Exception):
    """A sealed text did not authenticate with this key."""


@dataclass(frozen=True)
class Cost:
    """Argon2id's cost: memory in KiB, passes, lanes."""

    memory: int = 64 * MIB
    passes: int = 3
    lanes: int = 1

    def allowed(self) -> bool:
        """Say whether the cost lies between our floor and ceiling (formats.md: 19 MiB to 1 GiB, 2 to 10, 1 to 4)."""
        return 19 * MIB <= self.memory <= 1024 * MIB and 2 <= self.passes <= 10 and 1 <= self.lanes <= 4


def by_password(password: bytes, salt: bytes, cost: Cost) -> bytes:
    """Derive 32 bytes from a password by Argon2id. The cost must have been checked."""
    kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return kdf.derive(password)


def by_secret(secret: bytes, salt: bytes, purpose: str) -> bytes:
    """Derive 32 bytes from a secret of full strength by HKDF-SHA-256."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose.encode()).derive(secret)


def wrap(key: bytes, nonce: bytes, content: bytes, bound_to: bytes) -> bytes:
    """Seal by AES-256-GCM with associated data."""
    return AESGCM(key).encrypt(nonce, content, bound_to)


def unwrap(key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Open what `wrap` sealed. Error: Unopened."""
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound_to)
    except InvalidTag:
        raise Unopened from None


def mac(key: bytes, content: bytes) -> str:
    """Give the HMAC-SHA-256 (hex)."""
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two texts in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def to_text(content: bytes) -> str:
    """Give base64."""
    return base64.b64encode(content).decode()


def from_text(text: str) -> bytes:
    """Read base64. Error: ValueError."""
    return base64.b64decode(text, validate=True)


def new_identity() -> tuple[str, str]:
    """Make an age identity; give (identity, recipient)."""
    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


def recipient_of(identity: str) -> str:
    """Give the age recipient of an identity."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def seal_to(recipient: str, content: bytes) -> bytes:
    """Encrypt by age to one X25519 recipient."""
    return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(recipient)]))


def open_with(identities: tuple[str, ...], sealed: bytes) -> bytes:
    """Decrypt age content with any of the identities. Error: Unopened."""
    try:
        return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(i) for i in identities]))
    except (pyrage.DecryptError, ValueError):
        raise Unopened from None


def new_signing_key() -> bytes:
    """Make an Ed25519 private key, as its 32 raw bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    """Give the 32 raw bytes of the public key."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, content: bytes) -> bytes:
    """Sign by Ed25519."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(content)


def signed_by(public: bytes, signature: bytes, content: bytes) -> bool:
    """Say whether the signature is that key's over the content."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def signed_text(public: str, signature: str, content: bytes) -> bool:
    """Say whether the signature is that key's over the content, both in base64; what is no base64 is not."""
    try:
        return signed_by(from_text(public), from_text(signature), content)
    except ValueError:
        return False


def as_cost(kdf: dict[str, Any]) -> Cost:
    """Read a slot's cost. Errors: KeyError, TypeError, ValueError."""
    return Cost(int(kdf["memory"]), int(kdf["passes"]), int(kdf["lanes"]))
