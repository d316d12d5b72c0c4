from django.urls import URLPattern, path

from kollega.web.records import handing_out, importing, keeping

app_name = "records"
urlpatterns: list[URLPattern] = [
    path("client/<uuid:client_id>/", handing_out.of_client, name="of_client"),
    path("exports/<uuid:export_id>/", handing_out.progress, name="export"),
    path("exports/<uuid:export_id>/stop/", handing_out.stop, name="stop"),
    path("exports/<uuid:export_id>/download/", handing_out.download, name="download"),
    path("client/<uuid:client_id>/keeping/", keeping.of_client, name="keeping"),
    path("client/<uuid:client_id>/keeping/lift/", keeping.lift, name="lift"),
    path("client/<uuid:client_id>/destroy/", keeping.ask, name="destroy"),
    path("destructions/<uuid:destruction_id>/", keeping.confirm, name="confirm"),
    path("destructions/<uuid:destruction_id>/withdraw/", keeping.withdraw, name="withdraw"),
    path("destructions/<uuid:destruction_id>/decision/", keeping.decision, name="decision"),
    path("import/", importing.bring, name="bring"),
    path("client/<uuid:client_id>/import/", importing.bring_to, name="bring_to"),
    path("imported/<uuid:imported_record_id>/", importing.imported, name="imported"),
]
