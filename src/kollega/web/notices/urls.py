from django.urls import URLPattern, path

from kollega.web.notices import preview, views

app_name = "notices"
urlpatterns: list[URLPattern] = [
    path("", views.list_page, name="list"),
    path("preview/", preview.preview, name="preview"),
    path("appointments/<uuid:appointment_id>/", views.of_appointment, name="of_appointment"),
    path("appointments/<uuid:appointment_id>/invite/", views.invite, name="invite"),
    path("<uuid:notice_id>/", views.content, name="content"),
    path("<uuid:notice_id>/send/", views.send_now, name="send_now"),
    path("<uuid:notice_id>/withhold/", views.withhold, name="withhold"),
]
