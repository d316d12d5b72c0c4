from django.urls import URLPattern, path

from kollega.web.feeds import changing, making, overview, sources

app_name = "feeds"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("addresses/new/", making.new_address, name="new_address"),
    path("phones/new/", making.new_phone, name="new_phone"),
    path("<uuid:feed_id>/", changing.change, name="change"),
    path("<uuid:feed_id>/renew/", changing.renew, name="renew"),
    path("<uuid:feed_id>/end/", changing.end, name="end"),
    path("calendars/new/", sources.new, name="new_source"),
    path("calendars/<uuid:source_id>/read/", sources.read_now, name="read_source"),
    path("calendars/<uuid:source_id>/remove/", sources.remove, name="remove_source"),
    path("mirror/", sources.mirror, name="mirror"),
]
