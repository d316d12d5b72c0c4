"""Which passwords are good enough (AU-1): long, and not among the first that anybody would try."""

import gzip
import unicodedata
from functools import cache
from importlib.resources import files

from kollega.accounts.rules.addresses import normalised
from kollega.kernel.errors import N_

SHORTEST = 12
LONGEST = 256

TOO_SHORT = N_("Use at least 12 characters. Three or four words make a good password.")
TOO_LONG = N_("Use at most 256 characters.")
COMMON = N_("This password is among those that are tried first. Choose another one.")
ABOUT_YOU = N_("The password is too close to your name or your e-mail address. Choose another one.")

# What somebody would try first at a practice: words of the trade and of this product.
TRADE_WORDS = frozenset(
    [
        "kollega",
        "kollegas",
        "kollegapassword",
        "praxis",
        "praxissoftware",
        "praxisverwaltung",
        "psychotherapie",
        "psychotherapeut",
        "psychotherapeutin",
        "psykoterapi",
        "psykoterapeut",
        "psykolog",
        "psykologen",
        "psykologi",
        "psykologisk",
        "psychologe",
        "psychologin",
        "psychologist",
        "psychology",
        "psychologue",
        "psychologie",
        "therapie",
        "therapeut",
        "therapeutin",
        "therapeuten",
        "terapeut",
        "terapeuten",
        "terapi",
        "therapist",
        "therapy",
        "therapeute",
        "therapeutes",
        "mottagning",
        "mottagningen",
        "klinikk",
        "klinikken",
        "kliniken",
        "cabinet",
        "journalsystem",
        "patientjournal",
        "pasientjournal",
        "klientjournal",
        "sprechstunde",
        "behandlung",
        "behandling",
        "behandler",
        "losenord",
        "password",
        "passord",
        "passwort",
        "motdepasse",
        "valkommen",
        "velkommen",
        "willkommen",
        "bienvenue",
        "welcome",
        "welcomeback",
    ]
)
_ROWS = (
    "1234567890",
    "0987654321",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopåasdfghjklöäzxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopüasdfghjklöäyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
)
_TAIL = "0123456789!?.,;:-_+*#$%&/()= "


def as_typed(password: str) -> str:
    """Return the password in the form that is hashed: the same for every keyboard that can type it."""
    return unicodedata.normalize("NFKC", password)


def password_finding(password: str, *, address: str = "", name: str = "") -> str | None:
    """Return why this password is refused (a sentence to translate), or None when it is good enough."""
    plain = as_typed(password)
    if len(plain) < SHORTEST:
        return TOO_SHORT
    if len(plain) > LONGEST:
        return TOO_LONG
    folded = plain.casefold()
    core = _core(folded)
    if any(part in _common() for part in (folded, core, _repeated(folded))) or _is_run(folded):
        return COMMON
    if _made_of_trade_words(core):
        return COMMON
    if core in _personal(address, name):
        return ABOUT_YOU
    return None


def _core(folded: str) -> str:
    """The password without the digits and signs that people put around a word; itself when nothing is left."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))
    return plain.strip(_TAIL) or folded


def _repeated(folded: str) -> str:
    """The shortest part of which the password is a repetition; itself when there is none."""
    return folded[: (folded + folded).find(folded, 1)]


def _is_run(folded: str) -> bool:
    """One letter only, or keys in the order of the keyboard or the alphabet."""
    return len(set(folded)) == 1 or any(folded in row * 30 for row in _ROWS)


def _made_of_trade_words(core: str) -> bool:
    words = core.replace("-", " ").replace("_", " ").replace(".", " ").split()
    return len(words) <= 2 and all(word in TRADE_WORDS for word in words)


def _personal(address: str, name: str) -> frozenset[str]:
    mail = normalised(address)
    named = name.casefold().split()
    made = {mail, mail.partition("@")[0], mail.partition("@")[2], "".join(named), "".join(reversed(named)), *named}
    return frozenset(_core(text) for text in made if len(text) > 2)


@cache
def _common() -> frozenset[str]:
    packed = files("django.contrib.auth").joinpath("common-passwords.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode().split())
