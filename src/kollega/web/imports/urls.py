from django.urls import URLPattern, path

from kollega.web.imports import clients

app_name = "imports"
urlpatterns: list[URLPattern] = [
    path("clients/", clients.start, name="clients"),
    path("clients/<uuid:import_id>/", clients.result, name="client_import"),
    path("clients/<uuid:import_id>/columns/", clients.columns, name="client_columns"),
    path("clients/<uuid:import_id>/run/", clients.run, name="run_client_import"),
    path("clients/<uuid:import_id>/undo/", clients.undo, name="undo_client_import"),
    path("clients/<uuid:import_id>/report.csv", clients.report, name="client_report"),
]
