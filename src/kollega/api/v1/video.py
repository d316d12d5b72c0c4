"""Where video visits are held."""

from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.kernel.permissions import Permission
from kollega.scheduling.operations.video import set_video_link, set_video_link_for_all
from kollega.scheduling.queries.video import VideoSettings, video_settings

router = Router()
TAG = "Services, rooms, hours"


class VideoAddressOut(Schema):
    clinician_id: UUID
    address: str


class VideoSettingsOut(Schema):
    for_all: str
    clinicians: list[VideoAddressOut]


class VideoIn(Schema):
    address: str = Field(
        description="Begins with https://; `{room}` becomes a name of its own for each appointment; empty removes it"
    )


@endpoint(router, "GET", "/video-addresses", requires=Permission.CALENDAR_SEE, answer=VideoSettingsOut, tag=TAG)
def read_video_addresses(request: ApiRequest) -> VideoSettingsOut:
    """The practice's address, and those of the clinicians who have one of their own."""
    return _out(video_settings(request.actor))


@endpoint(router, "PUT", "/video-addresses", requires=Permission.SERVICE_MANAGE, answer=VideoSettingsOut, tag=TAG)
def set_video_address_for_all(request: ApiRequest, body: VideoIn) -> VideoSettingsOut:
    """Set the address for all who have none of their own."""
    set_video_link_for_all(request.actor, address=body.address)
    return _out(video_settings(request.actor))


@endpoint(
    router,
    "PUT",
    "/video-addresses/{uuid:membership_id}",
    requires=Permission.CALENDAR_SEE,
    answer=VideoSettingsOut,
    tag=TAG,
)
def set_video_address(request: ApiRequest, membership_id: UUID, body: VideoIn) -> VideoSettingsOut:
    """Set a clinician's own address."""
    set_video_link(request.actor, membership_id=membership_id, address=body.address)
    return _out(video_settings(request.actor))


def _out(found: VideoSettings) -> VideoSettingsOut:
    own = [one for one in found.clinicians if one.address]
    return VideoSettingsOut(
        for_all=found.for_all,
        clinicians=[VideoAddressOut(clinician_id=one.clinician.id, address=one.address) for one in own],
    )
