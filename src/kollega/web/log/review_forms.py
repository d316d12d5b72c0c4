"""The shape of what is typed about samples of the log; operations judge the values."""

from datetime import date, timedelta

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.kernel.actor import Actor
from kollega.oversight.enums import Drawn, Verdict
from kollega.oversight.rules.samples import MOST_ROWS
from kollega.web.fields import DateTextField

DRAWN_WORDS: dict[Drawn, Promise] = {
    Drawn.RANDOM: _("By chance, among everything that was opened about clients"),
    Drawn.WITHOUT_VISIT: _("Opened by somebody without an appointment with the client a month before or after"),
    Drawn.AT_NIGHT: _("Opened between 22:00 and 6:00"),
    Drawn.MANY_CLIENTS: _("More than 30 clients opened by one person within an hour"),
    Drawn.REFUSED: _("Tries that were refused"),
}

VERDICT_WORDS: dict[Verdict, Promise] = {
    Verdict.IN_ORDER: _("In order"),
    Verdict.TO_ASK: _("Asked about"),
    Verdict.BREACH: _("Breach"),
}


class SampleForm(forms.Form):
    drawn = forms.ChoiceField(
        label=_("What to draw from"),
        widget=forms.RadioSelect,
        choices=[(drawn.value, words) for drawn, words in DRAWN_WORDS.items()],
        initial=Drawn.RANDOM.value,
    )
    size = forms.IntegerField(
        label=_("How many rows"),
        initial=20,
        min_value=1,
        max_value=MOST_ROWS,
        widget=forms.NumberInput(attrs={"class": "input-short", "inputmode": "numeric"}),
    )

    def __init__(self, *args: object, actor: Actor, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # as forms.Form itself
        today = actor.at.astimezone(actor.timezone).date()

        def the_day() -> date:
            return today

        self.fields["first"] = DateTextField(
            label=_("From date"), today=the_day, initial=(today - timedelta(days=30)).isoformat()
        )
        self.fields["until"] = DateTextField(label=_("To date"), today=the_day, initial=today.isoformat())
