from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "kollega.feeds"
    label = "feeds"
