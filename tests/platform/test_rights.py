"""The check of the app login's rights finds what it must not have."""

from django.db import connections

from kollega.platform.database.rights import too_many_rights


def test_TI4_the_app_login_has_no_right_too_many() -> None:
    assert too_many_rights() == []


def test_a_right_too_many_is_found() -> None:
    with connections["owner"].cursor() as owner:
        owner.execute("GRANT CREATE ON SCHEMA public TO kollega_app")
        owner.execute("GRANT DELETE ON audit_entry_default TO kollega_app")
    try:
        assert len(too_many_rights()) == 2
    finally:
        with connections["owner"].cursor() as owner:
            owner.execute("REVOKE CREATE ON SCHEMA public FROM kollega_app")
            owner.execute("REVOKE DELETE ON audit_entry_default FROM kollega_app")
