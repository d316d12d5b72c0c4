"""What the database itself refuses: changes to what is signed, and the loss of any saved version.

The triggers hold for every login and every path; only a superuser who switches triggers off gets past them,
and then the chain of signatures tells (`kollega verify journal`).
"""

from django.db import migrations

FORWARD = """
create function journal_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'journal: % of % is refused', lower(tg_op), tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

create function journal_note_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.status <> 'draft' then
            raise exception 'journal: a note begins as a draft' using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end if;
    if old.status = 'signed' then
        raise exception 'journal: a signed note stays as it is' using errcode = 'integrity_constraint_violation';
    end if;
    if tg_op = 'DELETE' then
        if old.saved <> 0 or old.binned_at is null then
            raise exception 'journal: only a never saved draft in the bin is deleted'
                using errcode = 'integrity_constraint_violation';
        end if;
        return old;
    end if;
    if (new.id, new.practice_id, new.client_id, new.author_id, new.started_at)
        is distinct from (old.id, old.practice_id, old.client_id, old.author_id, old.started_at) then
        raise exception 'journal: a note keeps its client and author' using errcode = 'integrity_constraint_violation';
    end if;
    if new.status = 'signed' and not exists (
        select from journal_signature s join journal_note_version v on v.id = s.version_id
        where s.practice_id = new.practice_id and s.note_id = new.id and s.addendum_id is null
          and v.note_id = new.id and v.number = new.head and s.signed_by_id = new.author_id
    ) then
        raise exception 'journal: a note is signed by a signature of its author'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;

create function journal_version_guard() returns trigger language plpgsql as $$
declare
    note record;
begin
    if tg_op = 'UPDATE' then
        if old.kind not in ('autosave', 'beside') or (new.id, new.practice_id, new.note_id, new.number, new.kind,
            new.author_id, new.tab, new.began_at) is distinct from (old.id, old.practice_id, old.note_id, old.number,
            old.kind, old.author_id, old.tab, old.began_at) then
            raise exception 'journal: a saved version stays as it is' using errcode = 'integrity_constraint_violation';
        end if;
    end if;
    select status, saved, binned_at into note from journal_note
        where practice_id = coalesce(new.practice_id, old.practice_id) and id = coalesce(new.note_id, old.note_id)
        for share;
    if note.status = 'signed' then
        raise exception 'journal: a signed note takes no version' using errcode = 'integrity_constraint_violation';
    end if;
    if tg_op = 'DELETE' then
        if note.saved <> 0 or note.binned_at is null then
            raise exception 'journal: versions are kept' using errcode = 'integrity_constraint_violation';
        end if;
        return old;
    end if;
    return new;
end $$;

create function journal_addendum_guard() returns trigger language plpgsql as $$
begin
    if not exists (select from journal_note where practice_id = new.practice_id and id = new.note_id and status = 'signed')
    then
        raise exception 'journal: an addendum belongs to a signed note' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;

create function journal_signature_guard() returns trigger language plpgsql as $$
declare
    head bigint;
begin
    select number into head from journal_chain_head where practice_id = new.practice_id;
    if head is distinct from new.number then
        raise exception 'journal: a signature is the next link of the chain'
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.addendum_id is null and not exists (
        select from journal_note where practice_id = new.practice_id and id = new.note_id and status = 'draft'
          and author_id = new.signed_by_id and binned_at is null
    ) then
        raise exception 'journal: the author signs a draft once' using errcode = 'integrity_constraint_violation';
    end if;
    if new.addendum_id is not null and not exists (
        select from journal_addendum where practice_id = new.practice_id and id = new.addendum_id
          and note_id = new.note_id and author_id = new.signed_by_id
    ) then
        raise exception 'journal: the author signs an addendum' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;

create function journal_chain_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.number <> 0 then
            raise exception 'journal: a chain begins at nothing' using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end if;
    if new.practice_id <> old.practice_id or new.number <> old.number + 1 then
        raise exception 'journal: the chain only grows' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;

create trigger journal_guard before insert or update or delete on journal_note
    for each row execute function journal_note_guard();
create trigger journal_guard before insert or update or delete on journal_note_version
    for each row execute function journal_version_guard();
create trigger journal_guard before insert on journal_addendum
    for each row execute function journal_addendum_guard();
create trigger journal_keep before update or delete on journal_addendum
    for each row execute function journal_refuse();
create trigger journal_guard before insert on journal_signature
    for each row execute function journal_signature_guard();
create trigger journal_keep before update or delete on journal_signature
    for each row execute function journal_refuse();
create trigger journal_keep before update or delete on journal_template_version
    for each row execute function journal_refuse();
create trigger journal_guard before insert or update on journal_chain_head
    for each row execute function journal_chain_guard();
create trigger journal_keep before delete on journal_chain_head
    for each row execute function journal_refuse();
create trigger journal_whole before truncate on journal_note
    for each statement execute function journal_refuse();
create trigger journal_whole before truncate on journal_note_version
    for each statement execute function journal_refuse();
create trigger journal_whole before truncate on journal_addendum
    for each statement execute function journal_refuse();
create trigger journal_whole before truncate on journal_signature
    for each statement execute function journal_refuse();
create trigger journal_whole before truncate on journal_template_version
    for each statement execute function journal_refuse();
create trigger journal_whole before truncate on journal_chain_head
    for each statement execute function journal_refuse();
"""

TABLES = ("note", "note_version", "addendum", "signature", "template_version", "chain_head")
FUNCTIONS = (
    "refuse",
    "note_guard",
    "version_guard",
    "addendum_guard",
    "signature_guard",
    "chain_guard",
)
BACKWARD = "\n".join(
    [f"drop trigger if exists journal_{kind} on journal_{table};" for table in TABLES for kind in ("guard", "keep", "whole")]
    + [f"drop function journal_{name}();" for name in FUNCTIONS]
)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
