import pytest

from generator.rules.clock import DAY, WEEK, Window, daily, every_day, weekly


def test_a_daily_window_may_go_over_midnight() -> None:
    assert daily("23:30-00:30") == Window(23 * 60 + 30, 60)


def test_a_weekly_window_may_go_over_the_weeks_end() -> None:
    assert weekly("sun:23:30-mon:00:30") == Window(WEEK - 30, 60)


def test_a_window_that_ends_when_it_starts_is_empty() -> None:
    assert daily("02:00-02:00").minutes == 0


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (Window(0, 30), Window(30, 30), False),
        (Window(0, 31), Window(30, 30), True),
        (Window(WEEK - 10, 20), Window(5, 10), True),
        (Window(WEEK - 10, 10), Window(0, 10), False),
        (Window(0, WEEK - 1), Window(10, 5), True),
        (Window(10, 5), Window(0, 100), True),
        (Window(-60, 60), Window(WEEK - 1, 1), True),
        (Window(5, 0), Window(6, 10), False),
    ],
)
def test_windows_meet_in_any_minute_of_the_week(one: Window, other: Window, meet: bool) -> None:
    assert one.meets(other) is meet
    assert other.meets(one) is meet


def test_a_daily_window_is_there_on_seven_days() -> None:
    assert [window.start for window in every_day(Window(60, 30))] == [60 + day * DAY for day in range(7)]
