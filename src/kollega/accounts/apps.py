import logging

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kollega.accounts"
    label = "accounts"

    def ready(self) -> None:
        from kollega.accounts.operations.hashing import prepare_dummy

        prepare_dummy()
        # At its usual level it writes ids of credentials.
        logging.getLogger("fido2").setLevel(logging.WARNING)
