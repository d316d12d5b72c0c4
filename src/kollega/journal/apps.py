from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "kollega.journal"
    label = "journal"
