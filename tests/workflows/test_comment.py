"""The script that keeps one comment, with a `gh` that keeps comments in a file."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.generator.programs import program

GH = r"""
set -eu
python3 - "$@" <<'PYTHON'
import json, os, re, sys
kept = os.environ["COMMENTS"]
comments = json.load(open(kept))
arguments = sys.argv[1:]
assert os.environ["GH_TOKEN"] == "token", "no token"
assert arguments[0] == "api", arguments
path = next(each for each in arguments if each.startswith("repos/"))
if "--jq" in arguments:
    assert path == "repos/example/databases/issues/7/comments", path
    assert "--paginate" in arguments
    marker = re.search(r'startswith\("(.+?)"\)', arguments[arguments.index("--jq") + 1]).group(1)
    for comment in comments:
        if comment["type"] == "Bot" and comment["body"].startswith(marker):
            print(comment["id"])
    sys.exit()
body = open(arguments[arguments.index("-F") + 1].removeprefix("body=@"), encoding="utf-8").read()
if "POST" in arguments:
    assert path == "repos/example/databases/issues/7/comments", path
    comments.append({"id": len(comments) + 100, "type": "Bot", "body": body})
else:
    number = int(path.removeprefix("repos/example/databases/issues/comments/"))
    next(each for each in comments if each["id"] == number)["body"] = body
json.dump(comments, open(kept, "w"))
PYTHON
"""

Comment = dict[str, str | int]


class PullRequest:
    """A pull request with comments, and the script that writes one."""

    def __init__(self, folder: Path) -> None:
        self.kept = folder / "comments.json"
        self.kept.write_text("[]")
        self._programs = folder / "programs"
        program(self._programs / "gh", GH)
        self._summaries = folder / "summaries"
        self._summaries.mkdir()

    def comment(self, commit: str, **summaries: str) -> subprocess.CompletedProcess[str]:
        for file in self._summaries.iterdir():
            file.unlink()
        for name, text in summaries.items():
            (self._summaries / f"{name}.md").write_text(text, encoding="utf-8")
        environment = {
            **os.environ,
            "PATH": f"{self._programs}:{os.environ['PATH']}",
            "COMMENTS": str(self.kept),
            "GH_TOKEN": "token",
            "REPOSITORY": "example/databases",
            "NUMBER": "7",
            "COMMIT": commit,
        }
        script = ROOT / ".github" / "comment.sh"
        return subprocess.run([script, self._summaries], env=environment, capture_output=True, text=True, check=False)

    def comments(self) -> list[Comment]:
        comments: list[Comment] = json.loads(self.kept.read_text())
        return comments


@pytest.fixture
def pull_request(tmp_path: Path) -> PullRequest:
    return PullRequest(tmp_path)


def test_there_is_one_comment_and_it_says_the_newest(pull_request: PullRequest) -> None:
    said = pull_request.comment("a" * 40, eu="### `eu-west-1`: fail\n", us="### `us-east-1`: pass\n")
    assert (said.returncode, said.stderr) == (0, "")
    said = pull_request.comment("b" * 40, eu="### `eu-west-1`: pass\n")
    assert (said.returncode, said.stderr) == (0, "")
    (comment,) = pull_request.comments()
    assert comment["body"] == (
        "<!-- tidegate -->\n## Tidegate\n\nPlanned from bbbbbbbbbbbb.\n\n### `eu-west-1`: pass\n"
    )


def test_what_others_wrote_is_left_alone(pull_request: PullRequest) -> None:
    others = [
        {"id": 1, "type": "User", "body": "<!-- tidegate -->\nnot yours"},
        {"id": 2, "type": "Bot", "body": "another bot"},
    ]
    pull_request.kept.write_text(json.dumps(others))
    pull_request.comment("a" * 40, eu="text\n")
    assert pull_request.comments()[:2] == others
    assert len(pull_request.comments()) == 3


def test_a_comment_that_is_too_long_is_cut_between_characters(pull_request: PullRequest) -> None:
    said = pull_request.comment("a" * 40, eu="é" * 40_000)
    assert (said.returncode, said.stderr) == (0, "")
    body = str(pull_request.comments()[0]["body"])
    assert len(body.encode()) < 65_536
    assert body.endswith("é\n\n… cut here: the summaries of the jobs hold all of it.\n")


def test_without_summaries_it_fails(pull_request: PullRequest) -> None:
    assert pull_request.comment("a" * 40).returncode != 0
    assert pull_request.comments() == []
