from django.urls import URLPattern, path

from kollega.web.imports import calendar, clients

app_name = "imports"
urlpatterns: list[URLPattern] = [
    path("calendar/", calendar.start, name="calendar"),
    path("calendar/<uuid:import_id>/", calendar.result, name="calendar_import"),
    path("calendar/<uuid:import_id>/run/", calendar.run, name="run_calendar_import"),
    path("calendar/<uuid:import_id>/undo/", calendar.undo, name="undo_calendar_import"),
    path("clients/", clients.start, name="clients"),
    path("clients/<uuid:client_import_id>/", clients.result, name="client_import"),
    path("clients/<uuid:client_import_id>/columns/", clients.columns, name="client_columns"),
    path("clients/<uuid:client_import_id>/run/", clients.run, name="run_client_import"),
    path("clients/<uuid:client_import_id>/undo/", clients.undo, name="undo_client_import"),
    path("clients/<uuid:client_import_id>/report.csv", clients.report, name="client_report"),
]
