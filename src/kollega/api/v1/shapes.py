"""Answers that several areas of the API share."""

from uuid import UUID

from ninja import Schema


class CreatedOut(Schema):
    id: UUID


class VersionOut(Schema):
    version: int
