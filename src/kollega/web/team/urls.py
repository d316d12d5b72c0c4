from django.urls import URLPattern, path

from kollega.web.team import members

app_name = "team"
urlpatterns: list[URLPattern] = [
    path("", members.team, name="team"),
    path("add/", members.add, name="add"),
    path("<uuid:membership_id>/", members.change, name="member"),
    path("<uuid:membership_id>/logins/end/", members.end_member_logins, name="end_logins"),
]
