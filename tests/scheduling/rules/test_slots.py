"""Free times: inside working time, clear of what is busy, after the notice time, on the step (B2, B5)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kollega.scheduling.rules.overlap import Stretch, joined, overlap, with_buffers, without
from kollega.scheduling.rules.slots import Need, free_slots, on_step
from kollega.scheduling.rules.windows import Window

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = datetime(2027, 3, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def clock(hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, 1, hour, minute, tzinfo=STOCKHOLM).astimezone(UTC)


def starts(now: datetime, need: Need, *busy: Stretch) -> list[str]:
    slots = free_slots([Window(clock(8), clock(10))], busy, need, now=now, zone=STOCKHOLM, step=60)
    return [f"{slot.starts_at.astimezone(STOCKHOLM):%H:%M}" for slot in slots]


def test_B5_a_notice_of_an_hour_offers_eight_until_seven() -> None:
    need = Need(60, notice_minutes=60)
    assert starts(clock(7), need) == ["08:00", "09:00"]
    assert starts(clock(7) + timedelta(seconds=1), need) == ["09:00"]


def test_B2_the_end_may_be_the_next_start() -> None:
    assert starts(LONG_AGO, Need(60), Stretch(clock(9), clock(10))) == ["08:00"]
    assert not overlap(Stretch(clock(8), clock(9)), Stretch(clock(9), clock(10)))


def test_B2_buffers_count_against_what_is_busy_but_not_against_the_end_of_work() -> None:
    assert starts(LONG_AGO, Need(60, buffer_after=15)) == ["08:00", "09:00"]
    assert starts(LONG_AGO, Need(60, buffer_after=15), Stretch(clock(10), clock(11))) == ["08:00"]
    assert starts(LONG_AGO, Need(60, buffer_before=15), Stretch(clock(7), clock(8))) == ["09:00"]


def test_B17_an_hour_that_exists_twice_is_offered_twice() -> None:
    night = Window(datetime(2027, 10, 31, 0, tzinfo=UTC), datetime(2027, 10, 31, 2, tzinfo=UTC))
    slots = list(free_slots([night], [], Need(60), now=LONG_AGO, zone=STOCKHOLM, step=60))
    assert [f"{slot.starts_at.astimezone(STOCKHOLM):%H:%M}" for slot in slots] == ["02:00", "02:00"]
    assert slots[0].starts_at != slots[1].starts_at


minutes = st.integers(0, 24 * 60 * 2)
stretches = st.tuples(minutes, st.integers(1, 300)).map(
    lambda pair: Stretch(DAY + timedelta(minutes=pair[0]), DAY + timedelta(minutes=sum(pair)))
)
needs = st.builds(Need, st.integers(5, 120), st.integers(0, 30), st.integers(0, 30), st.integers(0, 600))


@given(st.lists(stretches, max_size=5), st.lists(stretches, max_size=12), needs, st.sampled_from([5, 10, 15, 30]))
def test_B2_free_times_are_free(open_: list[Stretch], busy: list[Stretch], need: Need, step: int) -> None:
    windows = [Window(s.starts_at, s.ends_at) for s in joined(open_)]
    now = DAY + timedelta(hours=6)
    for slot in free_slots(windows, busy, need, now=now, zone=STOCKHOLM, step=step):
        assert any(w.starts_at <= slot.starts_at and slot.ends_at <= w.ends_at for w in windows)
        widened = with_buffers(slot, need.buffer_before, need.buffer_after)
        assert not any(overlap(widened, taken) for taken in busy)
        assert slot.starts_at >= now + timedelta(minutes=need.notice_minutes)
        assert slot.starts_at.astimezone(STOCKHOLM).minute % step == 0


@given(stretches, st.lists(stretches, max_size=12))
def test_B2_what_is_left_and_what_is_busy_make_the_whole(window: Stretch, busy: list[Stretch]) -> None:
    left = without(window, busy)
    assert not any(overlap(gap, taken) for gap in left for taken in busy)
    inside = [
        Stretch(max(s.starts_at, window.starts_at), min(s.ends_at, window.ends_at))
        for s in joined(busy)
        if overlap(s, window)
    ]
    total = sum((s.ends_at - s.starts_at for s in [*left, *inside]), timedelta(0))
    assert total == window.ends_at - window.starts_at


CHANGES = [
    (ZoneInfo("Europe/Stockholm"), datetime(2027, 3, 28, 1, tzinfo=UTC)),
    (ZoneInfo("Europe/Stockholm"), datetime(2027, 10, 31, 1, tzinfo=UTC)),
    (ZoneInfo("Australia/Lord_Howe"), datetime(2027, 4, 3, 15, tzinfo=UTC)),
    (ZoneInfo("Asia/Kathmandu"), datetime(2027, 4, 3, 15, tzinfo=UTC)),
]


@given(
    st.integers(-24 * 60, 24 * 60),
    st.integers(1, 30 * 60),
    st.sampled_from([5, 7, 15, 20, 30, 60]),
    st.sampled_from(CHANGES),
)
def test_BK7_every_start_is_on_the_step_of_the_wall_clock(
    before: int, length: int, step: int, change: tuple[ZoneInfo, datetime]
) -> None:
    zone, moment = change
    window = Window(moment + timedelta(minutes=before), moment + timedelta(minutes=before + length))
    one_by_one, start = [], on_step(window.starts_at, zone, step)
    while start + timedelta(minutes=5) <= window.ends_at:
        one_by_one.append(start)
        start = on_step(start + timedelta(minutes=step), zone, step)
    found = free_slots([window], [], Need(5), now=LONG_AGO, zone=zone, step=step)
    assert [slot.starts_at for slot in found] == one_by_one
