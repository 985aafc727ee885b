"""IAM policies for users with a token, and the SQL that makes all users of a database."""

from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment

from generator.spec.model import Environment, User
from modules.access.sql import strays_sql, users_sql
from modules.cluster import ClusterOutputs
from modules.naming import bounded
from modules.part import Part, Statement
from modules.register import Register
from modules.runtime import Construct
from modules.users import exact, numbered, role_name, slug

LONGEST_POLICY_NAME = 128


class Access(Part):
    """Lets each user's role log in as that user, and writes the SQL of users beside the render.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
    (checked 2026-11-22).
    """

    def __init__(
        self, scope: Construct, name: str, environment: Environment, register: Register, cluster: ClusterOutputs
    ) -> None:
        super().__init__(scope, "access", register, database=name)
        self._name = name
        self._environment = environment
        self._cluster = cluster
        users = list(numbered(name, environment.databases[name]))
        for path, user in users:
            if user.auth == "iam":
                self._let_connect(path, user)
        text = users_sql(
            environment.environment, cluster.identifier, cluster.database_name, [user for _, user in users]
        )
        register.add_file(f"sql/{name}.sql", text.encode())
        strays = strays_sql(environment.environment, cluster.identifier, [user for _, user in users])
        register.add_file(f"sql/strays/{name}.sql", strays.encode())

    def _let_connect(self, path: str, user: User) -> None:
        name = f"connect-{slug(user.name)}"
        connect = Statement(sid="ConnectAsUser", actions=["rds-db:connect"], resources=[self._account(path, user.name)])
        policy: IamPolicy = self.add(
            IamPolicy,
            name,
            spec=path,
            name=bounded("tidegate", self._environment.environment, self._name, name, limit=LONGEST_POLICY_NAME),
            description=f"Connect to {self._name} as one database user, with a token",
            policy=self.policy(name, [connect], spec=path),
            attributes={"policy": f"{path}.name"},
            tags={"database": self._name},
        )
        self.add(
            IamRolePolicyAttachment,
            name,
            spec=path,
            role=role_name(user),
            policy_arn=policy.arn,
            attributes={"role": f"{path}.role"},
        )

    def _account(self, path: str, user: str) -> str:
        region, account = self._environment.region, self._environment.account_id
        name = exact(user, f"{path}.name")
        return f"arn:aws:rds-db:{region}:{account}:dbuser:{self._cluster.resource_id}/{name}"
