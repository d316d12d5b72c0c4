from collections.abc import Mapping

from django.utils.translation import get_language

from kollega.catalogue.rules.plans import Plan
from kollega.kernel.errors import N_, Conflict
from kollega.platform.operations import refuse_on


class PlanName:
    """A plan's label, said in the language of whoever reads it."""

    def __init__(self, plan: Plan) -> None:
        self.labels: Mapping[str, str] = plan.label

    def __str__(self) -> str:
        return self.labels.get(get_language() or "en", self.labels["en"])


class NotInPlan(Conflict):
    """`wanted` is the entitlement, `plan` the plan that would include it, `plan_id` its id."""

    code = "not_in_plan"
    message = N_("Your plan does not include this. The plan %(plan)s does.")


class NotInAnyPlan(Conflict):
    code = "not_in_any_plan"
    message = N_("No plan of this installation includes this.")


class PlanLimitReached(Conflict):
    """`wanted` is the entitlement, `limit` what the plan allows, `plan` the one that would allow more."""

    code = "plan_limit_reached"
    message = N_("Your plan allows %(limit)s, and they are used up. The plan %(plan)s allows more.")


class AppointmentLimitReached(PlanLimitReached):
    message = N_(
        "The clinician's plan allows %(limit)s appointments a month, and that month is full."
        " The plan %(plan)s allows more."
    )


class RoomLimitReached(PlanLimitReached):
    message = N_("Rooms in your plan: %(limit)s, all in use. The plan %(plan)s has more.")


class TemplateLimitReached(PlanLimitReached):
    message = N_("Own templates in your plan: %(limit)s, all in use. The plan %(plan)s has more.")


class HighestLimitReached(Conflict):
    code = "highest_limit_reached"
    message = N_("Your plan allows %(limit)s, and they are used up. No plan allows more.")


class SeatTaken(Conflict):
    code = "seat_taken"
    message = N_("Somebody pays for this seat already.")


class AlreadyPaysThemselves(Conflict):
    """P8 with `self_payer = "keep"`."""

    code = "already_pays_themselves"
    message = N_("This person pays for themselves. They must cancel their own plan before the practice can pay.")


class NotOnTrial(Conflict):
    """P9."""

    code = "not_on_trial"
    message = N_("This person is not on a trial. You can only pay from now on.")


class PracticePays(Conflict):
    """P2: where a person has one seat, nobody pays for a second one."""

    code = "practice_pays"
    message = N_("A practice already pays for you. Ask its administrator when you want another plan.")


class NotPaidHere(Conflict):
    code = "not_paid_here"
    message = N_("The practice does not pay for this member.")


class UnderContract(Conflict):
    """T12: only the operator changes what a contract says."""

    code = "under_contract"
    message = N_("A contract sets your plan. Ask your contact person to change it.")


class AlreadyThisPlan(Conflict):
    code = "already_this_plan"
    message = N_("You already have this plan.")


class NoTrial(Conflict):
    code = "no_trial"
    message = N_("This plan cannot be tried out. You can choose it at once.")


class TrialUsed(Conflict):
    code = "trial_used"
    message = N_("This plan was tried out before. You can choose it at once.")


class PaysAlready(Conflict):
    """A trial that ends without payment leads to the free plan, so whoever pays changes plan instead."""

    code = "pays_already"
    message = N_("There is a paid plan already. Change to the other plan at once instead of trying it out.")


class NoTrialRuns(Conflict):
    code = "no_trial_runs"
    message = N_("No trial is running.")


class NothingToCancel(Conflict):
    code = "nothing_to_cancel"
    message = N_("You do not pay for a plan of your own.")


class StillPays(Conflict):
    code = "still_pays"
    message = N_("The practice still pays for members, and this plan has no team billing. Stop paying for them first.")


class UnknownPlan(Conflict):
    code = "unknown_plan"
    message = N_("There is no such plan here. Choose one from the list.")


refuse_on("catalogue_one_seat", SeatTaken)
