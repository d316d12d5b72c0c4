from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, three passes, one lane: above OWASP's minimum, and two at a time fit the memory budget."""

    time_cost = 3
    memory_cost = 19 * 1024
    parallelism = 1
