"""The page of the sandbox's calls."""

from generator.project import find_project


def calls_page() -> str:
    """What `sandbox.fidelity` finds in the sandbox and its tests."""
    from sandbox.fidelity import page

    return page(find_project().root / "tests" / "sandbox")
