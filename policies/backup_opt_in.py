"""AWS Backup is not told to leave RDS alone."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown


class BackupOptIn(Policy):
    """The region's settings leave RDS opted in."""

    id = "CKV_TDG_415"
    title = "The region's settings of AWS Backup leave RDS opted in"
    category = "backup"
    why = "For a service that is opted out, plans run no jobs, and say nothing."
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html"
    fix = "Set RDS to true in resource_type_opt_in_preference, or remove the resource."
    types = ("aws_backup_region_settings",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless RDS is certainly opted in."""
        del stack
        preferences = resource.get("resource_type_opt_in_preference")
        given = preferences.get("RDS") if isinstance(preferences, dict) else preferences
        if truth(given) is not True:
            message = f"resource_type_opt_in_preference has {shown(given)} for RDS, and not true"
            yield Violation(message, attribute="resource_type_opt_in_preference")


check = register(BackupOptIn)
