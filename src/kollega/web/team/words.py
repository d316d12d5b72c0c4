"""What responsibility for records is called on pages about a team."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.teams.rules.responsibility import Responsibility

RESPONSIBLE_WORDS: dict[Responsibility, Promise] = {
    Responsibility.CENTRAL: _("The practice is responsible for records."),
    Responsibility.INDIVIDUAL: _("Each clinician is responsible for the records of their clients."),
}

RESPONSIBILITY_CHOICES: dict[Responsibility, Promise] = {
    Responsibility.CENTRAL: _(
        "Central: the practice is responsible for all records. Owner and administrators read and share every record."
    ),
    Responsibility.INDIVIDUAL: _(
        "Individual: each clinician is responsible for the records of their clients. Only those in the care read them."
    ),
}
