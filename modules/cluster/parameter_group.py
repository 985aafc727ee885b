"""The cluster parameter group in Terraform."""

from cdktf_cdktf_provider_aws.rds_cluster_parameter_group import (
    RdsClusterParameterGroup,
    RdsClusterParameterGroupParameter,
)

from generator.spec.model import Environment
from modules.cluster.parameters import parameters
from modules.part import Part
from modules.register import Register
from modules.runtime import Construct, TerraformResourceLifecycle


class ParameterGroup(Part):
    """The group of one cluster. Multi-AZ DB clusters take no instance parameter group of their own.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithDBClusterParamGroups.html
    (checked 2026-11-22).
    """

    def __init__(self, scope: Construct, name: str, environment: Environment, register: Register) -> None:
        super().__init__(scope, "cluster", register, part="parameters", database=name)
        database = environment.databases[name]
        family = f"mysql{database.major_version}"
        asked = parameters(database)
        path = f"databases.{name}"
        group: RdsClusterParameterGroup = self.add(
            RdsClusterParameterGroup,
            "",
            spec=f"{path}.parameters",
            name=f"{environment.environment}-{name}-{family.replace('.', '-')}",
            family=family,
            description=f"Parameters of {name} in {environment.environment}",
            parameter=[
                RdsClusterParameterGroupParameter(name=each.name, value=each.value, apply_method=each.apply_method)
                for each in asked
            ],
            # A major upgrade changes the family: the new group must stand before the cluster leaves the old one.
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
            attributes={f"parameter.{each.name}": f"{path}.{each.spec}".rstrip(".") for each in asked},
            tags={"database": name},
        )
        self.name = str(group.name)
