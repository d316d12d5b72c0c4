"""Which network an address belongs to: what one attacker can change at will is one network."""

from ipaddress import IPv4Address, ip_address, ip_network


def network_of(address: str) -> str:
    """Return the /32 of an IPv4 address or the /64 of an IPv6 address; the text itself if it is neither."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:45]
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped is not None:
        parsed = mapped
    bits = 32 if isinstance(parsed, IPv4Address) else 64
    return str(ip_network((parsed, bits), strict=False))
