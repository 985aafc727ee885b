"""EC2: descriptions of rules between security groups, and the regions that an account may use."""

from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.utilities.utils import get_partition

from sandbox.identity.principals import PARTITION


def _description(rule: SecurityGroupRule) -> str | None:
    """A rule's description, also where its source is a group and not a range of addresses.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
    """
    own = rule.ip_range if isinstance(rule.ip_range, dict) else {}
    described = own.get("Description") or (rule.source_group or {}).get("Description")
    return str(described) if described else None


def register() -> None:
    """Has every rule tell its description, and lists the regions of an account that has opted into none.

    moto lists those of China and of the US government too, which are other partitions: no key of the account is good
    there. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html (checked 2026-11-26).
    """
    SecurityGroupRule.description = property(_description)
    RegionsAndZonesBackend.regions = [
        each
        for each in RegionsAndZonesBackend.regions
        if each.opt_in_status != "not-opted-in" and get_partition(each.name) == PARTITION
    ]
