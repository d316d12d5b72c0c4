from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kollega.accounts"
    label = "accounts"

    def ready(self) -> None:
        from kollega.accounts.operations.hashing import prepare_dummy

        prepare_dummy()
