"""Who may plan and who may apply an environment, and what nobody in its account may do."""

from modules.delivery.delivery import Delivery
from modules.delivery.denials import service_control_policy
from modules.delivery.names import workload_boundary

__all__ = ["Delivery", "service_control_policy", "workload_boundary"]
