"""The other services of AWS, where moto has less than a stack needs. One file a service."""
