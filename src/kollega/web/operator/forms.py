"""The shape of what an operator types; rules judge the values."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.catalogue.queries.contracts import StoredContract
from kollega.catalogue.rules.contracts import NewContract
from kollega.catalogue.rules.plans import LIMITS, Allowance, Catalogue, Cycle, Entitlement, Scope
from kollega.web.fields import DateTextField
from kollega.web.operator.words import ENTITLEMENT_WORDS
from kollega.web.plans.words import name_of, plan_name

AS_PLAN, UNLIMITED, NUMBER, YES, NO = "plan", "unlimited", "number", "yes", "no"
_LIMIT_CHOICES = ((AS_PLAN, _("As in the plan")), (UNLIMITED, _("Without limit")), (NUMBER, _("This many")))
_YES_NO_CHOICES = ((AS_PLAN, _("As in the plan")), (YES, _("Yes")), (NO, _("No")))
A_DAY = timedelta(days=1)


class _Deviation(forms.ChoiceField):
    """How a contract differs from its plan; nothing sent means that it does not."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or AS_PLAN)


class ContractForm(forms.Form):
    """A contract: the days are whole days of the practice's own time zone, the last one included."""

    plan_id = forms.ChoiceField(label=_("Agreed plan"))
    contact_name = forms.CharField(
        label=_("Contact person"),
        max_length=120,
        help_text=_("The practice sees whom to ask, where it would invite members by itself."),
        error_messages={"required": _("Enter the name of the contact person.")},
    )
    contact_email = forms.EmailField(
        label=_("E-mail of the contact person"),
        error_messages={"required": _("Enter the e-mail address of the contact person.")},
    )
    contact_phone = forms.CharField(label=_("Phone of the contact person"), max_length=40, required=False)
    note = forms.CharField(
        label=_("Remark"), max_length=300, required=False, help_text=_("For the back office only, such as a number.")
    )

    def __init__(self, *args: Any, known: Catalogue, today: Callable[[], date], **options: Any) -> None:
        super().__init__(*args, **options)
        plan = self.fields["plan_id"]
        assert isinstance(plan, forms.ChoiceField)
        offered = (one.id for one in known.plans.values() if one.scope is Scope.PRACTICE)
        plan.choices = [(plan_id, name_of(plan_id)) for plan_id in offered]
        self.fields["begins_on"] = DateTextField(
            label=_("From"), today=today, error_messages={"required": _("Enter the first day.")}
        )
        self.fields["ends_on"] = DateTextField(
            label=_("Last day"), today=today, required=False, help_text=_("Empty: until you end it.")
        )
        # What no plan limits is everybody's anyhow, and nobody asks for it.
        self.limited = [entitlement for entitlement in Entitlement if known.limits(entitlement)]
        for entitlement in self.limited:
            self._add_allowance(entitlement)

    def _add_allowance(self, entitlement: Entitlement) -> None:
        is_limit = entitlement in LIMITS
        self.fields[entitlement.value] = _Deviation(
            label=str(ENTITLEMENT_WORDS[entitlement]),
            initial=AS_PLAN,
            choices=_LIMIT_CHOICES if is_limit else _YES_NO_CHOICES,
        )
        if is_limit:
            self.fields[_count_name(entitlement)] = forms.IntegerField(
                label=_("How many"),
                required=False,
                min_value=0,
                max_value=1_000_000,
                widget=forms.NumberInput(attrs={"class": "input-time", "inputmode": "numeric"}),
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for entitlement in LIMITS.intersection(self.limited):
            name = _count_name(entitlement)
            if data.get(entitlement.value) == NUMBER and data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Enter a whole number."))
        return data

    def limits(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[one.value], self[_count_name(one)]) for one in self.limited if one in LIMITS]

    def yes_or_no(self) -> list[forms.BoundField]:
        return [self[one.value] for one in self.limited if one not in LIMITS]

    def contract(self, zone: ZoneInfo) -> NewContract:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        last: date | None = data["ends_on"]
        return NewContract(
            plan_id=data["plan_id"],
            contact_name=data["contact_name"],
            contact_email=data["contact_email"],
            contact_phone=data["contact_phone"],
            note=data["note"],
            begins_at=_midnight(data["begins_on"], zone),
            ends_at=_midnight(last + A_DAY, zone) if last else None,
            allowances={one: value for one in self.limited for value in _chosen(one, data)},
        )


def values_of(stored: StoredContract, zone: ZoneInfo) -> dict[str, Any]:
    """Return a contract as the form shows it."""
    values: dict[str, Any] = {
        "plan_id": stored.plan_id,
        "contact_name": stored.contact_name,
        "contact_email": stored.contact_email,
        "contact_phone": stored.contact_phone,
        "note": stored.note,
        "begins_on": stored.begins_at.astimezone(zone).date(),
        "ends_on": (stored.ends_at - A_DAY).astimezone(zone).date() if stored.ends_at else None,
    }
    for entitlement, value in stored.allowances.items():
        if entitlement in LIMITS:
            values[entitlement.value] = UNLIMITED if value is None else NUMBER
            values[_count_name(entitlement)] = value
        else:
            values[entitlement.value] = YES if value else NO
    return values


def _count_name(entitlement: Entitlement) -> str:
    return f"{entitlement.value}_count"


def _chosen(entitlement: Entitlement, data: dict[str, Any]) -> list[Allowance]:
    """Return the one allowance that was chosen, or none for what stays as in the plan."""
    fixed: dict[str, list[Allowance]] = {UNLIMITED: [None], YES: [True], NO: [False]}
    choice = data[entitlement.value]
    return [data[_count_name(entitlement)]] if choice == NUMBER else fixed.get(choice, [])


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), tzinfo=zone)


class PlanForm(forms.Form):
    plan_id = forms.ChoiceField(label=_("Plan of the practice"), widget=forms.RadioSelect)
    cycle = forms.ChoiceField(
        label=_("Billing cycle"), choices=[(Cycle.MONTH.value, _("Monthly")), (Cycle.YEAR.value, _("Yearly"))]
    )

    def __init__(self, *args: Any, known: Catalogue, **options: Any) -> None:
        super().__init__(*args, **options)
        plan = self.fields["plan_id"]
        assert isinstance(plan, forms.ChoiceField)
        plan.choices = [(one.id, plan_name(one)) for one in known.of_scope(Scope.PRACTICE)]


class AnswerForm(forms.Form):
    note = forms.CharField(
        label=_("Remark"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you answered; only the back office sees it."),
    )
