"""Route 53: zones of a VPC."""

from moto.core.responses import ActionResult
from moto.route53.responses import Route53

from sandbox.control_plane.extending import extend


class Route53Calls(Route53):
    """A zone that is made with a VPC is a private one, whether or not the request says so.

    https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html
    """

    def create_hosted_zone(self) -> ActionResult:
        """CreateHostedZone."""
        if self.params.get("VPC"):
            self.params.setdefault("HostedZoneConfig", {})["PrivateZone"] = True
        return super().create_hosted_zone()


def register() -> None:
    """Extends moto's Route 53."""
    extend("route53", responses={Route53: Route53Calls})
