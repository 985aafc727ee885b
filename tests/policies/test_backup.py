"""The policies of backups and of what may be deleted, case by case."""

from tests.policies.category import PoliciesOfACategory


class TestBackup(PoliciesOfACategory):
    category = "backup"
