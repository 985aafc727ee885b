"""A TCP proxy that holds everything back for a while: distance, on one machine."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

BLOCK = 65536


class _Distance:
    """Passes bytes on in both directions, each `seconds` after it came: a long line, and no narrow one."""

    def __init__(self, goal: tuple[str, int], seconds: float, source: str | None) -> None:
        self._goal = goal
        self._seconds = seconds
        self._origin = (source, 0) if source else None
        self.serving: set[asyncio.Task[None]] = set()

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Takes a client on; who it is served by is forgotten when it has gone."""
        serving = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self.serving.add(serving)
        serving.add_done_callback(self.serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        try:
            await asyncio.sleep(2 * self._seconds)  # The handshake of TCP goes there and back as well.
            onward_reader, onward_writer = await asyncio.open_connection(*self._goal, local_addr=self._origin)
            ends.append(onward_writer)
            both = self._pass(reader, onward_writer), self._pass(onward_reader, writer)
            await asyncio.gather(*both, return_exceptions=True)
        except OSError:
            return
        finally:
            for each in ends:
                each.close()

    async def _pass(self, source: asyncio.StreamReader, goal: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        line: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            while True:
                due, block = await line.get()
                await asyncio.sleep(max(0.0, due - loop.time()))
                if not block:
                    # The other direction may have more to say.
                    goal.write_eof()
                    return
                goal.write(block)
                await goal.drain()

        delivering = asyncio.create_task(deliver())
        try:
            while block := await source.read(BLOCK):
                line.put_nowait((loop.time() + self._seconds, block))
        finally:
            line.put_nowait((loop.time() + self._seconds, b""))
            await delivering


@contextmanager
def distance(goal: tuple[str, int], seconds: float, *, source: str | None = None) -> Iterator[tuple[str, int]]:
    """The address of a proxy to `goal` that adds `seconds` in each direction, for as long as the block lasts.

    It goes on from the address `source`, where one is given.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    proxy = _Distance(goal, seconds, source)
    starting = asyncio.run_coroutine_threadsafe(asyncio.start_server(proxy.accept, "127.0.0.1", 0), loop)
    server = starting.result(10)
    try:
        address: tuple[str, int] = server.sockets[0].getsockname()[:2]
        yield address
    finally:
        asyncio.run_coroutine_threadsafe(_end(server, proxy.serving), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end(server: asyncio.Server, serving: set[asyncio.Task[None]]) -> None:
    server.close()
    for task in list(serving):
        task.cancel()
    await asyncio.gather(*serving, return_exceptions=True)
