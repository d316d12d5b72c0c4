from django.urls import URLPattern, path

from kollega.web.demo import clock_page, mailbox, private_calendar, textbox

app_name = "demo"
urlpatterns: list[URLPattern] = [
    path("demo/", clock_page.panel, name="panel"),
    path("demo/clock/", clock_page.move_clock, name="clock"),
    path("demo/texts/", textbox.texts, name="texts"),
    path("demo/private-calendar.ics", private_calendar.served, name="private_calendar"),
    path("demo/mailbox/", mailbox.mailbox, name="mailbox"),
    path("demo/mailbox/<str:name>/", mailbox.mail, name="mail"),
    path("demo/mailbox/<str:name>/html/", mailbox.mail_html, name="mail_html"),
]
