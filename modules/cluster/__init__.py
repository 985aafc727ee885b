"""The Multi-AZ DB cluster."""

from modules.cluster.cluster import Cluster
from modules.cluster.outputs import ClusterOutputs

__all__ = ["Cluster", "ClusterOutputs"]
