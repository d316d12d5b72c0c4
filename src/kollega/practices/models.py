from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Area, Role
from kollega.platform.columns import PracticeKey, TenantForeignKey, TenantModel
from kollega.practices.rules.team_settings import Viewing

_VIEWING = [(viewing.value, viewing.value.capitalize()) for viewing in Viewing]


class Practice(models.Model):
    """The tenant. Seen by its members; row-level security is set in the migration."""

    class Responsibility(models.TextChoices):
        """Who is responsible for records (T9)."""

        INDIVIDUAL = "individual"
        CENTRAL = "central"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    zone = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=5)
    records = models.CharField(max_length=12, choices=Responsibility.choices, default=Responsibility.INDIVIDUAL)
    note_footer = models.CharField(max_length=300, blank=True)
    team_since = models.DateTimeField(null=True)
    second_factor_for_all = models.BooleanField(default=False)
    consent_reminder = models.BooleanField(default=False)
    draft_days = models.PositiveSmallIntegerField(default=30)
    viewing = models.CharField(max_length=10, choices=_VIEWING, default=Viewing.NOBODY)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "practices_practice"

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """A person in a practice with roles; ended memberships stay, so that old rows keep their author.

    `area_fields` says by area how much of clients office staff are shown; what is not named shows contact data (B9).

    Visible inside its practice and to its own person; row-level security is set in the migration.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    practice = PracticeKey()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    display_name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=[(r, r) for r in Role]))
    areas = ArrayField(models.CharField(max_length=20, choices=[(a, a) for a in Area]), default=list)
    area_fields = models.JSONField(default=dict)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "practices_membership"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "person"],
                condition=models.Q(ended_at=None),
                name="practices_one_membership",
            ),
            models.UniqueConstraint(
                fields=["practice"],
                condition=models.Q(roles__contains=["owner"], ended_at=None),
                name="practices_one_owner",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="practices_membership_person")]

    def __str__(self) -> str:
        return f"{self.display_name} ({', '.join(self.roles)})"


class AccessToken(TenantModel):
    """A personal key to the API of one practice; only its hash is stored."""

    membership = TenantForeignKey(Membership, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        db_table = "practices_access_token"

    def __str__(self) -> str:
        return str(self.id)
