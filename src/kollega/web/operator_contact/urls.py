from django.urls import URLPattern, path

from kollega.web.operator_contact import views

app_name = "operator_contact"
urlpatterns: list[URLPattern] = [path("", views.large, name="large")]
