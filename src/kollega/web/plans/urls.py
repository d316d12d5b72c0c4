from django.urls import URLPattern, path

from kollega.web.plans.views import billing, changing, own, plans

app_name = "plans"
urlpatterns: list[URLPattern] = [
    path("p/<slug:practice>/plans/", plans.plans, name="plans"),
    path("p/<slug:practice>/plans/choose/", changing.choose, name="choose"),
    path("p/<slug:practice>/plans/try/", changing.try_out, name="try"),
    path("p/<slug:practice>/plans/keep/", changing.keep, name="keep"),
    path("p/<slug:practice>/billing/", billing.billing_page, name="billing"),
    path("p/<slug:practice>/billing/<uuid:membership_id>/pay/", billing.pay, name="pay"),
    path("p/<slug:practice>/billing/<uuid:membership_id>/stop/", billing.stop, name="stop"),
    path("account/plan/", own.own_plan, name="own"),
    path("account/plan/choose/", own.choose, name="own_choose"),
    path("account/plan/try/", own.try_out, name="own_try"),
    path("account/plan/keep/", own.keep, name="own_keep"),
    path("account/plan/cancel/", own.cancel, name="own_cancel"),
]
