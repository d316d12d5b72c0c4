"""The frame of every change and every read: right, tenant, transaction, log entry, refusal.

A domain's operation states what it needs and does its work; this module makes sure that nobody without
the right gets in, that a change without a log entry fails, that a refused try leaves exactly one denial,
and that a broken database constraint comes out as the refusal it stands for.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden, Refusal
from kollega.kernel.permissions import Permission
from kollega.platform.tenancy import tenant

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Action(StrEnum):
    READ = "read"
    SEARCH = "search"
    CREATE = "create"
    CHANGE = "change"
    SIGN = "sign"
    PRINT = "print"
    EXPORT = "export"
    IMPORT = "import"
    MOVE = "move"
    CANCEL = "cancel"
    DELETE = "delete"
    LOGIN = "login"
    LOGOUT = "logout"
    GRANT = "grant"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log. `detail` holds ids, codes and field names, never text that a person typed.

    `on_behalf_of` is the person in whose calendar it was done; without it, the actor's own principal counts.
    """

    action: Action
    object_type: str
    object_id: UUID | None = None
    client_id: UUID | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    on_behalf_of: UUID | None = None


class Recorder(Protocol):
    """What the audit domain plugs in: it writes into the open transaction, or denials on their own."""

    def record(self, actor: Actor, entry: Entry) -> None: ...

    def deny(self, actor: Actor, action: Action, place: str, refusal: Refusal, arguments: dict[str, Any]) -> None: ...


_recorder: Recorder | None = None
_written: ContextVar[list[Entry] | None] = ContextVar("written", default=None)
_refusal_by_constraint: dict[str, type[Refusal]] = {}
REGISTERED: dict[str, Permission] = {}


class MissingLogEntry(AssertionError):
    """An operation finished without a log entry: a defect of the operation, so nothing is stored."""


def install_recorder(recorder: Recorder) -> None:
    global _recorder
    _recorder = recorder


def note_written(entry: Entry) -> None:
    """Called by the recorder for each entry, so that the frame knows one was written."""
    written = _written.get()
    if written is not None:
        written.append(entry)


def refuse_on(constraint: str, refusal: type[Refusal]) -> None:
    """Say which refusal a violated constraint stands for (register beside the refusal's definition)."""
    _refusal_by_constraint[constraint] = refusal


def operation(
    *, requires: Permission, by_grant: bool = False
) -> Callable[[Callable[Concatenate[Actor, Arguments], Result]], Callable[Concatenate[Actor, Arguments], Result]]:
    """Frame a change. The function takes the actor first and everything else by keyword.

    `by_grant` says that a delegate may come in (B8): it must look at the column and cut what it answers.
    """

    def wrap(
        function: Callable[Concatenate[Actor, Arguments], Result],
    ) -> Callable[Concatenate[Actor, Arguments], Result]:
        name = _name(function)
        REGISTERED[name] = requires

        @functools.wraps(function)
        def run(actor: Actor, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            with _denials(actor, name, dict(kwargs)):
                _check(actor, requires, by_grant=by_grant)
                with tenant(actor.practice_id, actor.person_id), transaction.atomic():
                    return _recorded(name, functools.partial(function, actor, *args, **kwargs))

        return run

    return wrap


def query(
    *,
    requires: Permission,
    logs: Callable[[Actor, Any, dict[str, Any]], Entry | list[Entry] | None] | None = None,
    by_grant: bool = False,
) -> Callable[[Callable[Concatenate[Actor, Arguments], Result]], Callable[Concatenate[Actor, Arguments], Result]]:
    """Frame a read. `logs(actor, result, arguments)` gives the log row (or several); they commit with the answer.

    A read of client data must have `logs`; it returns None when nothing about a client was shown. `by_grant` as above.
    """

    def wrap(
        function: Callable[Concatenate[Actor, Arguments], Result],
    ) -> Callable[Concatenate[Actor, Arguments], Result]:
        name = _name(function)
        REGISTERED[name] = requires

        @functools.wraps(function)
        def run(actor: Actor, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            with _denials(actor, name, dict(kwargs)):
                _check(actor, requires, by_grant=by_grant)
                with tenant(actor.practice_id, actor.person_id), _open_transaction():
                    result = function(actor, *args, **kwargs)
                    found = logs(actor, result, dict(kwargs)) if logs else None
                    for entry in [found] if isinstance(found, Entry) else found or ():
                        _require_recorder().record(actor, entry)
                    return result

        return run

    return wrap


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__.removeprefix('kollega.')}.{function.__name__}"


def _check(actor: Actor, requires: Permission, *, by_grant: bool) -> None:
    """A right that only a grant (or area T cut short) brings opens nothing but what was made for delegates."""
    if not actor.may(requires) or (requires in actor.limited_rights and not by_grant):
        raise Forbidden


def _open_transaction() -> Any:
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def _recorded(name: str, work: Callable[[], Result]) -> Result:
    outer = _written.get()
    entries: list[Entry] = []
    token = _written.set(entries)
    try:
        result = work()
        if not entries:
            raise MissingLogEntry(name)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate; set constraints all deferred")
        return result
    except IntegrityError as error:
        raise _refusal_for(error) from error
    finally:
        _written.reset(token)
        if outer is not None:
            outer.extend(entries)


def _refusal_for(error: IntegrityError) -> Exception:
    diagnosis = getattr(error.__cause__, "diag", None)
    constraint = getattr(diagnosis, "constraint_name", None)
    refusal = _refusal_by_constraint.get(constraint or "")
    return refusal() if refusal else error


_inside: ContextVar[bool] = ContextVar("inside", default=False)


@contextmanager
def _denials(actor: Actor, name: str, arguments: dict[str, Any]) -> Iterator[None]:
    """Log a refusal once, at the outermost frame, on a connection of its own so that it survives."""
    if _inside.get():
        yield
        return
    token = _inside.set(True)
    try:
        yield
    except Refusal as refusal:
        action = Action.READ if ".queries." in name else Action.CHANGE
        _require_recorder().deny(actor, action, name, refusal, arguments)
        raise
    finally:
        _inside.reset(token)


def turn_away(actor: Actor, place: str, *, reads: bool, arguments: dict[str, Any]) -> Forbidden:
    """Log that a page or call refused somebody before any operation began; return the refusal to raise or show.

    `place` is the dotted name of the page or call, `arguments` what stood in its address.
    """
    refusal = Forbidden()
    _require_recorder().deny(actor, Action.READ if reads else Action.CHANGE, place, refusal, arguments)
    return refusal


def _require_recorder() -> Recorder:
    if _recorder is None:
        raise RuntimeError("the audit domain is not installed")
    return _recorder
