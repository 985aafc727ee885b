"""Exercises against a live target, each with a verdict; they speak boto3 and MySQL, and know no target."""
