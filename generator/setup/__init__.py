"""Makes a bare clone ready to work: virtual environment, locked packages, Terraform, jsii's package cache.

Runs before anything is installed: stdlib alone, and of Tidegate only modules that keep to it too. What runs inside
the new environment (`warming`) is a process of its own.
"""
