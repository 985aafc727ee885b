"""What stands behind a cluster: three MySQL servers, kept as RDS keeps them."""
