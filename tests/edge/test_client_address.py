from django.test import RequestFactory, override_settings

from kollega.edge.client_address import client_address


def _address(remote: str, forwarded: str = "") -> str:
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **extra))


@override_settings(TRUSTED_PROXIES=frozenset({"10.0.0.1", "10.0.0.2"}))
def test_HD4_forwarded_addresses_count_only_from_trusted_proxies() -> None:
    assert _address("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    assert _address("10.0.0.1", "198.51.100.1") == "198.51.100.1"
    # What the client itself wrote stands further left and is not believed.
    assert _address("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2") == "198.51.100.1"
    assert _address("10.0.0.1", "nonsense") == "10.0.0.1"
    assert _address("10.0.0.1") == "10.0.0.1"


@override_settings(TRUSTED_PROXIES=frozenset())
def test_HD4_without_proxies_the_header_is_ignored() -> None:
    assert _address("203.0.113.9", "198.51.100.1") == "203.0.113.9"
