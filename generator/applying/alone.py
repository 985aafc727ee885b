"""One at a time works in an environment's build folder: a plan must not change under an apply."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from generator.project import Project
from generator.setup.exclusive import exclusive

MINE = ".applying"


@contextmanager
def alone(project: Project, name: str, say: Callable[[str], None]) -> Iterator[None]:
    """Goes around what writes into the folder; who has to wait for another process says so.

    Raises MisuseError for an environment that there is not.
    """
    project.spec(name)
    build = project.build(name)
    build.mkdir(parents=True, exist_ok=True)
    with exclusive(build / MINE, lambda pid: say(f"waiting for process {pid}, which works on {name}")):
        yield
