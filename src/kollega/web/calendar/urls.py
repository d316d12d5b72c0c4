from django.urls import URLPattern, path

from kollega.web.calendar.views import appointments, blocks, booking, calendar, changing

app_name = "calendar"
urlpatterns: list[URLPattern] = [
    path("", calendar.calendar_page, name="calendar"),
    path("new/", booking.new, name="new"),
    path("blocks/new/", blocks.new_block, name="new_block"),
    path("undo/<uuid:change_id>/", changing.undo, name="undo"),
    path("<uuid:appointment_id>/", appointments.show, name="appointment"),
    path("<uuid:appointment_id>/edit/", changing.edit, name="edit"),
    path("<uuid:appointment_id>/move/", changing.move, name="move"),
    path("<uuid:appointment_id>/cancel/", changing.cancel, name="cancel"),
    path("<uuid:appointment_id>/attendance/", appointments.attendance, name="attendance"),
]
