from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "kollega.messaging"
    label = "messaging"
