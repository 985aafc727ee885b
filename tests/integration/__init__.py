"""Both environments, applied to one sandbox, and everything that can be seen there."""
