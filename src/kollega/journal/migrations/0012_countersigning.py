import django.db.models.deletion
import kollega.platform.columns
from django.db import migrations, models

# A colleague's signature needs a request that says so, and stands under the signed version.
FORWARD = """
create or replace function journal_signature_guard() returns trigger language plpgsql as $$
declare
    head bigint;
begin
    select number into head from journal_chain_head where practice_id = new.practice_id;
    if head is distinct from new.number then
        raise exception 'journal: a signature is the next link of the chain'
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.request_id is not null and (new.addendum_id is not null or not exists (
        select from journal_sign_request r join journal_note n on n.practice_id = r.practice_id and n.id = r.note_id
        join journal_note_version v on v.practice_id = n.practice_id and v.note_id = n.id and v.number = n.head
        where r.practice_id = new.practice_id and r.id = new.request_id and r.note_id = new.note_id
          and r.asked_id = new.signed_by_id and r.state = 'signed' and n.status = 'signed' and v.id = new.version_id
    )) then
        raise exception 'journal: a colleague signs a signed note that was put before them'
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.addendum_id is null and new.request_id is null and not exists (
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
"""
BACKWARD = """
create or replace function journal_signature_guard() returns trigger language plpgsql as $$
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
"""


class Migration(migrations.Migration):

    dependencies = [('journal', '0011_sign_requests')]

    operations = [
        migrations.RemoveConstraint(model_name='signature', name='journal_signed_once'),
        migrations.AddField(
            model_name='signature',
            name='request',
            field=kollega.platform.columns.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.signrequest'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('addendum', None), ('request', None)), fields=('practice', 'note'), name='journal_signed_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('practice', 'request'), name='journal_countersigned_once'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
