"""Settings, messages to clients: what is told by which channel, reminders, the texts, and the SMS account."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import BadInput, Changed, NotFound
from kollega.kernel.permissions import Permission
from kollega.messaging.errors import NoTextService
from kollega.messaging.operations.text_accounts import remove_text_account, send_test_text, set_text_account
from kollega.messaging.queries.text_accounts import text_account
from kollega.notices.enums import Channel, NoticeKind
from kollega.notices.errors import UnknownPlaceholder
from kollega.notices.operations.settings import change_notice_settings, change_text
from kollega.notices.queries.settings import notice_settings
from kollega.notices.queries.wordings import SAMPLE_PAGE, Wording, sample, wordings
from kollega.notices.rules.wording import LANGUAGES, PLACEHOLDERS
from kollega.practices.queries.profile import profile_of
from kollega.scheduling.queries.offers import services
from kollega.web.calendar.practice_address import slug
from kollega.web.notices.settings_forms import AccountForm, SettingsForm, TestForm, TextForm, initial_of
from kollega.web.notices.words import CHANNEL_WORDS, KIND_WORDS
from kollega.web.refused import show_in

LANGUAGE_NAMES = {"sv": "Svenska", "nb": "Norsk", "de": "Deutsch", "fr": "Français", "en": "English"}


@practice_page(Permission.PRACTICE_MANAGE)
@require_http_methods(["GET", "POST"])
def settings_page(request: PracticeRequest) -> HttpResponse:
    known = notice_settings(request.actor)
    choices = [(str(service.id), service.name) for service in services(request.actor)]
    sent = request.POST if request.method == "POST" else None
    form = SettingsForm(sent, initial=initial_of(known), services=choices)
    status = 200
    if sent is not None:
        status = 422
        if form.is_valid():
            try:
                change_notice_settings(request.actor, wanted=form.wanted())
            except (BadInput, Changed) as refusal:
                show_in(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect("notices:settings", slug(request))
    account = text_account(request.actor)
    context = {"form": form, "area": "settings", "practice_slug": slug(request), "account": account}
    return render(request, "notices/settings.html", context, status=status)


@practice_page(Permission.PRACTICE_MANAGE)
@require_http_methods(["GET"])
def texts_page(request: PracticeRequest) -> HttpResponse:
    """All texts of one language, those of one's own marked."""
    language = _language(request, request.GET.get("language", ""))
    tabs = [
        {"label": LANGUAGE_NAMES[one], "url": f"?language={one}", "current": one == language, "count": None}
        for one in LANGUAGES
    ]
    groups = [
        (
            str(CHANNEL_WORDS[channel]),
            [_row(one) for one in wordings(request.actor, language=language) if one.channel is channel],
        )
        for channel in Channel
    ]
    context = {"area": "settings", "practice_slug": slug(request), "tabs": tabs, "groups": groups, "language": language}
    return render(request, "notices/texts.html", context)


@practice_page(Permission.PRACTICE_MANAGE)
@require_http_methods(["GET", "POST"])
def text_page(request: PracticeRequest, language: str, channel: str, kind: str) -> HttpResponse:
    """One text with its placeholders and what a client reads; `reset` brings the standard back."""
    found = _wording(request, language, channel, kind)
    sent = request.POST if request.method == "POST" else None
    form = TextForm(sent, initial={"text": found.text})
    if sent is not None and ("reset" in sent or form.is_valid()):
        text = "" if "reset" in sent else form.cleaned_data["text"]
        try:
            change_text(request.actor, language=language, channel=found.channel, kind=found.kind, text=text)
        except BadInput as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{_texts_url(request)}?language={language}")
    text = str(form["text"].value() or "")
    context = {
        "area": "settings",
        "practice_slug": slug(request),
        "form": form,
        "found": found,
        "title": f"{KIND_WORDS[found.kind]}, {CHANNEL_WORDS[found.channel]}",
        "language": language,
        "language_name": LANGUAGE_NAMES[language],
        "placeholders": [f"{{{name}}}" for name in PLACEHOLDERS],
        "back": f"{_texts_url(request)}?language={language}",
        **_sample(request, found, language, text),
    }
    return render(request, "notices/text.html", context, status=422 if form.errors else 200)


