"""The stand-in for AWS on this machine; imports nothing of the generator."""
