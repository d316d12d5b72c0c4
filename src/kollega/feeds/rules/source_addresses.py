"""What a member gives as the address of a calendar elsewhere."""

from urllib.parse import urlsplit

LONGEST = 2_000


def clean_address(text: str, *, http_too: bool) -> str:
    """Return the address to read, empty when it is none: https, or webcal, which means https; http where allowed."""
    address = text.strip()
    scheme, colon, rest = address.partition("://")
    if scheme.lower() in ("webcal", "webcals"):
        address = f"https{colon}{rest}"
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return ""
    allowed = ("https", "http") if http_too else ("https",)
    if parts.scheme.lower() not in allowed or not parts.hostname or parts.username or not address.isascii():
        return ""
    return address if len(address) <= LONGEST and address.isprintable() and " " not in address else ""


def host_of(address: str) -> str:
    """What may be shown of an address that is a secret."""
    return (urlsplit(address).hostname or "")[:253]
