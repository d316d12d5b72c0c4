from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "kollega.documents"
    label = "documents"
