from django.urls import URLPattern, path

from kollega.web.communities.views import community, joining, leaving, overview, partners, rooms, use

app_name = "communities"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("new/", overview.new, name="new"),
    path("join/", joining.join, name="join"),
    path("<uuid:community_id>/", community.community_page, name="community"),
    path("<uuid:community_id>/withdraw/", joining.withdraw, name="withdraw"),
    path("<uuid:community_id>/code/", joining.new_code, name="new_code"),
    path("codes/<uuid:joining_code_id>/revoke/", joining.revoke, name="revoke_code"),
    path("partners/<uuid:partner_id>/approve/", partners.approve_one, name="approve"),
    path("partners/<uuid:partner_id>/decline/", partners.decline_one, name="decline"),
    path("partners/<uuid:partner_id>/keep/", partners.keep, name="keep"),
    path("partners/<uuid:partner_id>/move/", partners.have_moved, name="have_moved"),
    path("<uuid:community_id>/rooms/new/", rooms.new, name="new_room"),
    path("rooms/<uuid:shared_room_id>/map/", rooms.map_one, name="map"),
    path("rooms/<uuid:shared_room_id>/rules/", rooms.rules, name="rules"),
    path("own/<uuid:room_id>/unmap/", rooms.unmap, name="unmap"),
    path("<uuid:community_id>/leave/", leaving.leave, name="leave"),
    path("<uuid:community_id>/stay/", leaving.stay, name="stay"),
    path("<uuid:community_id>/dissolve/", leaving.dissolve, name="dissolve"),
    path("<uuid:community_id>/use/", use.statement, name="use"),
    path("<uuid:community_id>/use.csv", use.export, name="use_csv"),
]