@practice_page(Permission.PRACTICE_MANAGE)
@require_POST
def text_preview(request: PracticeRequest, language: str, channel: str, kind: str) -> HttpResponse:
    """What a client would read, for the text as it stands in the form."""
    found = _wording(request, language, channel, kind)
    return render(request, "notices/sample.html", _sample(request, found, language, request.POST.get("text", "")))


@practice_page(Permission.PRACTICE_MANAGE)
@require_http_methods(["GET", "POST"])
def sms_page(request: PracticeRequest) -> HttpResponse:
    """The SMS account: name, key, on or off, and removing it."""
    known = text_account(request.actor)
    if request.method == "POST" and "remove" in request.POST:
        remove_text_account(request.actor)
        messages.success(request, _("The SMS account was removed."))
        return redirect("notices:sms", slug(request))
    sent = request.POST if request.method == "POST" else None
    form = AccountForm(sent, initial={"sender": known.sender, "on": known.on or not known.has_key})
    if sent is not None and form.is_valid():
        data = form.cleaned_data
        try:
            set_text_account(request.actor, sender=data["sender"], key=data["key"], on=data["on"])
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("notices:sms", slug(request))
    return _sms(request, form, TestForm())


@practice_page(Permission.PRACTICE_MANAGE)
@require_POST
def sms_test(request: PracticeRequest) -> HttpResponse:
    """Send one SMS to a number of the person's own."""
    form, known = TestForm(request.POST), text_account(request.actor)
    if form.is_valid():
        try:
            country = profile_of(request.actor).country
            words = _("%(sender)s: SMS from Kollega arrive.") % {"sender": known.sender}
            send_test_text(request.actor, to=form.cleaned_data["to"], country=country, text=words)
        except (BadInput, NoTextService) as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The test SMS is on its way."))
            return redirect("notices:sms", slug(request))
    account = AccountForm(initial={"sender": known.sender, "on": known.on})
    return _sms(request, account, form)


def _sms(request: PracticeRequest, form: AccountForm, test: TestForm) -> HttpResponse:
    known = text_account(request.actor)
    states = {
        "waiting": _("The last test SMS is on its way."),
        "accepted": _("The last test SMS was taken by the SMS service."),
        "delivered": _("The last test SMS arrived."),
        "undelivered": _("The last test SMS was not delivered: the phone did not take it."),
        "refused": _("The last test SMS was refused by the SMS service: %(code)s.") % {"code": known.failure},
        "given_up": _("The last test SMS was given up: the SMS service did not answer."),
    }
    context = {
        "area": "settings",
        "practice_slug": slug(request),
        "form": form,
        "test": test,
        "account": known,
        "last": states.get(known.last_test, ""),
        "well": known.last_test in ("waiting", "accepted", "delivered"),
    }
    return render(request, "notices/sms.html", context, status=422 if form.errors or test.errors else 200)


def _language(request: PracticeRequest, wanted: str) -> str:
    return wanted if wanted in LANGUAGES else profile_of(request.actor).language


def _wording(request: PracticeRequest, language: str, channel: str, kind: str) -> Wording:
    found = {(one.channel.value, one.kind.value): one for one in wordings(request.actor, language=language)}
    if (channel, kind) not in found:
        raise NotFound
    return found[channel, kind]


def _row(one: Wording) -> dict[str, Any]:
    return {"kind": str(KIND_WORDS[one.kind]), "one": one}


def _sample(request: PracticeRequest, found: Wording, language: str, text: str) -> dict[str, Any]:
    page = request.build_absolute_uri(SAMPLE_PAGE) if found.kind is not NoticeKind.CANCELLATION else ""
    shown = sample(request.actor, language=language, channel=found.channel, kind=found.kind, text=text, page=page)
    return {"sample": shown}


def _blame(form: TextForm, refusal: BadInput) -> None:
    """A placeholder is named in the sentence; everything else is as in any form."""
    if isinstance(refusal, UnknownPlaceholder):
        form.add_error("text", sentence(refusal))
    else:
        show_in(form, refusal)


def _texts_url(request: PracticeRequest) -> str:
    return reverse("notices:texts", args=[slug(request)])
