from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "kollega.oversight"
    label = "oversight"
