"""A letter as plain text and as calm HTML; both say the same."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from kollega.messaging.rules.letters import Letter


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


def rendered(letter: Letter, *, language: str, sender_name: str) -> Rendered:
    """Return subject (one line), text and HTML of the letter in the receiver's language."""
    context = {
        "letter": letter,
        "language": language,
        "sender_name": sender_name,
        "host": urlsplit(settings.PUBLIC_URL).netloc,
    }
    with translation.override(language):
        text = render_to_string("mail/letter.txt", context)
        html = render_to_string("mail/letter.html", context)
    return Rendered(" ".join(letter.subject.split()), text.strip() + "\n", html)
