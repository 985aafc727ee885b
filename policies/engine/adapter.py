"""A policy as a check of checkov, in its frameworks `terraform_json` and `terraform_plan`."""

from policies.engine.policy import Policy


def register(policy_class: type[Policy]) -> Policy:
    """The policy; checkov gets to know it too, if it is checkov that runs the policy's file.

    checkov runs each file as a module of its own, outside of the package. In the package nothing of checkov is
    imported, which takes a second.
    """
    policy = policy_class()
    if "." not in policy_class.__module__:
        add_to_checkov(policy)
    return policy


def add_to_checkov(policy: Policy) -> None:
    """Makes the policy's checks, which enter themselves into checkov's registries."""
    from policies.engine.checks import make_checks

    make_checks(policy)
