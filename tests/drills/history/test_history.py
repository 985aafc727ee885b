import threading
from pathlib import Path

import pytest

from drills.history import Event, Recorder, paired, read_events, sha256_of


def test_a_history_is_read_back_as_it_was_recorded(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    with Recorder(file) as recorder:
        events = [
            recorder.record("invoke", 0, "set", "add", 1),
            recorder.record("ok", 0, "set", "add", node="n1", gtid="a:1"),
            recorder.record("invoke", 0, "set", "read"),
        ]
        hashed = recorder.sha256
        operations = recorder.operations()
    assert list(read_events(file)) == events
    assert paired(read_events(file)) == operations
    assert sha256_of(file) == hashed


def test_an_operation_that_nothing_came_back_for_is_of_unknown_outcome(tmp_path: Path) -> None:
    with Recorder(tmp_path / "history.jsonl") as recorder:
        recorder.record("invoke", 3, "set", "add", 1)
        (operation,) = recorder.operations()
    assert (operation.outcome, operation.returned, operation.seconds) == ("info", None, None)


def test_threads_record_in_the_order_of_their_times(tmp_path: Path) -> None:
    with Recorder(tmp_path / "history.jsonl") as recorder:

        def client(process: int) -> None:
            for number in range(200):
                recorder.record("invoke", process, "set", "add", number)
                recorder.record("ok", process, "set", "add", number)

        threads = [threading.Thread(target=client, args=(process,)) for process in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    events = list(read_events(tmp_path / "history.jsonl"))
    assert [event.index for event in events] == list(range(1600))
    assert [event.time for event in events] == sorted(event.time for event in events)
    assert len(paired(events)) == 800


def test_a_history_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    file.write_text("")
    with pytest.raises(FileExistsError):
        Recorder(file)


@pytest.mark.parametrize("line", ["{}", "[]", "no JSON", '{"index": 1, "unheard": 2}'])
def test_a_line_that_is_no_event_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "history.jsonl"
    file.write_text(Event(index=0, type="invoke", process=0, time=0, workload="set", f="add").line() + line + "\n")
    with pytest.raises(ValueError, match=":2 is no event"):
        list(read_events(file))


def event(index: int, kind: str, process: int) -> Event:
    return Event(index=index, type=kind, process=process, time=index, workload="set", f="add")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("events", "match"),
    [
        ([event(0, "ok", 0)], "did not begin"),
        ([event(0, "invoke", 0), event(1, "invoke", 0)], "two things at once"),
    ],
)
def test_a_history_that_cannot_be_is_refused(events: list[Event], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        paired(events)
