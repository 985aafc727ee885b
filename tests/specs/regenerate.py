"""Writes into cases what Tidegate says of them: `python -m tests.specs.regenerate [CASE…]`, all without an argument."""

import sys
from pathlib import Path

from tests.specs.cases import all_cases, judged, texts_of


def regenerate(case: Path) -> None:
    """Rewrites a case until it is stable: a message may name lines, which move as expectations are put in."""
    texts = texts_of(case)
    while (found := judged(case, texts)) != texts:
        texts = found
    for file, text in texts.items():
        file.write_bytes(text.encode())


if __name__ == "__main__":
    folder = Path(__file__).parent
    for chosen in [folder / name for name in sys.argv[1:]] or list(all_cases()):
        regenerate(chosen)
