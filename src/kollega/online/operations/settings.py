"""Setting up the booking page: the practice's, each clinician's, the policy, the questions (B11)."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, Changed, Forbidden, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.online.models import ClinicianPage, IntakeForm, Page, PolicyVersion
from kollega.online.rules.intake import Question, form_faults, stored
from kollega.online.rules.settings import (
    LONGEST_POLICY,
    ClinicianSettings,
    PageSettings,
    clinician_faults,
    page_faults,
)
from kollega.platform.operations import Action, operation
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.queries.offers import services_of

LANGUAGES = ("en", "sv", "nb", "de", "fr")
TOO_LONG = N_("Write at most 8000 characters.")


@operation(requires=Permission.ONLINE_MANAGE)
def change_page(actor: Actor, *, wanted: PageSettings, version: int | None = None) -> int:
    """Make these the settings of the practice's page and return their version.

    Refuses with BadInput, AddressTaken (also when the address is another practice's), Changed.
    """
    wrong = page_faults(wanted)
    if wrong:
        raise BadInput(fields=wrong)
    row = Page.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id).first()
    if version is not None and version != (row.version if row else 0):
        raise Changed
    values = asdict(wanted)
    fields = [name for name, value in values.items() if row is None or getattr(row, name) != value]
    if row is None:
        row = Page(id=new_id(), practice_id=actor.practice_id, **values)
        row.save(force_insert=True)
        now = row.version
    else:
        now = row.version + 1
        Page.objects.filter(practice_id=actor.practice_id, id=row.id).update(**values, version=now)
    record(actor, Action.CHANGE, "online_page", row.id, fields=fields, is_on=wanted.is_on)
    return now


@operation(requires=Permission.CALENDAR_SEE)
def change_clinician(actor: Actor, *, membership_id: UUID, wanted: ClinicianSettings) -> int:
    """Set what a clinician offers online and return the version; one's own with one right, anybody's with the other.

    Refuses with Forbidden, BadInput, AddressTaken; NotFound for anyone who sees no clients and for unknown services.
    """
    own = membership_id == actor.membership_id and actor.may(Permission.ONLINE_MANAGE_OWN)
    if not any(one.id == membership_id and one.sees_clients for one in calendar_members(actor.practice_id)):
        raise NotFound
    if not own and not actor.may(Permission.ONLINE_MANAGE):
        raise Forbidden
    wrong = clinician_faults(wanted)
    if wrong:
        raise BadInput(fields=wrong)
    if not set(wanted.service_ids) <= {service.id for service in services_of(actor)}:
        raise NotFound
    values = _columns(wanted)
    row = ClinicianPage.objects.select_for_update(no_key=True).filter(
        practice_id=actor.practice_id, membership_id=membership_id
    )
    found = row.first()
    if found is None:
        ClinicianPage(id=new_id(), practice_id=actor.practice_id, membership_id=membership_id, **values).save(
            force_insert=True
        )
        version, fields = 1, sorted(values)
    else:
        version, fields = found.version + 1, [name for name, value in values.items() if getattr(found, name) != value]
        row.update(**values, version=version)
    record(actor, Action.CHANGE, "online_clinician", membership_id, fields=fields, is_on=wanted.is_on)
    return version


def _columns(wanted: ClinicianSettings) -> dict[str, Any]:
    return {**asdict(wanted), "takes": wanted.takes.value if wanted.takes else "", "service_ids": [*wanted.service_ids]}


@operation(requires=Permission.ONLINE_MANAGE)
def change_policy(actor: Actor, *, texts: dict[str, str]) -> int:
    """Store a new version of what clients agree to and return its number; the same words again change nothing.

    Empty texts end the policy. Refuses with BadInput.
    """
    kept = {language: texts.get(language, "").strip().replace("\r\n", "\n") for language in LANGUAGES}
    kept = {language: text for language, text in kept.items() if text}
    wrong = {language: TOO_LONG for language, text in kept.items() if len(text) > LONGEST_POLICY}
    if wrong:
        raise BadInput(fields=wrong)
    Page.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id).first()
    newest = PolicyVersion.objects.filter(practice_id=actor.practice_id).order_by("-version").first()
    if (newest.texts if newest else {}) == kept:
        record(actor, Action.CHANGE, "online_policy", newest.id if newest else None, fields=[])
        return newest.version if newest else 0
    row = PolicyVersion(
        id=new_id(),
        practice_id=actor.practice_id,
        version=newest.version + 1 if newest else 1,
        texts=kept,
        by_id=actor.membership_id,
        at=actor.at,
    )
    row.save(force_insert=True)
    record(actor, Action.CHANGE, "online_policy", row.id, version=row.version, fields=sorted(kept))
    return row.version


@operation(requires=Permission.ONLINE_MANAGE)
def change_intake(actor: Actor, *, service_id: UUID, questions: tuple[Question, ...]) -> int:
    """Ask these questions whenever the service is booked; none ends the form. Return the version.

    Refuses with BadInput; NotFound for a service that is not in use.
    """
    if not any(service.id == service_id for service in services_of(actor)):
        raise NotFound
    wrong = form_faults(questions)
    if wrong:
        raise BadInput(fields=wrong)
    rows = IntakeForm.objects.select_for_update(no_key=True).filter(
        practice_id=actor.practice_id, service_id=service_id
    )
    found = rows.first()
    if found is None:
        found = IntakeForm(
            id=new_id(), practice_id=actor.practice_id, service_id=service_id, questions=stored(questions)
        )
        found.save(force_insert=True)
        version = 1
    else:
        version = found.version + 1
        rows.update(questions=stored(questions), version=version)
    record(actor, Action.CHANGE, "online_intake", service_id, count=len(questions))
    return version
