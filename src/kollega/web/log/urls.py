from django.urls import URLPattern, path

from kollega.web.log import views

app_name = "log"
urlpatterns: list[URLPattern] = [
    path("", views.list_page, name="list"),
    path("export/", views.export, name="export"),
]
