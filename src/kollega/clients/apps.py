from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "kollega.clients"
    label = "clients"
