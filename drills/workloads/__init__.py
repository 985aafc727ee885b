"""What clients do all day: each workload has a checker that knows what must hold."""

from drills.workloads.bank import Bank
from drills.workloads.beats import Beats
from drills.workloads.bulk import Bulk
from drills.workloads.lists import Lists
from drills.workloads.orders import Orders
from drills.workloads.registers import Registers
from drills.workloads.sets import Sets
from drills.workloads.trading import Trading
from drills.workloads.workload import Call, Workload

__all__ = ["Bank", "Beats", "Bulk", "Call", "Lists", "Orders", "Registers", "Sets", "Trading", "Workload"]
