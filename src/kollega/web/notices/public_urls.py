from django.urls import URLPattern, path

from kollega.web.notices import reports

app_name = "notice_reports"
urlpatterns: list[URLPattern] = [path("sms/report/", reports.report, name="report")]
