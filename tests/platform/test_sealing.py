import pytest
from django.test import override_settings

from kollega.platform.crypto import CannotOpen
from kollega.platform.master_keys import new_master_key
from kollega.platform.sealing import open_for_installation, seal_for_installation

OLD, NEW = new_master_key(), new_master_key()


def test_SE2_what_an_older_master_key_sealed_still_opens() -> None:
    with override_settings(KOLLEGA_MASTER_KEY=OLD):
        blob = seal_for_installation(b"secret", context=b"place")
    with override_settings(KOLLEGA_MASTER_KEY=f"{NEW},{OLD}"):
        assert open_for_installation(blob, context=b"place") == b"secret"
        assert seal_for_installation(b"secret", context=b"place")[1:9] != blob[1:9]
    with override_settings(KOLLEGA_MASTER_KEY=NEW), pytest.raises(CannotOpen):
        open_for_installation(blob, context=b"place")


def test_a_sealed_text_opens_only_in_its_place() -> None:
    blob = seal_for_installation(b"secret", context=b"place")
    assert b"secret" not in blob
    with pytest.raises(CannotOpen):
        open_for_installation(blob, context=b"another place")
    with pytest.raises(CannotOpen):
        open_for_installation(blob[:-1] + bytes([blob[-1] ^ 1]), context=b"place")
