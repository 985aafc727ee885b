"""`python -m tests.benchmarks.programs.judging [--checkov] RENDER…`: holds the policies against each render."""

import sys
from pathlib import Path


def judged(renders: list[Path], *, with_checkov: bool) -> int:
    """How many verdicts there were, one render after the other in this process; none may have a finding."""
    from generator.policing import judge_stack

    verdicts = 0
    for render in renders:
        findings, checked = judge_stack(render, with_checkov=with_checkov)
        assert not findings, findings
        verdicts += checked["verdicts"]
    return verdicts


if __name__ == "__main__":
    files = [Path(argument) for argument in sys.argv[1:] if argument != "--checkov"]
    sys.stdout.write(f"{judged(files, with_checkov='--checkov' in sys.argv[1:])}\n")
