from django.urls import URLPattern, path

from kollega.web.accounts.views import account, confirming, factors, signing_in

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("signin/", signing_in.sign_in, name="sign_in"),
    path("signin/code/", signing_in.second_step_page, name="second_step"),
    path("signout/", signing_in.sign_out, name="sign_out"),
    path("confirm/", confirming.confirm, name="confirm"),
    path("account/", account.account, name="account"),
    path("account/second-step/", factors.second_factor, name="second_factor"),
    path("account/codes/", factors.set_up_codes, name="set_up_codes"),
    path("account/codes/remove/", factors.remove_codes, name="remove_codes"),
    path("account/recovery-codes/", factors.recovery_codes, name="recovery_codes"),
]
