"""Appointments with several clients: how each of them stood."""

from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.calendar import TAG, StoredOut
from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest, expected_version
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import Status
from kollega.scheduling.operations.attending import set_attendance_of

router = Router()


class OwnStatusIn(Schema):
    status: Status | None = Field(
        description="`no_show`, `cancelled` or `late_cancelled` while the others come; null: as the appointment is"
    )


@endpoint(
    router,
    "PUT",
    "/appointments/{uuid:appointment_id}/clients/{uuid:client_id}/status",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=StoredOut,
    tag=TAG,
)
def set_status_of_client(request: ApiRequest, appointment_id: UUID, client_id: UUID, body: OwnStatusIn) -> object:
    """Say that one of several clients did not come, while the others did."""
    return set_attendance_of(
        request.actor,
        appointment_id=appointment_id,
        client_id=client_id,
        status=body.status,
        version=expected_version(request),
    )
