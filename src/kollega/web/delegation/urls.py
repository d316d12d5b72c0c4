from django.urls import URLPattern, path

from kollega.web.delegation import accepting, giving, listing, uses

app_name = "delegation"
urlpatterns: list[URLPattern] = [
    path("p/<slug:practice>/delegations/", listing.delegations, name="list"),
    path("p/<slug:practice>/delegations/new/", giving.give, name="give"),
    path("p/<slug:practice>/delegations/new/example/", giving.example, name="example"),
    path("p/<slug:practice>/delegations/uses/", uses.used, name="uses"),
    path("p/<slug:practice>/delegations/<uuid:grant_id>/revoke/", listing.revoke_one, name="revoke"),
    path("p/<slug:practice>/delegations/<uuid:grant_id>/give-back/", listing.give_back_one, name="give_back"),
    path("delegation/<str:token>/", accepting.offer, name="offer"),
]
