from django.apps import AppConfig


class DelegationConfig(AppConfig):
    name = "kollega.delegation"
    label = "delegation"
