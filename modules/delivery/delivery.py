"""The plan role, the apply role, their boundaries, and the denials of the jurisdiction."""

from collections.abc import Iterable

from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment

from generator.facts.permissions import permissions
from generator.spec.model import Environment
from generator.spec.model.delivery import Delivery as DeliverySpec
from modules.delivery.allowed import changing, looking, reading
from modules.delivery.boundaries import delivery_boundary, workload_boundary_statements
from modules.delivery.denials import denied
from modules.delivery.names import PATH
from modules.delivery.state import state
from modules.delivery.trust import apply_subjects, plan_subjects, trust
from modules.part import Part, Statement
from modules.register import Register
from modules.runtime import Construct

SESSION_SECONDS = 3600
# A first apply waits for clusters, and a session cannot be prolonged.
APPLY_SESSION_SECONDS = 4 * 3600
_SPEC = "delivery"


class Delivery(Part):
    """A stack of its own, applied by a person: who could change these roles by them could do anything.

    The account's OpenID Connect provider is not made here: there is one of a URL in an account, for all its users.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html (checked 2026-11-25).
    """

    def __init__(self, scope: Construct, environment: Environment, delivery: DeliverySpec, register: Register) -> None:
        super().__init__(scope, "delivery", register)
        self._environment = environment
        self._delivery = delivery
        workload = workload_boundary_statements(environment)
        self._policy("workload-boundary", "The most that a role of the environment can do", workload)
        self._boundary = self._policy(
            "boundary", "The most that the plan and the apply role can do", delivery_boundary(environment)
        )
        self._residency = self._policy(
            "residency", f"What would take data out of {environment.residency.jurisdiction}", denied(environment)
        )
        self._look = self._policy("verify", "What `tidegate verify` asks", looking())
        self._plan()
        self._apply()

    def _plan(self) -> None:
        environment = self._environment
        role = self._role("plan", "Plans the environment; reads, and writes nothing", plan_subjects(self._delivery))
        statements = [*reading(environment), *state(environment, write=False)]
        self._attach(role, "plan", "read", self._policy("read", "What the plan role may read", statements))
        self._attach(role, "plan", "verify", self._look)
        self._attach(role, "plan", "residency", self._residency)

    def _apply(self) -> None:
        environment = self._environment
        subjects = apply_subjects(self._delivery, environment.environment)
        role = self._role("apply", "Applies the environment", subjects, APPLY_SESSION_SECONDS)
        for part in permissions().parts():
            statements = changing(part, environment)
            self._attach(role, "apply", part, self._policy(part, f"What the apply role may do: {part}", statements))
        statements = list(state(environment, write=True))
        self._attach(role, "apply", "state", self._policy("state", "Terraform's state", statements))
        self._attach(role, "apply", "verify", self._look)
        self._attach(role, "apply", "residency", self._residency)

    def _role(self, name: str, description: str, subjects: list[str], seconds: int = SESSION_SECONDS) -> IamRole:
        statement = trust(self._environment.account_id, self._delivery, subjects)
        role: IamRole = self.add(
            IamRole,
            name,
            spec=_SPEC,
            name=f"{self._environment.environment}-{name}",
            path=PATH,
            description=description,
            assume_role_policy=self.policy(f"{name}-trust", [statement], spec="delivery.repository"),
            max_session_duration=seconds,
            permissions_boundary=self._boundary,
        )
        return role

    def _policy(self, name: str, description: str, statements: Iterable[Statement]) -> str:
        policy: IamPolicy = self.add(
            IamPolicy,
            name,
            spec=_SPEC,
            name=f"{self._environment.environment}-{name}",
            path=PATH,
            description=description,
            policy=self.policy(name, statements, spec=_SPEC),
        )
        return str(policy.arn)

    def _attach(self, role: IamRole, of: str, name: str, policy_arn: str) -> None:
        self.add(IamRolePolicyAttachment, f"{of}-{name}", spec=_SPEC, role=role.name, policy_arn=policy_arn)
