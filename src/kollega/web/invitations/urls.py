from django.urls import URLPattern, path

from kollega.web.invitations.views import batch, invited, joining, links, pending, requests

app_name = "invitations"
urlpatterns: list[URLPattern] = [
    path("p/<slug:practice>/invitations/", pending.pending, name="pending"),
    path("p/<slug:practice>/invitations/new/", batch.new, name="new"),
    path("p/<slug:practice>/invitations/<uuid:invitation_id>/resend/", pending.resend_one, name="resend"),
    path("p/<slug:practice>/invitations/<uuid:invitation_id>/revoke/", pending.revoke_one, name="revoke"),
    path("p/<slug:practice>/invitations/<uuid:invitation_id>/correct/", pending.correct_one, name="correct"),
    path("p/<slug:practice>/invitations/links/new/", links.new, name="new_link"),
    path("p/<slug:practice>/invitations/links/<uuid:join_link_id>/end/", links.end, name="end_link"),
    path(
        "p/<slug:practice>/invitations/requests/<uuid:join_request_id>/approve/", requests.approve_one, name="approve"
    ),
    path(
        "p/<slug:practice>/invitations/requests/<uuid:join_request_id>/decline/", requests.decline_one, name="decline"
    ),
    path("invitation/asked/", invited.asked, name="asked"),
    path("invitation/<str:token>/", invited.invitation, name="invitation"),
    path("invitation/<str:token>/account/", invited.register, name="register"),
    path("invitation/<str:token>/switch/", invited.switch, name="switch"),
    path("invitation/<str:token>/ask/", invited.ask_again, name="ask_again"),
    path("join/<str:token>/", joining.join, name="join"),
]
