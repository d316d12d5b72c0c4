"""Reviews of the log as pages: drawn, answered in one form, finished."""

from datetime import timedelta

import pytest

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Role
from kollega.oversight.enums import Drawn, Verdict
from kollega.oversight.operations.reviewing import draw_sample
from kollega.oversight.queries.reviews import review
from tests.factories import make_member, make_practice
from tests.journal.making import make_client
from tests.pages import browser, slug_of


@pytest.fixture
def owner() -> Actor:
    owner = make_practice()
    anna = make_member(owner, Role.CLINICIAN, name="Anna Lind")
    browser(anna).get(f"/p/{slug_of(owner)}/clients/{make_client(anna)}/")
    return owner


def test_AL6_a_sample_is_drawn_by_form_and_its_page_tells_each_row(owner: Actor) -> None:
    client = browser(owner)
    address = f"/p/{slug_of(owner)}/log/reviews/"
    assert "No sample drawn yet" in client.get(address).content.decode()
    today = owner.at.astimezone(owner.timezone).date()
    coming, day = (today + timedelta(days=9)).isoformat(), today.isoformat()
    answer = client.post(f"{address}new/", {"drawn": "random", "first": coming, "until": coming, "size": "5"})
    assert answer.status_code == 422
    assert "Choose days that have been" in answer.content.decode()
    answer = client.post(f"{address}new/", {"drawn": "random", "first": day, "until": coming, "size": "5"}, follow=True)
    assert "Anna Lind opened the client card of client" in answer.content.decode()


def test_AL6_answers_are_stored_all_or_none_and_stay_typed(owner: Actor) -> None:
    span = timedelta(days=2)
    denied = browser(make_member(owner, Role.ASSISTANT))
    for page in ("log/", "log/export/"):
        assert denied.get(f"/p/{slug_of(owner)}/{page}").status_code == 403
    review_id = draw_sample(owner, drawn=Drawn.REFUSED, first=owner.at - span, until=owner.at + span, size=2)
    first, second = review(owner, review_id=review_id).rows
    client = browser(owner)
    address = f"/p/{slug_of(owner)}/log/reviews/{review_id}/"
    answer = client.post(
        address, {f"verdict-{first.id}": "in_order", f"verdict-{second.id}": "breach", f"remark-{second.id}": ""}
    )
    assert answer.status_code == 422
    assert "Write what is wrong" in answer.content.decode()
    assert [value in answer.content.decode() for value in ('"in_order" checked', '"breach" checked')] == [True, True]
    assert [row.verdict for row in review(owner, review_id=review_id).rows] == [None, None]
    both = {f"verdict-{first.id}": "in_order", f"verdict-{second.id}": "breach"}
    client.post(address, {**both, f"remark-{second.id}": "Asked <b>why</b>"})
    assert [row.verdict for row in review(owner, review_id=review_id).rows] == [Verdict.IN_ORDER, Verdict.BREACH]
    assert client.post(f"{address}finish/").status_code == 302
    page = client.get(address).content.decode()
    assert "Asked &lt;b&gt;why&lt;/b&gt;" in page
    assert "Finished on" in page
