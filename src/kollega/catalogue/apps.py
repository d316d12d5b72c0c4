from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "kollega.catalogue"
    label = "catalogue"
