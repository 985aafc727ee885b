"""Whether a token of `generate_db_auth_token` opens a session, as RDS and IAM decide it."""

from sandbox.identity.logins import Login, refusal

__all__ = ["Login", "refusal"]
