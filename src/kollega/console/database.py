"""Which database a command works on: the given one, the embedded one that runs, or the embedded one started for it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import django

from kollega.config import env
from kollega.config.env import ConfigurationError
from kollega.console.places import backup_dir, data_dir
from kollega.platform import postgres

DATABASE = "kollega"
OWNER = "kollega_owner"
APP = "kollega_app"
APP_VARIABLE = "DATABASE_URL"
OWNER_VARIABLE = "KOLLEGA_OWNER_DATABASE_URL"


def embedded_folder() -> Path:
    return data_dir() / "database"


def start_embedded() -> postgres.Server:
    """Start the embedded database; it keeps its write-ahead log when there is somewhere to take it."""
    return postgres.start(embedded_folder(), archive=backup_dir() is not None)


def is_given() -> bool:
    """Whether the operator named a database of their own."""
    return bool(env.read(APP_VARIABLE))


def given_urls() -> postgres.Urls:
    """The operator's database; the owner's URL is needed by whoever migrates."""
    owner = env.read(OWNER_VARIABLE)
    if not owner:
        raise ConfigurationError(f"{OWNER_VARIABLE} is not set; {APP_VARIABLE} alone cannot make tables.")
    return postgres.Urls(owner_url=owner, app_url=env.read(APP_VARIABLE))


def bootstrap(server: postgres.Server) -> postgres.Urls:
    return postgres.bootstrap(server.superuser_url, database=DATABASE, owner=OWNER, app=APP)


@contextmanager
def database_urls() -> Iterator[postgres.Urls]:
    """Both URLs of a database that answers: given, running already, or started for as long as this lasts."""
    with ExitStack() as stack:
        yield given_urls() if is_given() else _embedded(stack)


@contextmanager
def database_for_one_command(*, as_owner: bool) -> Iterator[None]:
    """Set up Django with a database that answers. Only commands that need it learn the owner's URL."""
    with ExitStack() as stack:
        if not is_given():
            urls = _embedded(stack)
            os.environ[APP_VARIABLE] = urls.app_url
            os.environ[OWNER_VARIABLE] = urls.owner_url
        if not as_owner:
            os.environ.pop(OWNER_VARIABLE, None)
            os.environ.pop(f"{OWNER_VARIABLE}_FILE", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kollega.config.settings")
        django.setup()
        yield


def _embedded(stack: ExitStack) -> postgres.Urls:
    running = postgres.find_running(embedded_folder(), database=DATABASE, owner=OWNER, app=APP)
    if running:
        return running
    server = start_embedded()
    stack.callback(server.stop)
    return bootstrap(server)
