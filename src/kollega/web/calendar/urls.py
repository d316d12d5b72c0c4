from django.urls import URLPattern, path

from kollega.web.calendar.settings import hours, overview, rooms, services, video
from kollega.web.calendar.views import (
    appointments,
    blocks,
    booking,
    calendar,
    changing,
    choosing,
    column_sets,
    desk,
    lengths,
    participants,
    today,
)
from kollega.web.repeats import ending, extending, looking, undoing

app_name = "calendar"
urlpatterns: list[URLPattern] = [
    path("", calendar.calendar_page, name="calendar"),
    path("today/", today.today, name="today"),
    path("desk/", desk.desk, name="desk"),
    path("settings/", overview.overview, name="settings"),
    path("settings/services/new/", services.new_service, name="new_service"),
    path("settings/services/<uuid:service_id>/", services.service, name="service"),
    path("settings/services/<uuid:service_id>/archive/", services.archive, name="archive_service"),
    path("settings/video/", video.video, name="video"),
    path("settings/video/all/", video.video_for_all, name="video_for_all"),
    path("settings/video/<uuid:membership_id>/", video.video_of, name="video_of"),
    path("settings/rooms/new/", rooms.new_room, name="new_room"),
    path("settings/rooms/<uuid:room_id>/", rooms.room, name="room"),
    path("settings/rooms/<uuid:room_id>/archive/", rooms.archive, name="archive_room"),
    path("settings/hours/<uuid:membership_id>/", hours.week, name="hours"),
    path("settings/hours/<uuid:membership_id>/exceptions/", hours.exception, name="exception"),
    path(
        "settings/hours/<uuid:membership_id>/exceptions/<uuid:exception_id>/remove/",
        hours.remove,
        name="remove_exception",
    ),
    path("columns/save/", column_sets.save, name="save_columns"),
    path("columns/<uuid:set_id>/remove/", column_sets.remove, name="remove_columns"),
    path("new/", booking.new, name="new"),
    path("new/clients/", choosing.client_options, name="client_options"),
    path("blocks/new/", blocks.new_block, name="new_block"),
    path("new/dates/", looking.look_visits, name="look_visits"),
    path("blocks/new/dates/", looking.look_blocks, name="look_blocks"),
    path("<uuid:repeated_appointment_id>/repeats/extend/", extending.extend, name="extend_repeats"),
    path("<uuid:repeated_appointment_id>/repeats/end/", ending.end, name="end_repeats"),
    path("undo/<uuid:change_id>/", changing.undo, name="undo"),
    path("undo/repeats/<uuid:repeat_change_id>/", undoing.undo, name="undo_repeats"),
    path("<uuid:appointment_id>/", appointments.show, name="appointment"),
    path("<uuid:appointment_id>/edit/", changing.edit, name="edit"),
    path("<uuid:appointment_id>/move/", changing.move, name="move"),
    path("<uuid:appointment_id>/cancel/", changing.cancel, name="cancel"),
    path("<uuid:appointment_id>/reset-length/", lengths.reset_length, name="reset_length"),
    path("<uuid:appointment_id>/attendance/", appointments.attendance, name="attendance"),
    path(
        "<uuid:appointment_id>/clients/<uuid:client_id>/attendance/",
        participants.attendance_of,
        name="attendance_of",
    ),
]
