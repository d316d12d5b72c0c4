from django.urls import URLPattern, path

from kollega.web.online.views import choosing, finishing, look, matching, visit, waiting

app_name = "online"
urlpatterns: list[URLPattern] = [
    path("book/<slug:slug>/", choosing.service, name="service"),
    path("book/<slug:slug>/colour.css", look.sheet, name="colour"),
    path("book/<slug:slug>/logo/<slug:digest>/", look.logo, name="logo"),
    path("book/<slug:slug>/with/<slug:clinician>/", choosing.clinician_page, name="clinician_page"),
    path("book/<slug:slug>/who/", choosing.who, name="who"),
    path("book/<slug:slug>/where/", choosing.place, name="place"),
    path("book/<slug:slug>/time/", choosing.time, name="time"),
    path("book/<slug:slug>/<str:secret>/details/", finishing.details, name="details"),
    path("book/<slug:slug>/<str:secret>/code/", finishing.code, name="code"),
    path("book/<slug:slug>/<str:secret>/confirm/", finishing.confirm, name="confirm"),
    path("book/<slug:slug>/<str:secret>/longer/", finishing.longer, name="longer"),
    path("book/<slug:slug>/waiting/", waiting.ask, name="waiting"),
    path("book/<slug:slug>/waiting/thanks/", waiting.thanks, name="waiting_thanks"),
    path("match/<slug:slug>/", matching.ask, name="matching"),
    path("match/own/<str:secret>/", matching.matched, name="matched"),
    path("offer/<str:secret>/", waiting.offer, name="offer"),
    path("visit/<str:secret>/", visit.visit, name="visit"),
    path("visit/<str:secret>/cancel/", visit.cancel, name="cancel"),
    path("visit/<str:secret>/move/", visit.move, name="move"),
    path("visit/<str:secret>/appointment.ics", visit.calendar_file, name="calendar_file"),
]
