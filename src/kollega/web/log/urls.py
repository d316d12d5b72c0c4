from django.urls import URLPattern, path

from kollega.web.log import reviews, views

app_name = "log"
urlpatterns: list[URLPattern] = [
    path("", views.list_page, name="list"),
    path("export/", views.export, name="export"),
    path("reviews/", reviews.list_reviews, name="reviews"),
    path("reviews/new/", reviews.new_review, name="new_review"),
    path("reviews/<uuid:review_id>/", reviews.review_page, name="review"),
    path("reviews/<uuid:review_id>/finish/", reviews.finish, name="finish_review"),
]
