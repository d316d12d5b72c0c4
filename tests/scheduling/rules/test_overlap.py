"""Looking for an overlap among many stretches gives what comparing with each of them gives."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kollega.scheduling.rules.overlap import Stretch, joined, meets, overlap
from tests.factories import utc

BEGIN = utc(2026, 3, 2)


def stretch(start: int, length: int) -> Stretch:
    return Stretch(BEGIN + timedelta(minutes=start), BEGIN + timedelta(minutes=start + length))


stretches = st.builds(stretch, st.integers(0, 300), st.integers(1, 60))


@given(st.lists(stretches, max_size=12), stretches)
def test_B2_the_quick_search_agrees_with_comparing_each(taken: list[Stretch], wanted: Stretch) -> None:
    assert meets(joined(taken), wanted) == any(overlap(wanted, one) for one in taken)
