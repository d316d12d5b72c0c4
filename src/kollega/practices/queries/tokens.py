"""API tokens: the list of one's own, and who a presented token stands for."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Permission, Role
from kollega.platform.operations import query
from kollega.platform.tenancy import tenant
from kollega.practices.models import AccessToken
from kollega.practices.queries.memberships import MembershipOfPerson
from kollega.practices.rules.team_settings import Viewing, may_view
from kollega.practices.rules.tokens import digest, practice_of


@dataclass(frozen=True, slots=True)
class TokenRow:
    id: UUID
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None


@query(requires=Permission.TOKEN_MANAGE)
def own_tokens(actor: Actor) -> list[TokenRow]:
    """Return the actor's tokens that are neither revoked nor expired, newest first."""
    rows = AccessToken.objects.filter(
        membership_id=actor.own_membership, revoked_at=None, expires_at__gt=actor.at
    ).order_by("-created_at")
    return [
        TokenRow(row.id, row.name, tuple(row.scopes), row.created_at, row.expires_at, row.last_used_on) for row in rows
    ]


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """`lacks_second_factor`: the practice asks everybody for one, and the person has none (T11)."""

    token_id: UUID
    membership: MembershipOfPerson
    person_is_active: bool
    language: str
    scopes: frozenset[Permission]
    last_used_on: date | None
    lacks_second_factor: bool


# Every call of the API asks this first, so it is one statement for just what is needed.
_HOLDER = """
    select token.id, token.scopes, token.last_used_on, person.is_active, person.language, membership.id, person.id,
        practice.id, practice.slug, practice.name, membership.display_name, practice.zone, membership.roles,
        membership.areas, membership.area_fields::text, practice.records,
        practice.second_factor_for_all, practice.viewing,
        practice.second_factor_for_all
            and not exists (select from accounts_one_time_codes codes where codes.person_id = person.id)
            and not exists (select from accounts_passkey passkey where passkey.person_id = person.id)
    from practices_access_token token
    join practices_membership membership
        on membership.practice_id = token.practice_id and membership.id = token.membership_id
    join practices_practice practice on practice.id = token.practice_id
    join accounts_person person on person.id = membership.person_id
    where token.digest = %s and token.revoked_at is null and token.expires_at > %s and membership.ended_at is null
"""


def holder_of(token: str, at: datetime) -> TokenHolder | None:
    """Return whose running token this is at that moment, or None; the membership must be running too."""
    practice_id = practice_of(token)
    if practice_id is None:
        return None
    with tenant(practice_id), connection.cursor() as cursor:
        cursor.execute(_HOLDER, [digest(token), at])
        row = cursor.fetchone()
    if row is None:
        return None
    token_id, scopes, last_used_on, is_active, language, membership_id, person_id, *rest = row
    (
        practice_id,
        slug,
        practice_name,
        display_name,
        zone,
        roles,
        areas,
        area_fields,
        records,
        for_all,
        viewing,
        lacks,
    ) = rest
    held = frozenset(map(Role, roles))
    return TokenHolder(
        token_id=token_id,
        membership=MembershipOfPerson(
            id=membership_id,
            person_id=person_id,
            practice_id=practice_id,
            practice_slug=slug,
            practice_name=practice_name,
            display_name=display_name,
            zone=zone,
            roles=held,
            areas=frozenset(map(Area, areas)),
            second_factor_for_all=for_all,
            views_colleagues=may_view(Viewing(viewing), held),
            area_fields=json.loads(area_fields),
            records=records,
        ),
        person_is_active=is_active,
        language=language,
        scopes=_known(tuple(scopes)),
        last_used_on=last_used_on,
        lacks_second_factor=lacks,
    )


@lru_cache(maxsize=1024)
def _known(scopes: tuple[str, ...]) -> frozenset[Permission]:
    """Leave out scopes that an earlier version knew."""
    known = {permission.value for permission in Permission}
    return frozenset(Permission(scope) for scope in scopes if scope in known)
