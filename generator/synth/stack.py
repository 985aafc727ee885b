"""The stack of an environment: all modules, each with its part of the spec."""

from generator.spec.model import Environment
from generator.synth.outputs import add_outputs, add_residency
from modules.access import Access
from modules.backup import Backup, Vault
from modules.cluster import Cluster, ClusterOutputs
from modules.credentials import Credentials
from modules.delivery import Delivery
from modules.encryption import Encryption
from modules.foundation import add_provider, add_state_backend
from modules.monitoring import Alerts, Monitoring
from modules.network import Network
from modules.register import Register
from modules.routing import Routing
from modules.runtime import App, TerraformStack
from modules.state import StateBucket, state_key_alias


class EnvironmentStack(TerraformStack):
    """Everything of one environment, with its state in S3."""

    def __init__(self, app: App, environment: Environment, register: Register) -> None:
        super().__init__(app, environment.environment)
        add_provider(self, environment)
        add_state_backend(self, environment, state_key_alias(environment))
        keys = Encryption(self, environment, register).keys
        network = Network(self, environment, register, keys).outputs
        topic = Alerts(self, environment, register, keys).topic_arn
        vault = Vault(self, environment, register, keys, topic).outputs
        clusters: dict[str, ClusterOutputs] = {}
        for name in environment.databases:
            cluster = Cluster(self, name, environment, register, network, keys).outputs
            Access(self, name, environment, register, cluster)
            credentials = Credentials(self, name, environment, register, network, keys, cluster).outputs
            Backup(self, name, environment, register, cluster, vault)
            Monitoring(self, name, environment, register, cluster, topic, credentials.function_name)
            clusters[name] = cluster
        Routing(self, environment, register, network, clusters)
        add_outputs(self, environment, clusters)


class StateStack(TerraformStack):
    """The bucket that holds the environment's state. It is made once, by hand, and keeps its own state locally."""

    def __init__(self, app: App, environment: Environment, register: Register) -> None:
        super().__init__(app, f"{environment.environment}-state")
        add_provider(self, environment)
        self.add_override("terraform.backend.local", {"path": "terraform.tfstate"})
        StateBucket(self, environment, register)


class RolesStack(TerraformStack):
    """The roles that plan and apply the environment. A person applies it, once the state's bucket is there."""

    def __init__(self, app: App, environment: Environment, register: Register) -> None:
        super().__init__(app, f"{environment.environment}-roles")
        add_provider(self, environment)
        add_state_backend(self, environment, state_key_alias(environment), "roles.tfstate")
        assert environment.delivery is not None
        Delivery(self, environment, environment.delivery, register)
        add_residency(self, environment)
