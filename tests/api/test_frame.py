"""The frame around every call of the API."""

import json
from collections.abc import Iterator

from django.test import Client
from ninja import Schema

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.practices.operations.tokens import create_token
from tests.factories import make_practice


def caller(actor: Actor, *scopes: Permission) -> Client:
    """A client that sends a token of this actor; all of the actor's rights unless scopes are given."""
    token = create_token(actor, name="test", scopes=scopes or actor.permissions, days=30)
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_a_token_reads_its_own_practice() -> None:
    ours = make_practice()
    answer = caller(ours).get("/api/v1/practice")
    assert answer.status_code == 200, answer.content
    assert answer.json()["id"] == str(ours.practice_id)


def test_AU3_no_token_a_wrong_one_and_a_session_are_refused() -> None:
    make_practice()
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}):
        answer = Client(headers=headers).get("/api/v1/practice")
        assert answer.status_code == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "token_refused"


def test_a_token_has_no_more_rights_than_its_scopes() -> None:
    ours = make_practice()
    answer = caller(ours, Permission.PRACTICE_SEE).get("/api/v1/members")
    assert answer.status_code == 403
    assert answer.json()["code"] == "forbidden"


def test_AU10_an_ended_membership_ends_its_tokens_at_once() -> None:
    ours = make_practice()
    client = caller(ours)
    assert client.get("/api/v1/me").status_code == 200
    from django.db import transaction

    with tenant(ours.practice_id), transaction.atomic():
        Membership.objects.filter(id=ours.membership_id).update(ended_at=ours.at)
    assert client.get("/api/v1/me").status_code == 401


def test_the_document_describes_every_endpoint_and_its_errors() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for method, endpoint in methods.items():
            assert {"400", "401", "403", "404", "409", "422", "429"} <= set(endpoint["responses"]), (path, method)
            assert endpoint["x-permission"], json.dumps(endpoint)


def test_no_two_shapes_of_the_document_share_a_name() -> None:
    """Two classes of one name would overwrite each other in the document, and one of them would be told wrongly."""
    named: dict[str, set[str]] = {}
    for shape in _below(Schema):
        if shape.__module__.startswith("kollega.api."):
            named.setdefault(shape.__name__, set()).add(shape.__module__)
    assert named
    assert {name: places for name, places in named.items() if len(places) > 1} == {}


def _below(base: type[Schema]) -> Iterator[type[Schema]]:
    for child in base.__subclasses__():
        yield child
        yield from _below(child)
