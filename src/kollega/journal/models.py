from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kollega.journal.rules.countersigning import SignKind
from kollega.journal.rules.sharing import Level
from kollega.platform.columns import TenantForeignKey, TenantModel


class Template(TenantModel):
    """Which sections a note has. Without an owner it belongs to the team (N6)."""

    name = models.CharField(max_length=80)
    owner = TenantForeignKey("practices.Membership", null=True)
    is_default = models.BooleanField(default=False)
    head = models.IntegerField(default=1)
    removed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "journal_template"
        constraints = [
            models.UniqueConstraint(
                fields=["practice"], condition=Q(is_default=True), name="journal_one_default_template"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(owner=None, removed_at=None), name="journal_default_is_of_the_team"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(TenantModel):
    """The sections as they were at one time; notes point here, so rows never change."""

    template = TenantForeignKey(Template)
    number = models.IntegerField()
    sections = models.JSONField()
    author = TenantForeignKey("practices.Membership")
    at = models.DateTimeField()

    class Meta:
        db_table = "journal_template_version"
        constraints = [
            models.UniqueConstraint(fields=["practice", "template", "number"], name="journal_template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.number}"


class Snippet(TenantModel):
    """A piece of text for any note, found by its word. Without an owner it belongs to the team (N6)."""

    word = models.CharField(max_length=30)
    text = models.CharField(max_length=4000)
    owner = TenantForeignKey("practices.Membership", null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "journal_snippet"
        constraints = [
            models.UniqueConstraint(fields=["practice", "owner", "word"], name="journal_snippet_word_once"),
            models.UniqueConstraint(
                fields=["practice", "word"], condition=Q(owner=None), name="journal_team_snippet_word_once"
            ),
        ]

    def __str__(self) -> str:
        return self.word


class Note(TenantModel):
    """One entry of a client's record. `revision` counts every change and is what a writer must name.

    `head` is the number of the version in force, `saved` that of the last Save (0: never), `latest` the highest.
    Once signed the row is fixed; triggers see to it. A draft with `locked_at` is read and signed by its author, and not
    written in any more (T11).
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        SIGNED = "signed"

    client = TenantForeignKey("clients.Client")
    author = TenantForeignKey("practices.Membership")
    appointment = TenantForeignKey("scheduling.Appointment", null=True)
    template_version = TenantForeignKey(TemplateVersion)
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.DRAFT)
    occurred_at = models.DateTimeField()
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.IntegerField(default=1)
    head = models.IntegerField(default=1)
    saved = models.IntegerField(default=0)
    latest = models.IntegerField(default=1)
    binned_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "journal_note"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "author", "appointment", "client"],
                condition=Q(status="draft", binned_at=None),
                name="journal_one_draft_per_visit",
            ),
            models.CheckConstraint(condition=Q(status="draft") | Q(binned_at=None), name="journal_signed_stays"),
            models.CheckConstraint(condition=Q(locked_at=None) | Q(saved__gt=0), name="journal_saved_before_locked"),
        ]
        indexes = [
            models.Index(fields=["practice", "client", "-occurred_at"], name="journal_note_of_client"),
            models.Index(
                fields=["practice", "author", "-occurred_at"], condition=Q(status="draft"), name="journal_note_unsigned"
            ),
            models.Index(fields=["practice", "appointment"], name="journal_note_of_visit"),
            models.Index(
                fields=["practice", "changed_at"],
                condition=Q(status="draft", binned_at=None, locked_at=None),
                name="journal_note_untouched",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class NoteVersion(TenantModel):
    """A text of a note at one time, sealed. `tab` and `sequence` name the sending, so that it counts once."""

    class Kind(models.TextChoices):
        STARTED = "started"
        AUTOSAVE = "autosave"
        SAVE = "save"
        BESIDE = "beside"
        RESTORED = "restored"
        SIGNED = "signed"

    note = TenantForeignKey(Note)
    number = models.IntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    sealed = models.BinaryField()
    words = models.IntegerField()
    author = TenantForeignKey("practices.Membership")
    began_at = models.DateTimeField()
    at = models.DateTimeField()
    tab = models.UUIDField(null=True)
    sequence = models.IntegerField(default=0)

    class Meta:
        db_table = "journal_note_version"
        constraints = [models.UniqueConstraint(fields=["practice", "note", "number"], name="journal_version_once")]

    def __str__(self) -> str:
        return f"{self.note_id} {self.number}"


class Attachment(TenantModel):
    """A document that belongs to a note, with the SHA-256 of its content. Fixed with the note's signature (N4)."""

    note = TenantForeignKey(Note)
    document = TenantForeignKey("documents.Document", on_delete=models.CASCADE)
    digest = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "journal_attachment"
        constraints = [models.UniqueConstraint(fields=["practice", "note", "document"], name="journal_attached_once")]

    def __str__(self) -> str:
        return f"{self.document_id} of {self.note_id}"


class Addendum(TenantModel):
    """A later entry to a signed note, with its reason and its own signature. Never changed.

    `marks_error`: it has no text and says that the note was entered in error (N4, JR-8); the note then leaves the
    reading view and stays in the history.
    """

    note = TenantForeignKey(Note)
    number = models.IntegerField()
    sealed = models.BinaryField()
    author = TenantForeignKey("practices.Membership")
    at = models.DateTimeField()
    marks_error = models.BooleanField(default=False)

    class Meta:
        db_table = "journal_addendum"
        constraints = [
            models.UniqueConstraint(fields=["practice", "note", "number"], name="journal_addendum_once"),
            models.UniqueConstraint(
                fields=["practice", "note"], condition=Q(marks_error=True), name="journal_marked_in_error_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note_id} {self.number}"


class SignRequest(TenantModel):
    """A signed note put before a colleague to sign too (N5). `kind`: as one who took part, or as supervisor.

    Ended by a signature, a refusal with its sealed reason, or taken back by who asked.
    """

    class State(models.TextChoices):
        OPEN = "open"
        SIGNED = "signed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    note = TenantForeignKey(Note)
    asked = TenantForeignKey("practices.Membership")
    kind = models.CharField(max_length=7, choices=[(kind.value, kind.value) for kind in SignKind])
    asked_by = TenantForeignKey("practices.Membership")
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    answered_at = models.DateTimeField(null=True)
    reason = models.BinaryField(null=True)

    class Meta:
        db_table = "journal_sign_request"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "note", "asked"],
                condition=Q(state__in=["open", "signed"]),
                name="journal_asked_to_sign_once",
            )
        ]
        indexes = [
            models.Index(fields=["practice", "asked"], condition=Q(state="open"), name="journal_asked_to_sign"),
            models.Index(fields=["practice", "note"], name="journal_sign_requests_of_note"),
        ]

    def __str__(self) -> str:
        return f"{self.note_id} to {self.asked_id}"


class Signature(TenantModel):
    """What was signed, by whom and when: a link of the practice's chain (rules/canonical.py).

    With `request` it is a colleague's signature under the signed `version`.
    `digest` is over the canonical form, `previous` is the digest of number - 1, `tag` proves that the
    installation made it (key `key_id`), which somebody with the database alone cannot.
    """

    number = models.BigIntegerField()
    note = TenantForeignKey(Note)
    version = TenantForeignKey(NoteVersion, null=True)
    addendum = TenantForeignKey(Addendum, null=True)
    request = TenantForeignKey(SignRequest, null=True)
    form = models.SmallIntegerField()
    digest = models.BinaryField()
    previous = models.BinaryField()
    tag = models.BinaryField()
    key_id = models.UUIDField()
    signed_by = TenantForeignKey("practices.Membership")
    signed_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    authenticated_at = models.DateTimeField()

    class Meta:
        db_table = "journal_signature"
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="journal_signature_number"),
            models.UniqueConstraint(
                fields=["practice", "note"], condition=Q(addendum=None, request=None), name="journal_signed_once"
            ),
            models.UniqueConstraint(fields=["practice", "request"], name="journal_countersigned_once"),
            models.UniqueConstraint(fields=["practice", "addendum"], name="journal_addendum_signed_once"),
            models.CheckConstraint(
                condition=Q(version=None, addendum__isnull=False) | Q(version__isnull=False, addendum=None),
                name="journal_signature_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.note_id}"


class ChainHead(TenantModel):
    """The last link of a practice's chain of signatures; locked while the next one is made."""

    number = models.BigIntegerField(default=0)
    digest = models.BinaryField(default=bytes)

    class Meta:
        db_table = "journal_chain_head"
        constraints = [models.UniqueConstraint(fields=["practice"], name="journal_one_chain")]

    def __str__(self) -> str:
        return str(self.number)


class NoteShare(TenantModel):
    """One note opened to one colleague, also outside the client's care (N7). Ended ones stay, for the history.

    `level`: view reads; edit also writes in the draft; full also shares on. `seen_at`: the colleague has opened it.
    """

    note = TenantForeignKey(Note, on_delete=models.CASCADE)
    member = TenantForeignKey("practices.Membership")
    level = models.CharField(max_length=4, choices=[(level.value, level.value) for level in Level])
    shared_by = TenantForeignKey("practices.Membership")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "journal_note_share"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "note", "member"], condition=Q(ended_at=None), name="journal_shared_once"
            )
        ]
        indexes = [models.Index(fields=["practice", "member"], condition=Q(ended_at=None), name="journal_shared_with")]

    def __str__(self) -> str:
        return f"{self.note_id} with {self.member_id}"


class ProcessNote(TenantModel):
    """A therapist's own working notes about a client, apart from the record: only their author ever reads them (N9).

    `revision` counts every change; `tab` and `sequence` name the sending that was kept last.
    """

    client = TenantForeignKey("clients.Client")
    author = TenantForeignKey("practices.Membership")
    sealed = models.BinaryField()
    revision = models.IntegerField(default=1)
    tab = models.UUIDField(null=True)
    sequence = models.IntegerField(default=0)
    started_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "journal_process_note"
        indexes = [
            models.Index(fields=["practice", "author", "client", "-started_at"], name="journal_process_of_client")
        ]

    def __str__(self) -> str:
        return str(self.id)


class CarriedNote(TenantModel):
    """A copy of what its author signed in another practice, taken along when they left it (T10). Never changed.

    `sealed` opens to the very bytes that were signed there; `digest`, `tag` and `key_id` are the signature, `number`
    its place in that practice's chain. `client_sealed` is the client's name, which the signed bytes do not hold. Ids of
    the other practice are plain: nothing there can be reached by them.
    """

    origin = models.UUIDField()
    origin_name = models.CharField(max_length=120)
    original = models.UUIDField()
    addendum = models.UUIDField(null=True)
    number = models.BigIntegerField()
    digest = models.BinaryField()
    tag = models.BinaryField()
    key_id = models.UUIDField()
    signed_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    sealed = models.BinaryField()
    client_sealed = models.BinaryField()
    carried_by = TenantForeignKey("practices.Membership")
    carried_at = models.DateTimeField()

    class Meta:
        db_table = "journal_carried_note"
        constraints = [models.UniqueConstraint(fields=["practice", "digest"], name="journal_carried_once")]
        indexes = [models.Index(fields=["practice", "carried_by", "-signed_at"], name="journal_carried_newest")]

    def __str__(self) -> str:
        return f"{self.original} from {self.origin}"


class Destruction(TenantModel):
    """A decision to destroy notes of a client, which two persons carry out (N11, JR-9).

    `authority` and `number` name the decision of an authority, `document` is it as a sealed PDF; all are empty where
    the practice decides by itself after the years of keeping. Confirmed by somebody else, it is carried out, and
    triggers let the texts of these notes be emptied; nothing else does.
    """

    client = TenantForeignKey("clients.Client")
    note_ids = ArrayField(models.UUIDField())
    authority = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField()
    document = models.BinaryField(default=bytes)
    asked_by = TenantForeignKey("practices.Membership")
    asked_at = models.DateTimeField()
    confirmed_by = TenantForeignKey("practices.Membership", null=True)
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "journal_destruction"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, withdrawn_at=None),
                name="journal_destruction_decided",
            ),
            models.CheckConstraint(condition=~Q(confirmed_by=F("asked_by")), name="journal_destruction_by_two"),
        ]
        indexes = [models.Index(fields=["practice", "client", "-asked_at"], name="journal_destruction_newest")]

    def __str__(self) -> str:
        return str(self.id)
