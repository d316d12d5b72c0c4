"""Addresses that other programs read; a secret stands in them or beside them."""

from django.urls import URLPattern, path

from kollega.web.feeds import reading

app_name = "feed_reading"
urlpatterns: list[URLPattern] = [
    path("feeds/<str:secret>.ics", reading.feed, name="feed"),
]
