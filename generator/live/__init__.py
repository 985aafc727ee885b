"""What is really there: assertions that ask the API, and compare the answers with the spec."""

from generator.live.verifying import descriptions, verify

__all__ = ["descriptions", "verify"]
