"""Windows of time that come back every day or every week, in minutes of UTC."""

from collections.abc import Iterator
from dataclasses import dataclass

DAY = 24 * 60
WEEK = 7 * DAY
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Window:
    """A window that starts `start` minutes into a week, or a day, and lasts `minutes`."""

    start: int
    minutes: int

    def widened(self, before: int) -> "Window":
        """The window with that many minutes in front of it."""
        return Window(self.start - before, self.minutes + before)

    def meets(self, other: "Window", period: int = WEEK) -> bool:
        """Whether the two have a minute in common, both coming back after `period` minutes."""
        return (other.start - self.start) % period < self.minutes or (self.start - other.start) % period < other.minutes


def daily(text: str) -> Window:
    """The window `hh:mm-hh:mm`, over midnight where it ends before it starts."""
    start, end = (_minutes(part) for part in text.split("-"))
    return Window(start, (end - start) % DAY)


def weekly(text: str) -> Window:
    """The window `ddd:hh:mm-ddd:hh:mm`, over the week's end where it ends before it starts."""
    start, end = (_DAYS.index(part[:3]) * DAY + _minutes(part[4:]) for part in text.split("-"))
    return Window(start, (end - start) % WEEK)


def every_day(window: Window) -> Iterator[Window]:
    """A daily window on each day of the week."""
    return (Window(day * DAY + window.start, window.minutes) for day in range(7))


def moment(text: str) -> Window:
    """The minute `hh:mm` of a day."""
    return Window(_minutes(text), 1)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
