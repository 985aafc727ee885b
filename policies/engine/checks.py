"""The only module that imports checkov: a check for resources and one for data sources, for each policy."""

from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.data.base_check import BaseDataCheck
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

from policies.engine.adapter import address_of, answer, scanned_file
from policies.engine.policy import Policy

_CATEGORIES = {
    "encryption": CheckCategories.ENCRYPTION,
    "transit": CheckCategories.ENCRYPTION,
    "identity": CheckCategories.IAM,
    "backup": CheckCategories.BACKUP_AND_RECOVERY,
    "monitoring": CheckCategories.LOGGING,
    "network": CheckCategories.NETWORKING,
}


def make_checks(policy: Policy) -> None:
    """Makes both checks of a policy; checkov's base classes enter them into its registries."""
    _ResourceCheck(policy)
    if not policy.on_stack:
        _DataCheck(policy)


def _arguments(policy: Policy) -> dict[str, Any]:
    return {
        "name": policy.title,
        "id": policy.id,
        "categories": [_CATEGORIES.get(policy.category, CheckCategories.GENERAL_SECURITY)],
        "guideline": policy.source,
    }


def _types(policy: Policy) -> list[str]:
    return ["*"] if policy.on_stack else list(policy.types)


class _ResourceCheck(BaseResourceCheck):
    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        super().__init__(supported_resources=_types(policy), **_arguments(policy))

    def scan_entity_conf(self, conf: dict[str, Any], entity_type: str) -> CheckResult:
        return _result(self, conf, entity_type)

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        return _result(self, conf, self.entity_type)


class _DataCheck(BaseDataCheck):
    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        super().__init__(supported_data=_types(policy), **_arguments(policy))

    def scan_entity_conf(self, conf: dict[str, Any], entity_type: str) -> CheckResult:
        return _result(self, conf, entity_type)

    def scan_data_conf(self, conf: dict[str, Any]) -> CheckResult:
        return _result(self, conf, self.entity_type)


def _result(check: _ResourceCheck | _DataCheck, conf: dict[str, Any], kind: str) -> CheckResult:
    address = address_of(check.block_type, conf, kind, check.entity_path)
    found = answer(check.policy, address, scanned_file())
    if found is None:
        return CheckResult.UNKNOWN
    check.details = [each.message for each in found]
    check.evaluated_keys = sorted({each.attribute for each in found if each.attribute})
    return CheckResult.FAILED if found else CheckResult.PASSED
