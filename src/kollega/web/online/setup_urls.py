from django.urls import URLPattern, path

from kollega.web.online.views import look, requests, setup, waiting_list

app_name = "online_setup"
urlpatterns: list[URLPattern] = [
    path("settings/", setup.online_settings, name="settings"),
    path("settings/clinicians/<uuid:membership_id>/", setup.online_clinician, name="clinician"),
    path("settings/look/", look.online_look, name="look"),
    path("settings/look/logo/remove/", look.remove_logo, name="remove_logo"),
    path("settings/terms/", setup.online_policy, name="policy"),
    path("settings/services/<uuid:service_id>/questions/", setup.online_questions, name="questions"),
    path("waiting/", waiting_list.entries, name="waiting"),
    path("waiting/new/", waiting_list.add, name="add_waiting"),
    path("waiting/<uuid:entry_id>/remove/", waiting_list.remove, name="remove_waiting"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:appointment_id>/accept/", requests.accept, name="accept"),
    path("requests/<uuid:appointment_id>/decline/", requests.decline, name="decline"),
]
