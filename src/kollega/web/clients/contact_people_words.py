"""How somebody stands to a client, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.clients.rules.contact_people import Relation

RELATIONS: dict[str, str | Promise] = {
    Relation.PARENT: _("Parent"),
    Relation.PARTNER: _("Partner"),
    Relation.CHILD: _("Child"),
    Relation.RELATIVE: _("Other relative"),
    Relation.FRIEND: _("Friend"),
    Relation.GUARDIAN: _("Guardian or trustee"),
    Relation.DOCTOR: _("Referring doctor"),
    Relation.CAREGIVER: _("Other caregiver"),
    Relation.SCHOOL: _("School"),
    Relation.EMPLOYER: _("Employer"),
    Relation.PAYER: _("Payer"),
    Relation.OTHER: _("Other contact"),
}
