"""Changes by hand of who can reach it."""

from collections.abc import Iterator

from tests.integration.breaks.account import Account
from tests.integration.breaks.registering import breaks


@breaks("LIVE401")
def a_stranger_is_let_in(account: Account) -> Iterator[None]:
    ec2, group = account.client("ec2"), account.group("orders")
    rule = {"IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    yield
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[rule])


@breaks("LIVE402")
def a_gateway_is_hung_on(account: Account) -> Iterator[None]:
    ec2, vpc = account.client("ec2"), account.vpc()
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    yield
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)


@breaks("LIVE403")
def traffic_is_not_logged(account: Account) -> Iterator[None]:
    ec2 = account.client("ec2")
    (log,) = (each for each in ec2.describe_flow_logs()["FlowLogs"] if each["ResourceId"] == account.vpc())
    ec2.delete_flow_logs(FlowLogIds=[log["FlowLogId"]])
    yield
    ec2.create_flow_logs(
        ResourceIds=[account.vpc()],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="cloud-watch-logs",
        LogDestination=log["LogDestination"],
        DeliverLogsPermissionArn=log["DeliverLogsPermissionArn"],
        MaxAggregationInterval=60,
    )
