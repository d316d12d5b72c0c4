from django.urls import URLPattern, path

from kollega.web.operator import affiliates, contracts, health, inbox, plans, practice_plan, practices

app_name = "operator"
urlpatterns: list[URLPattern] = [
    path("", practices.practices_page, name="practices"),
    path("practices/<uuid:practice_id>/", practices.practice_page, name="practice"),
    path("practices/<uuid:practice_id>/contract/", contracts.contract_page, name="contract"),
    path("practices/<uuid:practice_id>/contract/end/", contracts.end_page, name="end_contract"),
    path("practices/<uuid:practice_id>/plan/", practice_plan.plan_page, name="plan"),
    path("requests/", inbox.requests_page, name="requests"),
    path("requests/<uuid:request_id>/", inbox.request_page, name="request"),
    path("catalogue/", plans.catalogue_page, name="catalogue"),
    path("affiliates/", affiliates.affiliates_page, name="affiliates"),
    path("health/", health.health_page, name="health"),
]
