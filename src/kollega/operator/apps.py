from django.apps import AppConfig


class OperatorConfig(AppConfig):
    name = "kollega.operator"
    label = "operator"
