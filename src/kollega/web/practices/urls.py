from django.urls import URLPattern, path

from kollega.web.practices import first_run, team_settings, tokens, views

app_name = "practices"
urlpatterns: list[URLPattern] = [
    path("", views.start, name="start"),
    path("practices/", views.choose, name="choose"),
    path("practices/new/", views.found, name="found"),
    path("p/<slug:practice>/", views.home, name="home"),
    path("p/<slug:practice>/start/hours/", first_run.hours, name="first_hours"),
    path("p/<slug:practice>/start/service/", first_run.service, name="first_service"),
    path("p/<slug:practice>/start/room/", first_run.room, name="first_room"),
    path("p/<slug:practice>/settings/", views.settings_page, name="settings"),
    path("p/<slug:practice>/settings/practice/", views.facts, name="facts"),
    path("p/<slug:practice>/settings/team/", team_settings.team_settings_page, name="team_settings"),
    path("p/<slug:practice>/settings/tokens/", tokens.tokens, name="tokens"),
    path("p/<slug:practice>/settings/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="revoke_token"),
]
