"""The demo's client cards: people around, a share, a merge, referred clients; made again, nothing doubles (C4, C6)."""

from kollega.clients.queries.contact_people import contact_people
from kollega.clients.queries.merging import merged_cards
from kollega.console.demo.cards import fill_cards
from kollega.console.demo.founding import Place
from kollega.console.demo.words import WORDS
from kollega.kernel.permissions import Role
from kollega.online.queries.matching import referral_of_client, referrals
from kollega.web.demo.cast import PRACTICES
from tests.clients.factories import BORN, make_client
from tests.factories import make_member, make_practice


def test_C4_C6_the_demo_has_contacts_a_merged_pair_and_a_referred_client() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    first, second = make_client(owner), make_client(owner, "Eva", "Alm", born_on=BORN)
    place = Place(PRACTICES[0], WORDS["sv"], owner, [owner, kari])
    for _ in range(2):
        fill_cards(place)
    assert len(contact_people(kari, client_id=first)) == 2
    assert len(merged_cards(owner, client_id=second)) == 1
    waiting = [row for actor in (owner, kari) for row in referrals(actor) if row.may_answer]
    assert len(waiting) == 1
    assert waiting[0].client_id is not None
    chosen = owner if waiting[0].picked == "Anna Berg" else kari
    assert referral_of_client(chosen, client_id=waiting[0].client_id) is not None
