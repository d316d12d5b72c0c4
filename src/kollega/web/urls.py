from django.urls import URLPattern, path

from kollega.web.appearance import change_appearance

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("appearance/", change_appearance, name="appearance"),
]
