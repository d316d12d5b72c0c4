"""What joining does to seats and what is said before, in each shipped catalogue (P8 to P10, T3, I5)."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kollega.catalogue.errors import SeatTaken
from kollega.catalogue.in_force import text_of
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.paying import Situation, Trial
from kollega.catalogue.rules.plans import Catalogue, Cycle, OnCancel
from kollega.catalogue.rules.reading import read_catalogue
from kollega.catalogue.rules.seats import SeatState
from kollega.teams.errors import ExclusiveMembership, OfferOutdated
from kollega.teams.rules.joining import Joining, PersonSide, Says, Seating, TeamSide, joining
from tests.factories import utc

NOW = utc(2027, 3, 10, 12)
LATER = NOW + timedelta(days=5)


def known(name: str) -> Catalogue:
    return read_catalogue(text_of(name))


def team(catalogue: Catalogue, plan: str, **other: object) -> TeamSide:
    side = TeamSide(catalogue.plans[plan], Trial(), Cycle.YEAR, pays=True, has_assistants=True)
    return replace(side, **other)  # type: ignore[arg-type]  # fields of the side by name


def seat(plan: str, *, trial_ends_at: object = None, pays_after: bool = False, payer: object = None) -> SeatState:
    return SeatState(plan, payer, NOW - timedelta(days=9), trial_ends_at, pays_after, Cycle.MONTH)  # type: ignore[arg-type]


def person(
    own: SeatState | None = None, *, elsewhere: tuple[SeatState, ...] = (), in_another_team: bool = False
) -> PersonSide:
    return PersonSide(Situation(own=own, elsewhere=elsewhere), in_another_team)


def said(found: Joining) -> list[str]:
    return [consequence.code.value for consequence in found.consequences]


def join(name: str, team_plan: str, plan: str, offer: Offer, who: PersonSide, **other: object) -> Joining:
    catalogue = known(name)
    return joining(catalogue, plan_id=plan, offer=offer, team=team(catalogue, team_plan, **other), person=who, at=NOW)


@pytest.mark.parametrize(
    ("name", "team_plan", "plan"), [("covet", "team", "support"), ("kollega", "clinic", "support")]
)
def test_P3_a_free_account_type_is_given_and_leaves_the_own_plan_alone(name: str, team_plan: str, plan: str) -> None:
    found = join(name, team_plan, plan, Offer.THEMSELVES, person(seat("unlimited" if name == "covet" else "duo")))
    assert (found.seating, said(found)) == (Seating.GIVEN, ["given", "own_stays"])


def test_P8_with_keep_a_self_payer_joins_and_goes_on_paying() -> None:
    found = join("covet", "team", "unlimited", Offer.NOW, person(seat("essentials")))
    assert (found.seating, found.offer_holds, said(found)) == (Seating.STAYS, False, ["keeps_paying"])
    plan = found.consequences[0].plan
    assert plan is not None
    assert plan.id == "essentials"


def test_P8_with_keep_somebody_who_will_pay_after_a_trial_keeps_it_too() -> None:
    own = seat("unlimited", trial_ends_at=LATER, pays_after=True)
    assert not join("covet", "team", "unlimited", Offer.AFTER_TRIAL, person(own)).offer_holds


def test_P8_with_take_over_the_own_plan_ends_with_its_credit_and_the_practice_pays() -> None:
    found = join("heidi", "practice-team", "practice", Offer.NOW, person(seat("pro")))
    assert (found.seating, found.offer) == (Seating.PAID, Offer.NOW)
    assert said(found) == ["own_ends", "unused_credited", "practice_pays"]
    ended, _, pays = found.consequences
    assert ended.plan is not None
    assert (ended.plan.id, pays.cycle, pays.at) == ("pro", Cycle.YEAR, None)


def test_P12_without_credit_the_person_is_told_that_unused_days_are_lost() -> None:
    catalogue = replace(known("heidi"), on_cancel=OnCancel.NONE)
    found = joining(
        catalogue,
        plan_id="practice",
        offer=Offer.NOW,
        team=team(catalogue, "practice-team"),
        person=person(seat("pro")),
        at=NOW,
    )
    assert said(found) == ["own_ends", "unused_lost", "practice_pays"]


def test_P9_pay_now_ends_a_trial_and_pay_after_the_trial_keeps_its_end() -> None:
    own = seat("unlimited", trial_ends_at=LATER)
    now = join("covet", "team", "unlimited", Offer.NOW, person(own))
    assert (said(now), now.offer) == (["trial_ends", "practice_pays"], Offer.NOW)
    after = join("covet", "team", "unlimited", Offer.AFTER_TRIAL, person(own))
    assert (said(after), after.offer) == (["trial_goes_on", "practice_pays"], Offer.AFTER_TRIAL)
    assert [consequence.at for consequence in after.consequences] == [LATER, LATER]


@pytest.mark.parametrize("own", [None, seat("unlimited", trial_ends_at=NOW - timedelta(days=1))])
def test_P9_without_a_trial_pay_after_the_trial_is_from_now(own: SeatState | None) -> None:
    found = join("covet", "team", "unlimited", Offer.AFTER_TRIAL, person(own))
    assert (found.offer, said(found)) == (Offer.NOW, ["upgraded", "practice_pays"])
    assert found.consequences[-1].at is None


def test_P10_a_free_account_is_upgraded_to_the_invited_plan() -> None:
    found = join("heidi", "pro-team", "pro", Offer.NOW, person(seat("free")))
    assert (found.plan.id, found.seating, said(found)) == ("pro", Seating.PAID, ["upgraded", "practice_pays"])


def test_the_offer_themselves_changes_nothing_but_the_membership() -> None:
    found = join("covet", "team", "unlimited", Offer.THEMSELVES, person(seat("essentials")))
    assert (found.seating, said(found)) == (Seating.STAYS, ["own_stays"])
    none = join("covet", "team", "unlimited", Offer.THEMSELVES, person())
    assert (none.seating, said(none)) == (Seating.STAYS, ["pays_themselves"])


def test_a_seat_of_the_practices_plan_shares_its_trial() -> None:
    trial = Trial(LATER, pays_after=False)
    found = join("kollega", "duo", "duo", Offer.NOW, person(), trial=trial)
    assert (found.plan.id, said(found), found.consequences[-1].at) == ("duo", ["upgraded", "practice_on_trial"], LATER)
    kept = join("kollega", "duo", "duo", Offer.NOW, person(), trial=Trial(LATER, pays_after=True))
    assert (said(kept), kept.consequences[-1].at) == (["upgraded", "practice_pays"], LATER)


def test_the_account_type_follows_the_practices_plan() -> None:
    assert join("kollega", "practice", "duo", Offer.NOW, person()).plan.id == "practice"
    assert join("heidi", "practice-team", "pro", Offer.NOW, person()).plan.id == "practice"


@pytest.mark.parametrize("own", [None, seat("pro")])
def test_T3_in_an_exclusive_catalogue_a_second_team_is_refused_before_anything_changes(own: SeatState | None) -> None:
    for offer in Offer:
        with pytest.raises(ExclusiveMembership):
            join("heidi", "practice-team", "practice", offer, person(own, in_another_team=True))
    join("kollega", "duo", "duo", Offer.NOW, person(in_another_team=True))


def test_P2_where_a_person_has_one_seat_two_practices_do_not_both_pay() -> None:
    other = seat("unlimited", payer=uuid4())
    with pytest.raises(SeatTaken):
        join("covet", "team", "unlimited", Offer.NOW, person(elsewhere=(other,)))
    assert join("covet", "team", "support", Offer.THEMSELVES, person(elsewhere=(other,))).seating is Seating.GIVEN
    paid_elsewhere = seat("duo", payer=uuid4())
    assert join("kollega", "duo", "duo", Offer.NOW, person(elsewhere=(paid_elsewhere,))).seating is Seating.PAID


def test_an_offer_that_the_plan_no_longer_includes_is_outdated() -> None:
    with pytest.raises(OfferOutdated):
        join("heidi", "single", "pro", Offer.NOW, person(), pays=False)
    with pytest.raises(OfferOutdated):
        join("kollega", "duo", "assistant", Offer.THEMSELVES, person(), has_assistants=False)


def test_I5_the_fingerprint_differs_when_the_consequences_do() -> None:
    keeps = join("covet", "team", "unlimited", Offer.NOW, person(seat("essentials")))
    pays = join("covet", "team", "unlimited", Offer.NOW, person())
    again = join("covet", "team", "unlimited", Offer.NOW, person())
    assert keeps.fingerprint != pays.fingerprint == again.fingerprint


def test_nothing_is_paid_in_the_open_catalogue() -> None:
    found = join("open", "everything", "clinician", Offer.THEMSELVES, person())
    assert (found.seating, said(found)) == (Seating.GIVEN, [Says.GIVEN.value])
