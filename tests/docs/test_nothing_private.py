"""Nothing that is committed names the machine it was written on, or where packages come from."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.repository import repository_files, text_of

# Written apart, so that this file does not hold what it looks for.
_FOLDERS = ("work", "root", r"home/\w+", r"Users/\w+", "tmp", "var/folders")
_HOSTS = (r"pypi\.org", r"pythonhosted\.org", r"registry\.npmjs\.org", r"registry\.yarnpkg\.com", r"proxy\.golang\.org")
_PATH = re.compile(rf"(?<![\w.$}}/])/(?:{'|'.join(_FOLDERS)})(?=[/\s'\"`),;:]|$)")
# The folder alone is a convention, by which a mirror of the provider is found; what is in it is a machine's own.
_SOFTWARE = re.compile(r"(?<![\w.$}/])/opt/\w")
_HOST = re.compile("|".join(_HOSTS))


def private_texts(file: Path, text: str) -> Iterator[str]:
    """`line: text` for everything in `text` that only makes sense on one machine or with one registry."""
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern in (_PATH, _SOFTWARE, _HOST):
            for found in pattern.findall(line):
                yield f"{file}:{number}: {found}"


def test_no_committed_file_names_a_machine_or_a_registry() -> None:
    texts = {file: text_of(file) for file in repository_files()}
    found = [each for file, text in texts.items() if text is not None for each in private_texts(file, text)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "path = '/" + "work/main/x'",
        "see /" + "root/.cache",
        "cd /" + "home/somebody",
        "/" + "tmp/x",
        "mirror: /" + "opt/mirror",
        "https://" + "pypi" + ".org/simple",
        "https://files." + "pythonhosted" + ".org/x",
    ],
)
def test_a_private_text_is_found(text: str) -> None:
    assert len(list(private_texts(Path("page.md"), text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        'SHARED = Path("/' + 'opt")',
        "arn:aws:iam::222222222222:role/" + "work/orders",
        "https://example.com/" + "root/page",
        "build/" + "tmp/x",
        "registry.terraform.io/hashicorp/aws",
    ],
)
def test_what_only_looks_private_is_not(text: str) -> None:
    assert list(private_texts(Path("page.md"), text)) == []
