"""From a saved plan that passed to what it describes: the verdict that goes with it, the state, and the evidence."""
