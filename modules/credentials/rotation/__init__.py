"""The function that rotates the secrets of database users, by alternating between two MySQL accounts.

A user's secret names the account in use and its alternate. A rotation gives the alternate the grants of the account
in use and a new password, then makes it the one in use; the other stays valid until the next rotation, so that no
client is refused while it still holds the previous version. A secret without a password is one that was never
rotated: its first rotation gives a password to the account that it names.

The package runs on AWS Lambda: it imports nothing but the standard library, boto3 and PyMySQL, and itself by
relative imports.
Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-strategy.html (checked 2026-11-22).
"""
