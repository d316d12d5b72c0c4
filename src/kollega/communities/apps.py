from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "kollega.communities"
    label = "communities"
