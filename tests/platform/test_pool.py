"""Connections after a restart of the database."""

import os
import threading
import time

import psycopg
from django.db import connection, connections


def _fill_pool(count: int) -> None:
    barrier = threading.Barrier(count)

    def use() -> None:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        barrier.wait(10)
        connections.close_all()

    threads = [threading.Thread(target=use) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_AV1_the_first_query_after_the_database_is_back_succeeds_however_many_connections_died() -> None:
    _fill_pool(8)
    with psycopg.connect(os.environ["KOLLEGA_TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
            [connection.settings_dict["NAME"]],
        )
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    assert time.monotonic() - began < 2
