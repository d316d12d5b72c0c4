from django.urls import URLPattern, path

from kollega.web.notices import preferences, preview, settings, views

app_name = "notices"
urlpatterns: list[URLPattern] = [
    path("", views.list_page, name="list"),
    path("preview/", preview.preview, name="preview"),
    path("appointments/<uuid:appointment_id>/", views.of_appointment, name="of_appointment"),
    path("appointments/<uuid:appointment_id>/invite/", views.invite, name="invite"),
    path("waiting/", views.waiting, name="waiting"),
    path("settings/", settings.settings_page, name="settings"),
    path("settings/texts/", settings.texts_page, name="texts"),
    path("settings/texts/<str:language>/<str:channel>/<str:kind>/", settings.text_page, name="text"),
    path("settings/texts/<str:language>/<str:channel>/<str:kind>/preview/", settings.text_preview, name="text_preview"),
    path("settings/sms/", settings.sms_page, name="sms"),
    path("settings/sms/test/", settings.sms_test, name="sms_test"),
    path("clients/<uuid:client_id>/", preferences.panel, name="preference"),
    path("clients/<uuid:client_id>/change/", preferences.change, name="change_preference"),
    path("<uuid:notice_id>/", views.content, name="content"),
    path("<uuid:notice_id>/send/", views.send_now, name="send_now"),
    path("<uuid:notice_id>/withhold/", views.withhold, name="withhold"),
]
