"""Runs a client as if it stood in a VPC of the sandbox: with its names, and with an address of its own."""

from sandbox.client.command import Client, run

__all__ = ["Client", "run"]
