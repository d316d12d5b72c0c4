"""Refusals: what an operation answers when it will not do what was asked.

Every refusal has a stable code, a status for the interfaces, and one sentence with named slots in English,
which the edge translates. Domains derive their own in their `errors.py`.
"""

from typing import Any, ClassVar


def N_(message: str) -> str:  # noqa: N802 - the customary name of a marker that extraction tools know
    """Mark a sentence for translation and return it unchanged."""
    return message


class Refusal(Exception):
    """Base of all refusals; `details` fill the slots of `message` and are given to API callers."""

    code: ClassVar[str]
    status: ClassVar[int]
    message: ClassVar[str]

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code)
        self.details = details


class NotFound(Refusal):
    """The thing does not exist for this actor: missing, of another practice, or not to be known about."""

    code = "not_found"
    status = 404
    message = N_("There is nothing here. It may have been moved, or it belongs to somebody else.")


class Forbidden(Refusal):
    """The actor belongs to the practice but lacks the right."""

    code = "forbidden"
    status = 403
    message = N_("Your role does not include this. Ask an administrator of the practice.")


class Conflict(Refusal):
    """Somebody else was faster, or the state does not allow it."""

    code = "conflict"
    status = 409
    message = N_("This has changed in the meantime. Look at the current state and try again.")


class Changed(Conflict):
    """The caller's version is not the newest (If-Match or the version field of a form)."""

    code = "changed_elsewhere"
    message = N_("Somebody changed this in the meantime. Compare both versions before you save.")


class BadInput(Refusal):
    """A value is missing or has the wrong form. `fields` maps a field's name to its sentence."""

    code = "bad_input"
    status = 422
    message = N_("Some details are missing or have the wrong form.")

    def __init__(self, *, fields: dict[str, str] | None = None, **details: Any) -> None:
        super().__init__(**details)
        self.fields = fields or {}


class TooMany(Refusal):
    """A limit per person, address or installation was reached; `retry_after` is in seconds."""

    code = "too_many_requests"
    status = 429
    message = N_("Too many tries. Wait %(retry_after)s seconds and try again.")


class FreshLoginNeeded(Refusal):
    """The action needs an authentication of the same person within the last ten minutes."""

    code = "fresh_login_needed"
    status = 401
    message = N_("Confirm that it is you before you go on.")
