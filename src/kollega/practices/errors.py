from kollega.kernel.errors import N_, Conflict
from kollega.platform.operations import refuse_on


class SlugTaken(Conflict):
    code = "slug_taken"
    message = N_("Another practice already uses this address. Choose another one.")


refuse_on("practices_practice_slug_key", SlugTaken)
