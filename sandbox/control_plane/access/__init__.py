"""Who may do what: policies as IAM evaluates them."""
