from django.urls import URLPattern, path

from kollega.web.appearance import change_appearance
from kollega.web.styleguide.views import styleguide, styleguide_part

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("appearance/", change_appearance, name="appearance"),
    path("styleguide/", styleguide, name="styleguide"),
    path("styleguide/<slug:part>/", styleguide_part, name="styleguide_part"),
]
