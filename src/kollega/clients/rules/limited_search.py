"""Finding a client by no more than the searcher is shown of clients (B8, B9): never by what stays hidden."""

from kollega.clients.rules.codes import plain_code
from kollega.clients.rules.folding import fold, name_words, words
from kollega.kernel.permissions import ClientFields

SHORTEST_NUMBER = 3


def fits(
    text: str, *, fields: ClientFields, code: str, given_name: str, family_name: str, phone: str = "", email: str = ""
) -> bool:
    """Say whether the typed text means this client, as far as `fields` goes; empty text means nobody."""
    wanted = plain_code(text)
    if not wanted:
        return False
    if plain_code(code).startswith(wanted):
        return True
    if fields is ClientFields.INITIALS:
        return wanted == plain_code(given_name[:1] + family_name[:1])
    if not fields.covers(ClientFields.NAME):
        return False
    known = name_words(given_name, family_name)
    if all(any(name.startswith(fold(word)) for name in known) for word in words(text)):
        return True
    return fields is ClientFields.CONTACT and _reached_by(text.strip(), phone, email)


def _reached_by(text: str, phone: str, email: str) -> bool:
    digits, number = _digits(text).lstrip("0"), _digits(phone)
    by_number = len(digits) >= SHORTEST_NUMBER and digits in number
    return (by_number and not any(sign.isalpha() for sign in text)) or (
        len(text) >= SHORTEST_NUMBER and email.casefold().startswith(text.casefold())
    )


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
