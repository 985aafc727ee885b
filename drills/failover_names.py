"""The names that a failover drill gives its faults and writes in a history."""

ASKED_FOR = frozenset({"failover", "failover under a large transaction", "failover under lag"})
"""What FailoverDBCluster is called for."""
FAILOVERS = ASKED_FOR | {"kill writer", "hang writer"}
"""What the objective for the write outage counts."""
READERS_DOWN = frozenset({"reader down", "both readers down"})
WRITES = frozenset({"add", "transfer", "order", "beat", "txn", "write", "cas", "place", "amend", "fill", "cancel"})
"""Acknowledged, these show that writes go on."""
