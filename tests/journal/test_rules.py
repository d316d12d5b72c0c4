"""The pure rules of the record: text, marks, comparison, the signed form."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kollega.journal.rules.canonical import Link, NoteFacts, digest, note_form
from kollega.journal.rules.compare import Change, pieces
from kollega.journal.rules.content import Section, cleaned, from_bytes, only_adds, to_bytes, words
from kollega.journal.rules.freshness import is_fresh
from kollega.journal.rules.markup import BlockKind, Run, blocks, excerpt, runs
from kollega.kernel.ids import new_id

NOW = datetime(2027, 3, 3, 10, 0, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")) | st.just("\n"), max_size=80)


def one(text: str) -> tuple[Section, ...]:
    return (Section("a", "Heading", text),)


def test_text_is_cleaned_to_one_form() -> None:
    assert cleaned("a\r\nb\rc\u2028d \t\n\x00e\u0301\n\n") == "a\nb\nc\nd\n\u00e9"


@given(TEXT)
def test_cleaning_twice_changes_nothing_and_bytes_come_back(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    assert from_bytes(to_bytes(one(once))) == one(once)


@given(TEXT, TEXT)
def test_N3_a_text_that_only_adds_holds_all_of_the_one_before(before: str, after: str) -> None:
    if only_adds(one(before), one(after)):
        assert len(after) >= len(before)
        start = 0
        while start < len(before) and before[start] == after[start]:
            start += 1
        assert after[:start] + after[len(after) - (len(before) - start) :] == before


@pytest.mark.parametrize(
    ("before", "after", "adds"),
    [
        ("", "a", True),
        ("ab", "abc", True),
        ("ac", "abc", True),
        ("ab", "ab", True),
        ("abc", "ab", False),
        ("abc", "axc", False),
        ("aXbYc", "abc more than before", False),
    ],
)
def test_N3_what_counts_as_adding(before: str, after: str, adds: bool) -> None:
    assert only_adds(one(before), one(after)) is adds


def test_marks_become_blocks_and_unclosed_ones_stay_characters() -> None:
    kinds = [block.kind for block in blocks("# A\ntext\nmore\n\n- one\n- two\n> said\n* three")]
    assert kinds == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.QUOTE, BlockKind.LIST]
    assert runs("a **b *c*** 2 * 3 **d") == (
        Run("a "),
        Run("b ", bold=True),
        Run("c", bold=True, italic=True),
        Run(" 2 * 3 **d"),
    )


@given(TEXT)
def test_no_word_is_swallowed_by_the_marks(text: str) -> None:
    drawn = "".join(run.text for block in blocks(text) for line in block.lines for run in line)
    assert [c for c in drawn if c.isalnum()] == [c for c in text if c.isalnum()]


def test_an_excerpt_ends_between_words() -> None:
    assert excerpt("# One\n**two** three four", 12) == "One two…"
    assert excerpt("short", 12) == "short"


@given(TEXT, TEXT)
def test_N3_the_pieces_of_a_comparison_make_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(p.text for p in found if p.change is not Change.ADDED) == old
    assert "".join(p.text for p in found if p.change is not Change.REMOVED) == new


def test_words_are_counted_in_every_section() -> None:
    assert words((Section("a", "x", "one two-three"), Section("b", "y", "l'eau"))) == 3


def test_N4_fresh_means_ten_minutes() -> None:
    assert is_fresh(NOW - timedelta(minutes=10), NOW)
    assert not is_fresh(NOW - timedelta(minutes=10, seconds=1), NOW)
    assert not is_fresh(NOW + timedelta(minutes=5), NOW)
    assert not is_fresh(None, NOW)


def test_JR6_every_fact_is_in_the_digest() -> None:
    link = Link(new_id(), 7, b"\x01" * 32, new_id(), "Anna Berg", NOW, NOW)
    facts = NoteFacts(new_id(), new_id(), new_id(), new_id(), NOW, new_id(), 3, one("text"), ("file",))
    plain = digest(note_form(link, facts))
    from dataclasses import fields, replace

    other: dict[str, object] = {"number": 8, "previous": b"", "signed_name": "B", "version": 4, "attachments": ()}
    for part, whole in ((link, False), (facts, True)):
        for field in fields(part):
            value = getattr(part, field.name)
            changed = other.get(field.name)
            if changed is None:
                changed = value + timedelta(seconds=1) if isinstance(value, datetime) else new_id()
            if field.name == "content":
                changed = one("Text")
            altered = replace(part, **{field.name: changed})  # type: ignore[type-var]
            form = note_form(link, altered) if whole else note_form(altered, facts)  # type: ignore[arg-type]
            assert digest(form) != plain, field.name
