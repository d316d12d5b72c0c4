"""What the database itself refuses: other bytes or another client for a document, and any change of what is kept."""

from django.db import migrations

FORWARD = """
create function documents_guard() returns trigger language plpgsql as $$
begin
    if old.kept_at is not null then
        raise exception 'documents: what a signed note holds stays as it is'
            using errcode = 'integrity_constraint_violation';
    end if;
    if tg_op = 'DELETE' then
        if old.removed_at is null then
            raise exception 'documents: a document goes by way of the bin'
                using errcode = 'integrity_constraint_violation';
        end if;
        return old;
    end if;
    if (new.id, new.practice_id, new.client_id, new.added_by_id, new.added_at, new.media, new.size, new.digest)
        is distinct from
        (old.id, old.practice_id, old.client_id, old.added_by_id, old.added_at, old.media, old.size, old.digest)
        or old.removed_at is not null then
        raise exception 'documents: a document keeps its file and its client'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;

create function documents_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'documents: % of % is refused', lower(tg_op), tg_table_name
        using errcode = 'integrity_constraint_violation';
end $$;

create trigger documents_guard before update or delete on documents_document
    for each row execute function documents_guard();
create trigger documents_whole before truncate on documents_document
    for each statement execute function documents_refuse();
"""

BACKWARD = """
drop trigger documents_guard on documents_document;
drop trigger documents_whole on documents_document;
drop function documents_guard();
drop function documents_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
