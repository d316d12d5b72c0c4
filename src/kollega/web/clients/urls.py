from django.urls import URLPattern, path

from kollega.web.clients import (
    adding,
    card,
    care,
    contact_people,
    editing,
    identity,
    information,
    listing,
    log,
    merging,
    visits,
)

app_name = "clients"
urlpatterns: list[URLPattern] = [
    path("", listing.list_page, name="list"),
    path("search/", listing.palette, name="palette"),
    path("new/", adding.new, name="new"),
    path("quick/", adding.quick, name="quick"),
    path("<uuid:client_id>/", card.overview, name="card"),
    path("<uuid:client_id>/edit/", editing.edit, name="edit"),
    path("<uuid:client_id>/set/<str:state>/", card.active, name="active"),
    path("<uuid:client_id>/hints/<uuid:hint_id>/settle/", card.settle_hint, name="settle_hint"),
    path("<uuid:client_id>/information/<str:heading>/", information.heading, name="information"),
    path("<uuid:client_id>/information/<str:heading>/shown/", information.shown, name="information_shown"),
    path("<uuid:client_id>/information/<str:heading>/versions/", information.versions, name="information_versions"),
    path("<uuid:client_id>/id-number/", identity.number, name="number"),
    path("<uuid:client_id>/id-number/show/", identity.show, name="show_number"),
    path("<uuid:client_id>/contacts/new/", contact_people.new, name="contact_person_new"),
    path("<uuid:client_id>/contacts/<uuid:contact_person_id>/", contact_people.edit, name="contact_person"),
    path(
        "<uuid:client_id>/contacts/<uuid:contact_person_id>/remove/",
        contact_people.remove,
        name="contact_person_remove",
    ),
    path("<uuid:client_id>/merge/", merging.choose, name="merge_choose"),
    path("<uuid:client_id>/merge/<uuid:other_client_id>/", merging.merge, name="merge"),
    path("<uuid:client_id>/merge/<uuid:merge_id>/undo/", merging.undo, name="merge_undo"),
    path("<uuid:client_id>/care/", care.care, name="care"),
    path("<uuid:client_id>/care/<uuid:clinician_id>/end/", care.end, name="end_share"),
    path("<uuid:client_id>/appointments/", visits.appointments, name="appointments"),
    path("<uuid:client_id>/log/", log.log, name="log"),
    path("<uuid:client_id>/hand-over/", care.transfer, name="transfer"),
]
