from django.conf import settings
from django.test import override_settings

from tests.factories import make_person
from tests.signing_in import client_of


def test_SE2_a_new_secret_key_keeps_people_signed_in() -> None:
    client = client_of(make_person())
    with override_settings(SECRET_KEY="n" * 60, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert client.get("/account/").status_code == 200
    with override_settings(SECRET_KEY="n" * 60, SECRET_KEY_FALLBACKS=[]):
        assert client.get("/account/").status_code == 302
