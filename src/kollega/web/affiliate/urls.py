from django.urls import URLPattern, path

from kollega.web.affiliate import own, via

app_name = "affiliate"
urlpatterns: list[URLPattern] = [
    path("account/affiliate/", own.own_link, name="own"),
    path("via/<str:code>/", via.via, name="via"),
]
