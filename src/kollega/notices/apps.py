from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kollega.notices"
    label = "notices"
