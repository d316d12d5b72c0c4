from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kollega.accounts"
    label = "accounts"
