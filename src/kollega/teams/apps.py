from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "kollega.teams"
    label = "teams"
