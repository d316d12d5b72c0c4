"""What the login of web and worker must not be able to do, asked of the database itself."""

from django.db import connection

# Each statement answers true when the login can do what its sentence says.
_TOO_MUCH = (
    (
        "The app login is a superuser, may pass row-level security, or may make roles or databases.",
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
        " FROM pg_roles WHERE rolname = current_user",
    ),
    (
        "The app login owns tables; row-level security does not bind their owner.",
        "SELECT EXISTS (SELECT FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner"
        " WHERE rolname = current_user AND relkind IN ('r', 'p'))",
    ),
    (
        "The app login may create tables.",
        "SELECT has_schema_privilege(current_user, 'public', 'CREATE')"
        " OR has_database_privilege(current_user, current_database(), 'CREATE')",
    ),
    (
        "The app login is a member of another login.",
        "SELECT EXISTS (SELECT FROM pg_auth_members JOIN pg_roles ON pg_roles.oid = member"
        " WHERE rolname = current_user)",
    ),
    (
        "The app login may change or delete rows of the log.",
        "SELECT coalesce(bool_or(has_table_privilege(current_user, oid, 'UPDATE, DELETE, TRUNCATE')), false)"
        " FROM pg_class WHERE relkind IN ('r', 'p') AND relname LIKE 'audit\\_entry%'",
    ),
    (
        "The database is not PostgreSQL 15 to 18.",
        "SELECT current_setting('server_version_num')::int / 10000 NOT BETWEEN 15 AND 18",
    ),
)


def too_many_rights() -> list[str]:
    """One sentence for each right that the app login has and must not have."""
    found = []
    with connection.cursor() as cursor:
        for sentence, question in _TOO_MUCH:
            cursor.execute(question)
            row = cursor.fetchone()
            if row and row[0]:
                found.append(sentence)
    return found
