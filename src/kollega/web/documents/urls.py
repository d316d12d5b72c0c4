from django.urls import URLPattern, path

from kollega.web.documents import adding, changing, listing, opening

app_name = "documents"
urlpatterns: list[URLPattern] = [
    path("client/<uuid:client_id>/", listing.of_client, name="of_client"),
    path("client/<uuid:client_id>/add/", adding.add, name="add"),
    path("<uuid:document_id>/", opening.show, name="show"),
    path("<uuid:document_id>/download/", opening.download, name="download"),
    path("<uuid:document_id>/edit/", changing.edit, name="edit"),
    path("<uuid:document_id>/bin/", changing.into_bin, name="bin"),
    path("<uuid:document_id>/restore/", changing.restore, name="restore"),
]
