from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "kollega.practices"
    label = "practices"
