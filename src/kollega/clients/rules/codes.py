"""A short code for each client that says nothing about them, for those who may not know more (B8)."""

import base64
import hashlib
from uuid import UUID

LENGTH = 8


def client_code(practice_id: UUID, client_id: UUID) -> str:
    """Return the client's code, always the same one, as `K7QX-M2PD`.

    It is made of the two ids alone. 40 bits: among 5,000 clients of a practice two share a code once in 88,000
    practices, and then their ids still tell them apart.
    """
    digest = hashlib.sha256(b"client code|" + practice_id.bytes + client_id.bytes).digest()
    code = base64.b32encode(digest).decode()[:LENGTH]
    return f"{code[:4]}-{code[4:]}"


def plain_code(text: str) -> str:
    """Return typed text in the form in which codes compare."""
    return "".join(character for character in text.upper() if character.isalnum())
