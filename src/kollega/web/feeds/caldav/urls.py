from django.urls import URLPattern, path

from kollega.web.feeds.caldav import serving

app_name = "caldav"
urlpatterns: list[URLPattern] = [
    path(".well-known/caldav", serving.well_known, name="well_known"),
    path("caldav/", serving.root, name="root"),
    path("caldav/<uuid:feed_id>/", serving.person, name="person"),
    path("caldav/<uuid:feed_id>/calendar/", serving.calendar, name="calendar"),
    path("caldav/<uuid:feed_id>/calendar/<uuid:appointment_id>.ics", serving.event, name="event"),
]
