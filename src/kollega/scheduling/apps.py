from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "kollega.scheduling"
    label = "scheduling"
