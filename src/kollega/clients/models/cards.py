from django.db import models

from kollega.platform.columns import TenantForeignKey, TenantModel


class Client(TenantModel):
    """The client card's contact data. Clinical words live in the client information and the notes."""

    class Origin(models.TextChoices):
        """Who brought the client (C5)."""

        OWN = "own"
        REFERRED = "referred"

    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    sort_key = models.BinaryField(default=b"")
    pronoun = models.CharField(max_length=30, blank=True)
    born_on = models.DateField(null=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=5)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.OWN)
    responsible = TenantForeignKey("practices.Membership")
    is_active = models.BooleanField(default=True)
    merged_into = TenantForeignKey("clients.Client", null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "clients_client"
        indexes = [
            models.Index(fields=["practice", "sort_key", "id"], name="clients_client_by_name"),
            models.Index(fields=["practice", "created_at", "id"], name="clients_client_by_age"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Care(TenantModel):
    """Which clinicians take part in a client's care: the only ones who may open the record (C6)."""

    client = TenantForeignKey(Client, on_delete=models.CASCADE)
    clinician = TenantForeignKey("practices.Membership")
    since = models.DateTimeField()

    class Meta:
        db_table = "clients_care"
        constraints = [models.UniqueConstraint(fields=["practice", "client", "clinician"], name="clients_care_once")]
        indexes = [models.Index(fields=["practice", "clinician", "client"], name="clients_care_by_clinician")]

    def __str__(self) -> str:
        return f"{self.clinician_id} for {self.client_id}"


class SearchKey(TenantModel):
    """One normalised word by which a client is found, compared by code point so that a prefix is a range.

    `word` begins with its kind: `n:` name, `e:` e-mail, `p:` phone, `b:` birth date.
    """

    client = TenantForeignKey(Client, on_delete=models.CASCADE)
    word = models.CharField(max_length=270, db_collation="C")

    class Meta:
        db_table = "clients_search_key"
        constraints = [models.UniqueConstraint(fields=["practice", "word", "client"], name="clients_search_key_once")]

    def __str__(self) -> str:
        return f"key of {self.client_id}"


class Recent(TenantModel):
    """When a member last worked with a client: the first choices of a picker."""

    member = TenantForeignKey("practices.Membership")
    client = TenantForeignKey(Client, on_delete=models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        db_table = "clients_recent"
        constraints = [models.UniqueConstraint(fields=["practice", "member", "client"], name="clients_recent_once")]
        indexes = [models.Index(fields=["practice", "member", "-at"], name="clients_recent_newest")]

    def __str__(self) -> str:
        return f"{self.member_id} with {self.client_id}"


class NationalId(TenantModel):
    """A national identity number, sealed; never searched and shown only on demand (C8)."""

    client = TenantForeignKey(Client, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "clients_national_id"
        constraints = [models.UniqueConstraint(fields=["practice", "client"], name="clients_national_id_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.client_id}"


class InformationVersion(TenantModel):
    """One version of the free text under one fixed heading; the newest counts, the others stay (C1, C3)."""

    client = TenantForeignKey(Client)
    heading = models.CharField(max_length=20)
    version = models.IntegerField()
    sealed = models.BinaryField()
    author = TenantForeignKey("practices.Membership")
    at = models.DateTimeField()

    class Meta:
        db_table = "clients_information"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "client", "heading", "version"], name="clients_information_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading} {self.version} of {self.client_id}"


class DuplicateHint(TenantModel):
    """A colleague registered somebody who seems to be this client, without being able to know it (C6, C8)."""

    client = TenantForeignKey(Client, on_delete=models.CASCADE)
    registered = TenantForeignKey(Client, on_delete=models.CASCADE)
    by = TenantForeignKey("practices.Membership")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "clients_duplicate_hint"
        constraints = [
            models.UniqueConstraint(fields=["practice", "client", "registered"], name="clients_duplicate_hint_once")
        ]

    def __str__(self) -> str:
        return f"{self.registered_id} like {self.client_id}"


class ClientImport(TenantModel):
    """A list of clients that somebody brought; the file stays sealed here for some days."""

    class State(models.TextChoices):
        """From the upload to the end; only a done import can be undone."""

        READ = "read"
        CHECKED = "checked"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"
        UNDONE = "undone"

    by = TenantForeignKey("practices.Membership")
    state = models.CharField(max_length=8, choices=State.choices, default=State.READ)
    encoding = models.CharField(max_length=12)
    delimiter = models.CharField(max_length=1)
    has_header = models.BooleanField()
    columns = models.JSONField(default=list)
    month_first = models.BooleanField(default=False)
    with_duplicates = models.BooleanField(default=False)
    row_count = models.IntegerField()
    done_count = models.IntegerField(default=0)
    sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "clients_import"
        indexes = [models.Index(fields=["practice", "by", "-created_at"], name="clients_import_newest")]

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class ImportRow(TenantModel):
    """What became, or would become, of one row of the file; `number` counts the file's rows without its header.

    `fingerprint` is the keyed hash of what the row says; a practice takes the same row once.
    """

    class Outcome(models.TextChoices):
        NEW = "new"
        ADDED = "added"
        KNOWN = "known"
        DUPLICATE = "duplicate"
        REFUSED = "refused"
        UNDONE = "undone"

    job = TenantForeignKey(ClientImport, on_delete=models.CASCADE)
    number = models.IntegerField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    faults = models.JSONField(default=dict)
    fingerprint = models.BinaryField(null=True)
    client = TenantForeignKey(Client, on_delete=models.SET_NULL, null=True)
    alike = TenantForeignKey(Client, on_delete=models.SET_NULL, null=True)

    class Meta:
        db_table = "clients_import_row"
        constraints = [
            models.UniqueConstraint(fields=["practice", "job", "number"], name="clients_import_row_once"),
            models.UniqueConstraint(
                fields=["practice", "fingerprint"],
                condition=models.Q(client__isnull=False),
                name="clients_import_row_same",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
