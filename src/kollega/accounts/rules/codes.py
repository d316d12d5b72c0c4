"""One-time codes of authenticator apps (RFC 6238: SHA-1, six digits, 30 seconds) and recovery codes."""

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote

STEP_SECONDS = 30
DIGITS = 6
TOLERANCE = 1
RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_secret() -> bytes:
    """Return 160 random bits."""
    return secrets.token_bytes(20)


def secret_as_text(secret: bytes) -> str:
    """Return the secret as apps take it from a keyboard: Base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def setup_address(secret: bytes, *, account: str) -> str:
    """Return the `otpauth://` address that the QR code holds."""
    text = base64.b32encode(secret).decode()
    return f"otpauth://totp/{quote(f'Kollega:{account}')}?secret={text}&issuer=Kollega"


def code_at(secret: bytes, step: int) -> str:
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    value = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFF_FFFF
    return f"{value % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: bytes, code: str, *, seconds: float, after: int) -> int | None:
    """Return the time step the code belongs to: the present one or a neighbour, newer than `after`; else None.

    `seconds` is the real time since 1970. `after` is the newest step a code was used for: it never counts again.
    """
    now = int(seconds) // STEP_SECONDS
    typed = digits_of(code)
    found = None
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), typed.encode()) and step > after:
            found = step
    return found


def digits_of(code: str) -> str:
    """Return what was typed or pasted without blanks and hyphens."""
    return "".join(letter for letter in code if not letter.isspace() and letter not in "-–")


def looks_like_one_time_code(code: str) -> bool:
    typed = digits_of(code)
    return len(typed) == DIGITS and typed.isascii() and typed.isdigit()


def new_recovery_codes() -> list[str]:
    """Return ten codes of 80 random bits, in groups of four characters."""
    return [_grouped("".join(secrets.choice(_ALPHABET) for _ in range(16))) for _ in range(RECOVERY_CODES)]


def recovery_code_hash(code: str) -> bytes:
    """Return the SHA-256 of the code's normal form; 80 random bits need no salt."""
    return hashlib.sha256(digits_of(code).upper().encode()).digest()


def _grouped(code: str) -> str:
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
