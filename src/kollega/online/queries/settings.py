"""Online booking as those see it who set it up."""

from dataclasses import dataclass
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.online.models import ClinicianPage, IntakeForm, Page, PolicyVersion
from kollega.online.queries.drafts import questions_of
from kollega.online.queries.pages import clinician_settings_of_row, settings_of_row
from kollega.online.rules.intake import Question
from kollega.online.rules.settings import ClinicianSettings, PageSettings
from kollega.platform.operations import query
from kollega.practices.queries.columns import calendar_members
from kollega.practices.queries.profile import profile_of
from kollega.practices.rules.slugs import slug_of
from kollega.scheduling.models import WorkingHours
from kollega.scheduling.queries.offers import ServiceRow, services_of


@dataclass(frozen=True, slots=True)
class ClinicianSetup:
    """One clinician's part; `version` 0 while nothing was stored and `settings` are only proposed."""

    membership_id: UUID
    name: str
    settings: ClinicianSettings
    version: int
    has_hours: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class ServiceSetup:
    service: ServiceRow
    questions: int


@dataclass(frozen=True, slots=True)
class OnlineSetup:
    """All settings. `version` 0 while the page was never stored and its settings are only proposed."""

    page: PageSettings
    version: int
    clinicians: tuple[ClinicianSetup, ...]
    services: tuple[ServiceSetup, ...]
    policy_version: int
    policy: dict[str, str]
    may_manage: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """What keeps visitors from finding any time: `clinician`, `service`, `hours`."""
        on = [one for one in self.clinicians if one.settings.is_on]
        lacking = {
            "service": not any(one.service.bookable_online for one in self.services),
            "clinician": not on,
            "hours": bool(on) and not any(one.has_hours for one in on),
        }
        return tuple(name for name, is_lacking in lacking.items() if is_lacking)


@query(requires=Permission.CALENDAR_SEE)
def online_setup(actor: Actor) -> OnlineSetup:
    """Return how online booking is set up."""
    row = Page.objects.filter(practice_id=actor.practice_id).first()
    policy = PolicyVersion.objects.filter(practice_id=actor.practice_id).order_by("-version").first()
    asked = dict(IntakeForm.objects.filter(practice_id=actor.practice_id).values_list("service_id", "questions"))
    return OnlineSetup(
        page=settings_of_row(row) if row else PageSettings(slug=profile_of(actor).slug),
        version=row.version if row else 0,
        clinicians=_clinicians(actor),
        services=tuple(ServiceSetup(one, len(asked.get(one.id, ()))) for one in services_of(actor)),
        policy_version=policy.version if policy else 0,
        policy=dict(policy.texts) if policy else {},
        may_manage=actor.may(Permission.ONLINE_MANAGE),
    )


@query(requires=Permission.CALENDAR_SEE)
def clinician_setup(actor: Actor, *, membership_id: UUID) -> ClinicianSetup:
    """Return one clinician's part. NotFound for anyone who sees no clients."""
    found = next((one for one in _clinicians(actor) if one.membership_id == membership_id), None)
    if found is None:
        raise NotFound
    return found


@query(requires=Permission.CALENDAR_SEE)
def intake_of(actor: Actor, *, service_id: UUID) -> tuple[ServiceRow, tuple[Question, ...]]:
    """Return a service and what is asked when it is booked. NotFound for an unknown or archived one."""
    service = next((one for one in services_of(actor) if one.id == service_id), None)
    if service is None:
        raise NotFound
    return service, questions_of(actor, service_id)


def _clinicians(actor: Actor) -> tuple[ClinicianSetup, ...]:
    rows = {row.membership_id: row for row in ClinicianPage.objects.filter(practice_id=actor.practice_id)}
    working = set(WorkingHours.objects.filter(practice_id=actor.practice_id).values_list("membership_id", flat=True))
    found = []
    for member in calendar_members(actor.practice_id):
        if not member.sees_clients:
            continue
        row = rows.get(member.id)
        own = member.id == actor.membership_id and actor.may(Permission.ONLINE_MANAGE_OWN)
        found.append(
            ClinicianSetup(
                membership_id=member.id,
                name=member.name,
                settings=clinician_settings_of_row(row) if row else ClinicianSettings(slug=slug_of(member.name)),
                version=row.version if row else 0,
                has_hours=member.id in working,
                may_change=own or actor.may(Permission.ONLINE_MANAGE),
            )
        )
    return tuple(found)
