"""The vault: seals what is private, record by record, under a master key that lies outside the store."""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
"""First byte of everything sealed, so that another layout can be told apart later."""

KEY_BYTES = 32
NONCE_BYTES, TAG_BYTES = 12, 16
"""Sizes of AES-GCM (NIST SP 800-38D). A random nonce is good for 2^32 uses of a key: data keys are used once."""

WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES

OTHERS = 0o077
"""Rights of group and others, none of which the key file may give."""


class SealBroken(Exception):
    """Sealed bytes do not open: another master key, another record's bytes, or damage."""


class MasterKeyError(Exception):
    """The master key cannot be made or read; says what is wrong with it and what to do."""


class Kind(StrEnum):
    """What a sealed record is; bytes of one kind do not open as another."""

    IDENTITY = "identity"
    DIALOGUE = "dialogue"
    INBOX = "inbox"
    OUTBOX = "outbox"
    FAREWELL = "farewell"
    PHOTO = "photo"
    ANSWERS = "answers"
    SCREENING = "screening"
    RESULT = "result"
    UNANSWERED = "unanswered"
    PROOF = "proof"


class Sealer:
    """Envelope encryption: each record has a data key of its own, and the master key only wraps data keys.

    Sealed bytes are version, nonce, wrapped data key, nonce, ciphertext; both layers are AES-256-GCM and carry kind
    and id of their record as associated data, so that bytes moved to another record do not open there.
    """

    def __init__(self, master_key: bytes) -> None:
        self._wrapping = AESGCM(_derive(master_key, b"lentigo data keys"))
        self._fingerprints = _derive(master_key, b"lentigo fingerprints")

    def seal(self, kind: Kind, record: str, data: bytes) -> bytes:
        """Seal the bytes of the record with this id; 89 bytes longer than `data`."""
        place = _place(kind, record)
        key = AESGCM.generate_key(8 * KEY_BYTES)
        return VERSION + _lock(self._wrapping, key, place) + _lock(AESGCM(key), data, place)

    def open(self, kind: Kind, record: str, sealed: bytes) -> bytes:
        """The bytes again. Raises SealBroken."""
        place, end = _place(kind, record), len(VERSION) + WRAPPED_BYTES
        try:
            if sealed[: len(VERSION)] != VERSION:
                raise InvalidTag
            key = _unlock(self._wrapping, sealed[len(VERSION) : end], place)
            return _unlock(AESGCM(key), sealed[end:], place)
        except (InvalidTag, ValueError) as fault:
            raise SealBroken(f"a sealed {kind} does not open with this master key") from fault

    def seal_json(self, kind: Kind, record: str, value: Mapping[str, Any]) -> bytes:
        """Seal plain values."""
        return self.seal(kind, record, json.dumps(value, ensure_ascii=False).encode())

    def open_json(self, kind: Kind, record: str, sealed: bytes) -> dict[str, Any]:
        """The plain values again. Raises SealBroken."""
        value: dict[str, Any] = json.loads(self.open(kind, record, sealed))
        return value

    def fingerprint(self, door: str, subject: str) -> str:
        """64 hexadecimal digits to look a subject up by; without the master key nobody can try subjects out."""
        return hmac.new(self._fingerprints, _place(door, subject), hashlib.sha256).hexdigest()


def load_master_key(path: Path, *, create: bool = True) -> bytes:
    """The 32 bytes of the key file, which the first start makes. Raises MasterKeyError."""
    try:
        if create and not path.exists():
            _create(path)
        key, mode = path.read_bytes(), path.stat().st_mode
    except FileNotFoundError as fault:
        raise MasterKeyError(
            f"there is no {path}; the first start makes it in a folder that exists, later it comes from your backup"
        ) from fault
    except OSError as fault:
        raise MasterKeyError(f"{path} cannot be read or made ({fault.strerror}); give it to this user") from fault
    if len(key) != KEY_BYTES:
        raise MasterKeyError(
            f"{path} holds {len(key)} bytes and must hold {KEY_BYTES}; put the right file back from your backup"
        )
    if mode & OTHERS:
        raise MasterKeyError(f"{path} is open to others than its owner (mode {mode & 0o777:o}); run: chmod 600 {path}")
    return key


def _create(path: Path) -> None:
    """Write a new key beside `path` and link it there: whoever comes first wins, nobody reads half a key."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return  # another process made the key in this moment
    finally:
        draft.unlink(missing_ok=True)


def _derive(master_key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose (RFC 5869); no salt, since the master key is uniformly random."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(master_key)


def _place(kind: str, record: str) -> bytes:
    return f"{kind}\0{record}".encode()


def _lock(key: AESGCM, data: bytes, place: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + key.encrypt(nonce, data, place)


def _unlock(key: AESGCM, sealed: bytes, place: bytes) -> bytes:
    return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
