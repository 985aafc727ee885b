"""Where Terraform's state is kept: a bootstrap stack of its own, as no stack can hold its own state's bucket."""

from modules.state.names import state_key_alias
from modules.state.state import StateBucket, StateOutputs

__all__ = ["StateBucket", "StateOutputs", "state_key_alias"]
