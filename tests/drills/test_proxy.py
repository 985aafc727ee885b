import socket
import threading
import time

from drills.proxy import distance


def echo(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        while block := connection.recv(4096):
            connection.sendall(block)


def test_what_goes_through_comes_back_whole_and_late() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=echo, args=(server,), daemon=True).start()
        with distance(server.getsockname(), 0.05) as address, socket.create_connection(address, 5) as client:
            started = time.monotonic()
            sent = b"x" * 200_000
            client.sendall(sent)
            client.shutdown(socket.SHUT_WR)
            received = b"".join(iter(lambda: client.recv(65536), b""))
            assert received == sent
            assert time.monotonic() - started > 0.1


def test_a_goal_that_does_not_answer_ends_the_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = server.getsockname()
    with distance(nobody, 0.01) as address, socket.create_connection(address, 5) as client:
        assert client.recv(1) == b""
