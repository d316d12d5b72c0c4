"""The demo's assistant and guest, made again without doubling (B8)."""

from kollega.console.demo.founding import Place
from kollega.console.demo.lent_calendars import lend
from kollega.console.demo.words import WORDS
from kollega.delegation.queries.grants import given
from kollega.kernel.permissions import Role
from kollega.web.demo.cast import PRACTICES, Persona
from tests.factories import make_member, make_person, make_practice


def test_B8_the_demo_lends_a_calendar_to_an_assistant_and_to_a_guest() -> None:
    owner = make_practice()
    place = Place(PRACTICES[0], WORDS["sv"], owner, [owner])
    sol = make_member(owner, Role.ASSISTANT, name="Sol Secretary")
    gunnar = make_person(name="Gunnar Guest")
    someone = PRACTICES[0].people[0]
    for _ in range(2):
        lend(place, _persona(someone, "Sol Secretary", ""), reason="Holidays")
        lend(place, _persona(someone, "Gunnar Guest", gunnar.email), reason="Holidays")
    rows = {row.delegate_name: row for row in given(owner)}
    assert len(given(owner)) == 2
    assert rows["Sol Secretary"].delegate_id == sol.membership_id
    assert rows["Gunnar Guest"].is_guest


def _persona(of: Persona, name: str, email: str) -> Persona:
    return _Mailed(**{**{key: getattr(of, key) for key in of.__slots__}, "name": name, "key": email})


class _Mailed(Persona):
    """With the whole address as its key."""

    @property
    def email(self) -> str:
        return self.key
