"""How a person wants the pages to look: kept in one cookie that the server reads, so that no page flashes."""

from dataclasses import dataclass, replace
from typing import Self

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kollega.accounts.operations.profile import change_look
from kollega.edge.access import public

COOKIE = "kollega_look"
COOKIE_AGE_SECONDS = 400 * 24 * 3600
THEMES = ("auto", "light", "dark")
LANGUAGE_COOKIE = "language"


@dataclass(frozen=True, kw_only=True)
class Appearance:
    """What the pages look like for one browser."""

    theme: str = "auto"
    rail: bool = False
    names_hidden: bool = False
    keys: bool = True

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the cookie's form, for example ``dark.rail.nokeys``; unknown words are left out."""
        words = set(text.split("."))
        theme = next((name for name in THEMES if name in words), "auto")
        return cls(theme=theme, rail="rail" in words, names_hidden="names" in words, keys="nokeys" not in words)

    def __str__(self) -> str:
        marks = {"rail": self.rail, "names": self.names_hidden, "nokeys": not self.keys}
        return ".".join([self.theme, *(word for word, present in marks.items() if present)])

    def changed_by(self, fields: dict[str, str]) -> Self:
        """Apply the fields a form sent: theme=auto|light|dark; rail, names_hidden, keys=on|off."""
        changes: dict[str, str | bool] = {
            name: fields[name] == "on" for name in ("rail", "names_hidden", "keys") if name in fields
        }
        if fields.get("theme") in THEMES:
            changes["theme"] = fields["theme"]
        return replace(self, **changes)  # type: ignore[arg-type]  # the keys are fixed four lines up


def read_appearance(request: HttpRequest) -> Appearance:
    """The choice this browser made earlier, else the defaults."""
    return Appearance.parse(request.COOKIES.get(COOKIE, ""))


@public("Anybody may choose how the pages look.")
@require_POST
def change_appearance(request: HttpRequest) -> HttpResponse:
    """Keep a changed choice; a page's script gets 204, a plain form goes back to where it was."""
    chosen = read_appearance(request).changed_by({name: str(value) for name, value in request.POST.items()})
    back = request.POST.get("next", "")
    response: HttpResponse
    if request.headers.get("X-Requested-With") == "fetch":
        response = HttpResponse(status=204)
    else:
        safe = url_has_allowed_host_and_scheme(
            back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        response = HttpResponseRedirect(back if safe else "/")
    _keep(request, response, COOKIE, str(chosen))
    language = request.POST.get("language", "")
    known = language in dict(settings.LANGUAGES)
    if known:
        _keep(request, response, LANGUAGE_COOKIE, language)
    if request.user.is_authenticated:
        # The next browser of this person looks the same.
        change_look(request.user.pk, theme=chosen.theme, language=language if known else None, single_keys=chosen.keys)
    return response


def looks_chosen(request: HttpRequest) -> bool:
    """Tell whether somebody chose in this browser already."""
    return COOKIE in request.COOKIES


def keep_person_choice(request: HttpRequest, response: HttpResponse, *, theme: str, language: str, keys: bool) -> None:
    """Let this browser look as the person chose in their account."""
    chosen = replace(read_appearance(request), theme=theme if theme in THEMES else "auto", keys=keys)
    _keep(request, response, COOKIE, str(chosen))
    _keep(request, response, LANGUAGE_COOKIE, language)


def _keep(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=COOKIE_AGE_SECONDS, secure=settings.SECURE, httponly=True, samesite="Lax")
