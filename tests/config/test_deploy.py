"""SE-1: production does not start with a missing, default or short secret, nor with anything of the demo."""

import base64
import hashlib
from pathlib import Path

import pytest

from kollega.config import deploy
from kollega.config.env import ConfigurationError

GOOD = {
    "KOLLEGA_ENV": "production",
    "KOLLEGA_SECRET_KEY": base64.urlsafe_b64encode(hashlib.sha384(b"secret").digest()).decode(),
    "KOLLEGA_MASTER_KEY": base64.urlsafe_b64encode(hashlib.sha256(b"master").digest()).decode(),
    "KOLLEGA_PUBLIC_URL": "https://practice.example.org",
}


def test_a_good_environment_is_not_refused() -> None:
    assert deploy.refusals(GOOD) == []
    deploy.refuse(GOOD)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KOLLEGA_SECRET_KEY", ""),
        ("KOLLEGA_SECRET_KEY", "short"),
        ("KOLLEGA_SECRET_KEY", "a" * 60),
        ("KOLLEGA_SECRET_KEY", "changeme" * 10),
        ("KOLLEGA_SECRET_KEY", deploy.STAND_IN_SECRET),
        ("KOLLEGA_MASTER_KEY", ""),
        ("KOLLEGA_MASTER_KEY", "not a key"),
        ("KOLLEGA_MASTER_KEY", deploy.STAND_IN_MASTER_KEY),
        ("KOLLEGA_MASTER_KEY", GOOD["KOLLEGA_MASTER_KEY"] + "," + deploy.STAND_IN_MASTER_KEY),
        ("KOLLEGA_MASTER_KEY", base64.urlsafe_b64encode(bytes(32)).decode()),
        ("KOLLEGA_MASTER_KEY", base64.urlsafe_b64encode(hashlib.md5(b"half").digest()).decode()),
        ("KOLLEGA_PUBLIC_URL", ""),
        ("KOLLEGA_PUBLIC_URL", "http://practice.example.org"),
        ("KOLLEGA_CLOCK_FILE", "/tmp/clock"),
        ("KOLLEGA_MAILBOX_DIR", "/tmp/mailbox"),
    ],
)
def test_SE1_production_refuses(name: str, value: str) -> None:
    environment = {**GOOD, name: value}
    with pytest.raises(ConfigurationError, match=name) as refused:
        deploy.refuse(environment)
    if len(value) > 20:
        assert value not in str(refused.value)


def test_SE1_every_refusal_is_named_at_once() -> None:
    assert len(deploy.refusals({"KOLLEGA_ENV": "production"})) == 3


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(GOOD["KOLLEGA_SECRET_KEY"] + "\n")
    environment = {**GOOD, "KOLLEGA_SECRET_KEY": "", "KOLLEGA_SECRET_KEY_FILE": str(secret)}
    assert deploy.refusals(environment) == []


def test_a_log_anchored_on_this_machine_only_is_warned_of() -> None:
    assert any("KOLLEGA_ANCHOR_URL" in sentence for sentence in deploy.warnings(GOOD))
    anchored = {**GOOD, "KOLLEGA_ANCHOR_URL": "https://anchor.example.org"}
    assert not any("KOLLEGA_ANCHOR_URL" in sentence for sentence in deploy.warnings(anchored))


def test_mail_without_encryption_to_elsewhere_is_warned_of() -> None:
    def warned(address: str) -> bool:
        found = deploy.warnings({**GOOD, "KOLLEGA_SMTP_URL": address})
        return any("unencrypted" in sentence for sentence in found)

    assert warned("smtp://mail.example.org:25")
    assert not warned("smtps://mail.example.org:465")
    assert not warned("smtp://127.0.0.1:25")


def test_BR1_backups_that_are_missing_or_on_this_machine_only_are_warned_of(tmp_path: Path) -> None:
    def warned(**more: str) -> str:
        found = [sentence for sentence in deploy.warnings({**GOOD, **more}) if "KOLLEGA_BACKUP" in sentence]
        return " ".join(found)

    assert "makes no backups" in warned()
    folder, copy = tmp_path / "backups", tmp_path / "copy"
    assert "on this machine only" in warned(KOLLEGA_BACKUP_DIR=str(folder))
    both = {"KOLLEGA_BACKUP_DIR": str(folder), "KOLLEGA_BACKUP_COPY_DIR": str(copy)}
    assert warned(**both) == ""
    folder.mkdir()
    copy.mkdir()
    assert "lost together" in warned(**both)
