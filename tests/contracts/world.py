"""Two practices with one of everything, for the rules that hold on every route."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client

from kollega.clients.models import DuplicateHint
from kollega.clients.operations.contact_people import add_contact_person
from kollega.clients.operations.import_files import bring_file
from kollega.clients.operations.merging import merge_clients
from kollega.clients.operations.national_ids import set_national_id
from kollega.clients.rules.contact_people import ContactPersonData
from kollega.communities.operations.creating import add_shared_room, create_community, new_joining_code
from kollega.communities.operations.joining import ask_to_join as ask_to_join_community
from kollega.feeds.enums import Shows, Way
from kollega.feeds.operations.feeds import create_feed
from kollega.feeds.operations.sources import add_source
from kollega.journal.operations.countersigning import ask_to_sign
from kollega.journal.operations.process_notes import start_process_note
from kollega.journal.operations.sharing import share_note
from kollega.journal.operations.snippets import create_snippet
from kollega.journal.operations.templates import create_template
from kollega.journal.rules.countersigning import SignKind
from kollega.journal.rules.sharing import Level
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Permission, Role
from kollega.notices.operations.inviting import invite
from kollega.notices.queries.lines import notices_of
from kollega.online.enums import ReferralState
from kollega.online.models import MatchingVersion, Referral
from kollega.online.operations.waiting import add_waiting
from kollega.online.rules.waiting import Wish
from kollega.oversight.enums import Drawn
from kollega.oversight.operations.reviewing import draw_sample
from kollega.oversight.queries.reviews import review
from kollega.platform.tenancy import tenant
from kollega.practices.operations.tokens import create_token
from kollega.practices.queries.tokens import own_tokens
from kollega.scheduling.enums import Place
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.column_sets import save_column_set
from kollega.scheduling.operations.hours import add_exception
from kollega.scheduling.operations.importing import prepare_import
from kollega.scheduling.operations.mapping import map_room
from kollega.scheduling.operations.repeating import Choice, book_repeating
from kollega.scheduling.queries.repeating import Wish as RepeatWish
from kollega.scheduling.queries.sharing import community
from kollega.scheduling.rules.offers import ExceptionEntry
from kollega.scheduling.rules.recurring import Every, Rule
from kollega.teams.operations.linking import create_join_link
from kollega.teams.operations.requesting import ask_to_join
from kollega.teams.queries.invitations import running_join_links
from tests.delegation.making import grant, guest_of, secretary_of
from tests.documents.making import make_document
from tests.factories import make_member, make_person, make_practice
from tests.journal.making import make_carried, make_client, make_note, make_signed, make_visit
from tests.pages import slug_of
from tests.records.making import make_destruction, make_export, make_imported
from tests.scheduling.factories import make_room, make_service, tomorrow_at
from tests.scheduling.rules.test_ics import calendar
from tests.signing_in import client_of
from tests.teams.making import become_team, guest, invitation_of, invited

Ids = dict[str, UUID]
CALENDAR = calendar("UID:1\nDTSTART:20300101T090000Z\nDURATION:PT45M\nSUMMARY:Busy")


@dataclass
class World:
    """`own` belongs to the clinician, `colleague` to another clinician of the practice, `foreign` to another one."""

    slug: str
    actors: dict[str, Actor]
    own: Ids
    colleague: Ids
    foreign: Ids
    missing: Ids
    pages: dict[str, Client] = field(default_factory=dict)
    calls: dict[str, Client] = field(default_factory=dict)


def make_world() -> World:
    owner = make_practice()
    actors = {
        "owner": owner,
        "admin": make_member(owner, Role.ADMIN),
        "clinician": make_member(owner, Role.CLINICIAN),
        "assistant": make_member(owner, Role.ASSISTANT),
        "template manager": make_member(owner, Role.TEMPLATE_MANAGER),
        "log reader": make_member(owner, Role.LOG_READER),
        "office staff": make_member(owner, Role.OFFICE_STAFF),
        "office staff: appointments": make_member(owner, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,)),
        "outsider": make_practice(),
    }
    actors["delegate"] = secretary_of(actors["clinician"])
    actors["guest"] = guest_of(actors["clinician"])
    world = World(
        slug=slug_of(owner),
        actors=actors,
        own=things(actors["clinician"], owner),
        colleague=things(make_member(owner, Role.CLINICIAN), owner),
        foreign=things(actors["outsider"], actors["outsider"]),
        missing={},
    )
    world.missing = {name: uuid4() for name in world.own}
    for role, actor in actors.items():
        world.pages[role] = client_of(actor)
        if not actor.may(Permission.TOKEN_MANAGE):
            continue
        token = create_token(actor, name="test", scopes=actor.permissions, days=30)
        world.calls[role] = Client(headers={"Authorization": f"Bearer {token}"})
    return world


def things(clinician: Actor, owner: Actor) -> Ids:
    """One of everything that stands in an address, by the name of its parameter."""
    client_id = make_client(clinician)
    visit = make_visit(clinician, client_id, hour=9, days=3)
    note = make_note(clinician, client_id)
    note.save("A first line.")
    create_token(clinician, name="other", scopes=clinician.permissions, days=30)
    notice_id = told(clinician, make_visit(clinician, client_id, hour=13, days=3))
    gone = cancel(clinician, appointment_id=make_visit(clinician, client_id, hour=11, days=3))
    day = clinician.at.date()
    set_national_id(clinician, client_id=client_id, number="19121212-1212")
    return {
        "client_id": client_id,
        "appointment_id": visit,
        "note_id": note.note_id,
        "process_note_id": start_process_note(clinician, client_id=client_id),
        "contact_person_id": add_contact_person(
            clinician, client_id=client_id, person=ContactPersonData("parent", "Eva Berg")
        ),
        **merged(clinician, client_id),
        "referral_id": referred_to(clinician),
        "shared_note_id": shared_with(clinician, owner),
        "sign_request_id": asked_to_sign(clinician, owner),
        "document_id": make_document(clinician, client_id),
        "notice_id": notice_id,
        "carried_note_id": make_carried(clinician),
        "export_id": make_export(clinician, client_id),
        "imported_record_id": make_imported(clinician),
        "destruction_id": make_destruction(clinician, client_id),
        "membership_id": clinician.own_membership,
        "clinician_id": clinician.own_membership,
        "token_id": own_tokens(clinician)[0].id,
        "service_id": make_service(owner),
        "entry_id": waits_for(clinician, client_id, make_service(owner)),
        "room_id": make_room(owner),
        "template_id": create_template(clinician, name="Mine", headings=["Today"]),
        "snippet_id": create_snippet(clinician, word="sleep", text="Sleeps well."),
        "set_id": save_column_set(clinician, name="Mine", people=[clinician.own_membership]),
        "exception_id": add_exception(
            clinician, membership_id=clinician.own_membership, entry=ExceptionEntry(first_day=day, last_day=day)
        ),
        "change_id": gone.change_id,
        **repeating(clinician, client_id),
        "hint_id": hint_on(client_id, clinician, owner),
        "client_import_id": bring_file(clinician, content=b"Name;Email\nBerg;berg@client.example\n"),
        "import_id": prepare_import(clinician, data=CALENDAR, as_visits=False),
        "feed_id": create_feed(clinician, way=Way.ADDRESS, name="Phone", shows=Shows.BUSY, with_blocks=False)[0],
        "source_id": add_source(clinician, name="Private", address="https://calendar.example/secret.ics"),
        "grant_id": grant(clinician, make_member(owner, Role.ASSISTANT)),
        **joining(owner),
        **sharing(owner),
        **reviewing(owner),
    }


def reviewing(owner: Actor) -> Ids:
    """A sample of the log with what was refused or opened so far."""
    review_id = draw_sample(
        owner, drawn=Drawn.RANDOM, first=owner.at - timedelta(days=1), until=owner.at + timedelta(days=1), size=1
    )
    return {"review_id": review_id, "row_id": review(owner, review_id=review_id).rows[0].id}


def shared_with(clinician: Actor, owner: Actor) -> UUID:
    """A draft of another clinician, shared with this one to write in."""
    author = make_member(owner, Role.CLINICIAN)
    note_id = make_note(author).note_id
    share_note(author, note_id=note_id, membership_id=clinician.own_membership, level=Level.EDIT)
    return note_id


def asked_to_sign(clinician: Actor, owner: Actor) -> UUID:
    """A request of another clinician to this one."""
    author = make_member(owner, Role.CLINICIAN)
    note_id = make_signed(author, client_id=make_client(author))
    return ask_to_sign(author, note_id=note_id, membership_id=clinician.own_membership, kind=SignKind.CO)


def sharing(owner: Actor) -> Ids:
    """A community with a mapped room and one that is not, a code, and a practice that asks to join."""
    community_id = create_community(owner, name="Strandgatan", room="Quiet room")
    new_joining_code(owner, community_id=community_id)
    ask_to_join_community(make_practice(), code=new_joining_code(owner, community_id=community_id))
    view = community(owner, community_id=community_id)
    map_room(owner, shared_room_id=view.rooms[0].shared.id, room_id=make_room(owner))
    return {
        "community_id": community_id,
        "shared_room_id": add_shared_room(owner, community_id=community_id, name="Large room"),
        "joining_code_id": view.codes[0].id,
        "partner_id": view.asking[0].id,
    }


def told(clinician: Actor, appointment_id: UUID) -> UUID:
    """A message about the visit: it is waiting, or says that the client has no address."""
    invite(clinician, appointment_id=appointment_id)
    return notices_of(clinician, appointment_id=appointment_id).lines[0].id


def repeating(clinician: Actor, client_id: UUID) -> Ids:
    """Three weekly appointments."""
    first = tomorrow_at(clinician, 16, days=3)
    booked = book_repeating(
        clinician,
        rule=Rule(Every.WEEK, 1, first.date(), first.time(), weekdays=(first.weekday(),), count=3),
        wish=RepeatWish(clinician.own_membership, minutes=30),
        choices=[Choice(first.date() + timedelta(weeks=n), first + timedelta(weeks=n)) for n in range(3)],
        client_id=client_id,
    )
    return {"repeated_appointment_id": booked.appointment_ids[0], "repeat_change_id": booked.change_id}


def joining(owner: Actor) -> Ids:
    """What waits for somebody to join: an invitation, a join link, a request."""
    become_team(owner)
    address, _ = invited(owner)
    link = create_join_link(owner, plan_id="support", roles=[Role.OFFICE_STAFF], most_uses=5, days=7)
    return {
        "invitation_id": invitation_of(owner, address).id,
        "join_link_id": running_join_links(owner)[0].id,
        "join_request_id": ask_to_join(guest(owner, make_person()), token=link),
    }


def merged(clinician: Actor, client_id: UUID) -> Ids:
    """A card behind the client's, and one that could still go there."""
    behind, other = make_client(clinician), make_client(clinician)
    merge_id = merge_clients(clinician, client_id=client_id, other_client_id=behind)
    return {"merge_id": merge_id, "other_client_id": other}


