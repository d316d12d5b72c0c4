from django.urls import URLPattern, path

from kollega.web.team import creating, leaving, listing, member, ownership, records

app_name = "team"
urlpatterns: list[URLPattern] = [
    path("", listing.team_page, name="team"),
    path("create/", creating.create, name="create"),
    path("records/", records.records, name="records"),
    path("ownership/", ownership.answer, name="ownership"),
    path("leave/", leaving.leave_page, name="leave"),
    path("leave/notes/", leaving.take_notes, name="take_notes"),
    path("<uuid:membership_id>/", member.member_page, name="member"),
    path("<uuid:membership_id>/account-type/", member.change_type, name="account_type"),
    path("<uuid:membership_id>/logins/end/", member.end_member_logins, name="end_logins"),
    path("<uuid:membership_id>/ownership/", ownership.offer, name="offer"),
    path("<uuid:membership_id>/remove/", leaving.remove_page, name="remove"),
    path("<uuid:membership_id>/appointments/hand-over/", leaving.pass_visits, name="pass_visits"),
    path("<uuid:membership_id>/appointments/cancel/", leaving.cancel_visits, name="cancel_visits"),
    path("<uuid:membership_id>/clients/hand-over/", leaving.pass_clients, name="pass_clients"),
]
