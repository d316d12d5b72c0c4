from django.apps import AppConfig


class OnlineConfig(AppConfig):
    name = "kollega.online"
    label = "online"
