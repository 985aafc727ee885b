"""`python -m tests.benchmarks.programs.rendering SPEC…`: renders each spec, and writes a digest of all bytes."""

import hashlib
import sys
from pathlib import Path


def digest_of_renders(specs: list[Path]) -> str:
    """The SHA-256 of the renders of `specs`, one after the other in this process."""
    from generator.spec.loading import load
    from generator.synth.rendering import render

    digest = hashlib.sha256()
    for spec in specs:
        loaded = load(spec, shown_as=spec.name)
        assert loaded.document, loaded.findings
        assert loaded.environment, loaded.findings
        for path, content in sorted(render(loaded.document, loaded.environment).files.items()):
            digest.update(f"{path}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


if __name__ == "__main__":
    sys.stdout.write(f"{digest_of_renders([Path(argument) for argument in sys.argv[1:]])}\n")
