from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "kollega.records"
    label = "records"
