"""Colour and logo of the booking pages."""

from typing import BinaryIO, cast

from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.kernel.permissions import Permission
from kollega.online.operations.look import change_accent, put_logo, remove_logo
from kollega.online.queries.look import LookView, look

router = Router()
TAG = "Online booking"


class OnlineLookBody(Schema):
    accent: str = Field(description="`#rrggbb`; empty: the colour of the installation")


class OnlineLookOut(Schema):
    accent: str
    logo: str = Field(description="Beginning of the picture's SHA-256; empty without one")
    page: str = Field(description="Address of the booking page while it is on")


@endpoint(router, "GET", "/online/look", requires=Permission.CALENDAR_SEE, answer=OnlineLookOut, tag=TAG)
def read_online_look(request: ApiRequest) -> LookView:
    """Colour and logo of the booking pages."""
    return look(request.actor)


@endpoint(router, "PUT", "/online/look", requires=Permission.ONLINE_MANAGE, answer=OnlineLookOut, tag=TAG)
def edit_online_look(request: ApiRequest, body: OnlineLookBody) -> LookView:
    """Change the colour; one that words could not be read on is refused."""
    change_accent(request.actor, accent=body.accent)
    return look(request.actor)


@endpoint(router, "POST", "/online/logo", requires=Permission.ONLINE_MANAGE, answer=OnlineLookOut, tag=TAG)
def put_online_logo(request: ApiRequest, file: File[UploadedFile]) -> LookView:
    """Show this picture (multipart): PNG, JPEG or WebP of at most 300 kB, judged by its content."""
    put_logo(request.actor, source=cast("BinaryIO", file))
    return look(request.actor)


@endpoint(router, "DELETE", "/online/logo", requires=Permission.ONLINE_MANAGE, answer=OnlineLookOut, tag=TAG)
def remove_online_logo(request: ApiRequest) -> LookView:
    """Show the practice's initials again."""
    remove_logo(request.actor)
    return look(request.actor)
