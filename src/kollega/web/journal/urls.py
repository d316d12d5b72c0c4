from django.urls import URLPattern, path

from kollega.web.journal import (
    addenda,
    colleagues,
    listing,
    opening,
    signing,
    starting,
    templates_page,
    versions,
    writing,
)

app_name = "journal"
urlpatterns: list[URLPattern] = [
    path("", listing.unsigned, name="unsigned"),
    path("colleagues/", colleagues.colleagues, name="colleagues"),
    path("colleagues/<uuid:note_id>/", colleagues.colleagues_note, name="colleagues_note"),
    path("new/<uuid:client_id>/", starting.new, name="new"),
    path("visit/<uuid:appointment_id>/", starting.from_appointment, name="from_appointment"),
    path("client/<uuid:client_id>/", listing.of_client, name="of_client"),
    path("client/<uuid:client_id>/search/", listing.search, name="search"),
    path("templates/", templates_page.list_page, name="templates"),
    path("templates/new/", templates_page.new, name="new_template"),
    path("templates/<uuid:template_id>/", templates_page.edit, name="template"),
    path("templates/<uuid:template_id>/to-team/", templates_page.to_team, name="to_team"),
    path("templates/<uuid:template_id>/to-mine/", templates_page.to_mine, name="to_mine"),
    path("templates/<uuid:template_id>/standard/", templates_page.standard, name="standard"),
    path("templates/<uuid:template_id>/remove/", templates_page.remove, name="remove_template"),
    path("<uuid:note_id>/", opening.note, name="note"),
    path("<uuid:note_id>/last/", opening.last, name="last"),
    path("<uuid:note_id>/note.pdf", opening.pdf, name="pdf"),
    path("<uuid:note_id>/autosave/", writing.autosave_text, name="autosave"),
    path("<uuid:note_id>/save/", writing.save_text, name="save"),
    path("<uuid:note_id>/close/", writing.close, name="close"),
    path("<uuid:note_id>/take-back/", writing.take_back_draft, name="take_back"),
    path("<uuid:note_id>/sign/", signing.sign_page, name="sign"),
    path("<uuid:note_id>/addendum/", addenda.addendum, name="addendum"),
    path("<uuid:note_id>/versions/", versions.list_page, name="versions"),
    path("<uuid:note_id>/versions/<int:number>/restore/", versions.restore, name="restore"),
]
