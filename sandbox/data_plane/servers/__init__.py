"""MySQL servers on this machine: which there are, and how one is started, asked and ended."""
