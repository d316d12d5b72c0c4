from django.urls import URLPattern, path

from kollega.web.records import handing_out, importing

app_name = "records"
urlpatterns: list[URLPattern] = [
    path("client/<uuid:client_id>/", handing_out.of_client, name="of_client"),
    path("exports/<uuid:export_id>/", handing_out.progress, name="export"),
    path("exports/<uuid:export_id>/stop/", handing_out.stop, name="stop"),
    path("exports/<uuid:export_id>/download/", handing_out.download, name="download"),
    path("import/", importing.bring, name="bring"),
    path("client/<uuid:client_id>/import/", importing.bring_to, name="bring_to"),
    path("imported/<uuid:imported_record_id>/", importing.imported, name="imported"),
]
