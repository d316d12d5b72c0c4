from django.urls import URLPattern, path

from kollega.web.accounts.views import account, confirming, factors, passkeys, resetting, signing_in, signing_up

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("signin/", signing_in.sign_in, name="sign_in"),
    path("signin/code/", signing_in.second_step_page, name="second_step"),
    path("signin/code/passkey/options/", passkeys.second_step_options, name="second_step_passkey_options"),
    path("signin/code/passkey/", passkeys.second_step, name="second_step_passkey"),
    path("signin/passkey/options/", passkeys.sign_in_options, name="sign_in_passkey_options"),
    path("signin/passkey/", passkeys.sign_in, name="sign_in_passkey"),
    path("signin/demo/", signing_in.demo_sign_in, name="demo_sign_in"),
    path("signout/", signing_in.sign_out, name="sign_out"),
    path("signup/", signing_up.sign_up, name="sign_up"),
    path("signup/sent/", signing_up.sign_up_sent, name="sign_up_sent"),
    path("signup/<str:token>/", signing_up.verify, name="verify"),
    path("reset/", resetting.ask, name="reset"),
    path("reset/sent/", resetting.sent, name="reset_sent"),
    path("reset/done/", resetting.done, name="reset_done"),
    path("reset/<str:token>/", resetting.choose, name="reset_choose"),
    path("confirm/", confirming.confirm, name="confirm"),
    path("confirm/passkey/options/", passkeys.confirm_options, name="confirm_passkey_options"),
    path("confirm/passkey/", passkeys.confirm, name="confirm_passkey"),
    path("account/", account.account, name="account"),
    path("account/profile/", account.change_profile, name="change_profile"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/address/", account.change_address, name="change_address"),
    path("account/address/<str:token>/", account.take_address, name="take_address"),
    path("account/sessions/end-others/", account.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<uuid:session_id>/end/", account.end_session, name="end_session"),
    path("account/second-step/", factors.second_factor, name="second_factor"),
    path("account/codes/", factors.set_up_codes, name="set_up_codes"),
    path("account/codes/remove/", factors.remove_codes, name="remove_codes"),
    path("account/recovery-codes/", factors.recovery_codes, name="recovery_codes"),
    path("account/passkeys/add/", passkeys.add, name="add_passkey"),
    path("account/passkeys/add/options/", passkeys.add_options, name="add_passkey_options"),
    path("account/passkeys/<uuid:passkey_id>/remove/", passkeys.remove, name="remove_passkey"),
]