def referred_to(clinician: Actor) -> UUID:
    """Somebody who filled in the questionnaire and picked the clinician."""
    with tenant(clinician.practice_id), transaction.atomic():
        version = MatchingVersion.objects.create(
            practice_id=clinician.practice_id,
            version=MatchingVersion.objects.count() + 1,
            is_on=False,
            by_id=clinician.own_membership,
            at=clinician.at,
        )
        row = Referral.objects.create(
            practice_id=clinician.practice_id,
            version=version,
            state=ReferralState.PICKED,
            sealed=b"",
            language="en",
            digest=b"",
            picked_id=clinician.own_membership,
            submitted_at=clinician.at,
        )
        return row.id


def waits_for(clinician: Actor, client_id: UUID, service_id: UUID) -> UUID:
    """An entry of the waiting list for the clinician's own column."""
    until = (clinician.at + timedelta(days=30)).date()
    wish = Wish(service_id, clinician.own_membership, (), (), until)
    return add_waiting(clinician, client_id=client_id, wish=wish, place=Place.IN_PERSON)


def hint_on(client_id: UUID, clinician: Actor, owner: Actor) -> UUID:
    """A colleague adds the same person unknowingly, which leaves a hint on the card."""
    another = make_member(owner, Role.CLINICIAN)
    make_client(another)
    with tenant(clinician.practice_id), transaction.atomic():
        return DuplicateHint.objects.filter(client_id=client_id).latest("at").id
