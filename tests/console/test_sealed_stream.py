"""The sealed stream gives back what was written, or nothing."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kollega.console.backup.errors import DamagedArchive
from kollega.console.backup.sealed_stream import HEAD_BYTES, OpeningReader, SealingWriter
from kollega.platform.master_keys import new_master_key, parse_master_keys
from kollega.platform.sealed_chunks import CHUNK_BYTES

KEYS = parse_master_keys(new_master_key())
OTHER = parse_master_keys(new_master_key())


def _sealed(*parts: bytes) -> bytes:
    target = io.BytesIO()
    writer = SealingWriter(target, KEYS[0])
    for part in parts:
        writer.write(part)
    writer.close()
    return target.getvalue()


def _opened(sealed: bytes) -> bytes:
    return OpeningReader(io.BytesIO(sealed), KEYS).read()


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_what_was_written_is_read(parts: list[bytes]) -> None:
    assert _opened(_sealed(*parts)) == b"".join(parts)


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_every_length_is_read_back(size: int) -> None:
    content = bytes(index % 251 for index in range(size))
    reader = OpeningReader(io.BytesIO(_sealed(content)), KEYS)
    pieces = []
    while piece := reader.read(700_001):
        pieces.append(piece)
    assert b"".join(pieces) == content


@given(st.data())
def test_BR1_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(_sealed(b"one", b"two" * 100))
    place = data.draw(st.integers(min_value=0, max_value=len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(min_value=1, max_value=255))
    with pytest.raises(DamagedArchive):
        _opened(bytes(sealed))


@pytest.mark.parametrize("bit", range(32))
def test_BR1_a_changed_length_is_noticed(bit: int) -> None:
    sealed = bytearray(_sealed(b"one" * 100))
    sealed[HEAD_BYTES + bit // 8] ^= 1 << bit % 8
    with pytest.raises(DamagedArchive):
        _opened(bytes(sealed))


@given(st.integers(min_value=0, max_value=300))
def test_BR1_a_cut_archive_is_noticed(length: int) -> None:
    sealed = _sealed(b"three" * 60)
    with pytest.raises(DamagedArchive):
        _opened(sealed[: min(length, len(sealed) - 1)])


def test_BR1_chunks_cannot_be_dropped_or_swapped() -> None:
    sealed = _sealed(bytes(3 * CHUNK_BYTES))
    head, chunk = sealed[:HEAD_BYTES], 4 + CHUNK_BYTES + 16
    first, second = sealed[HEAD_BYTES : HEAD_BYTES + chunk], sealed[HEAD_BYTES + chunk : HEAD_BYTES + 2 * chunk]
    rest = sealed[HEAD_BYTES + 2 * chunk :]
    for forged in (head + second + first + rest, head + first + rest, head + first + second, sealed + b"more"):
        with pytest.raises(DamagedArchive):
            _opened(forged)


def test_another_key_is_refused_and_the_right_one_named() -> None:
    with pytest.raises(DamagedArchive, match=KEYS[0].id):
        OpeningReader(io.BytesIO(_sealed(b"text")), OTHER)


def test_two_seals_of_the_same_text_share_nothing() -> None:
    first, second = _sealed(b"text"), _sealed(b"text")
    assert first[HEAD_BYTES:] != second[HEAD_BYTES:]
