from django.urls import URLPattern, path

from kollega.web.online.views import look, matching_setup, requests, setup, waiting_list

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
    path("matching/", matching_setup.matching, name="matching"),
    path("profile/", matching_setup.profile, name="profile"),
    path("referred/", matching_setup.referred, name="referred"),
    path("referred/<uuid:referral_id>/accept/", matching_setup.accept, name="accept_referral"),
    path("referred/<uuid:referral_id>/decline/", matching_setup.decline, name="decline_referral"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:appointment_id>/accept/", requests.accept, name="accept"),
    path("requests/<uuid:appointment_id>/decline/", requests.decline, name="decline"),
]
