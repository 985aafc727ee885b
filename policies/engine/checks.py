"""The only module that imports checkov: checks for resources, data sources and providers, for each policy."""

from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.data.base_check import BaseDataCheck
from checkov.terraform.checks.provider.base_check import BaseProviderCheck
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

from policies.engine.answering import address_of, answer, scanned_file
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
    """Makes the checks of a policy; checkov's base classes enter them into its registries."""
    _ProviderCheck(policy)
    if not policy.on_stack:
        _ResourceCheck(policy)
        _DataCheck(policy)


def _arguments(policy: Policy) -> dict[str, Any]:
    return {
        "name": policy.title,
        "id": policy.id,
        "categories": [_CATEGORIES.get(policy.category, CheckCategories.GENERAL_SECURITY)],
        "guideline": policy.source,
    }


class _ResourceCheck(BaseResourceCheck):
    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        super().__init__(supported_resources=list(policy.types), **_arguments(policy))

    def scan_entity_conf(self, conf: dict[str, Any], entity_type: str) -> CheckResult:
        return _result(self, conf, entity_type)

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        return _result(self, conf, self.entity_type)


class _DataCheck(BaseDataCheck):
    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        super().__init__(supported_data=list(policy.types), **_arguments(policy))

    def scan_entity_conf(self, conf: dict[str, Any], entity_type: str) -> CheckResult:
        return _result(self, conf, entity_type)

    def scan_data_conf(self, conf: dict[str, Any]) -> CheckResult:
        return _result(self, conf, self.entity_type)


class _ProviderCheck(BaseProviderCheck):
    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        super().__init__(supported_provider=["*"], **_arguments(policy))

    def scan_entity_conf(self, conf: dict[str, Any], entity_type: str) -> CheckResult:
        return _result(self, conf, entity_type)

    def scan_provider_conf(self, conf: dict[str, Any]) -> CheckResult:
        return _result(self, conf, self.entity_type)


def _result(check: _ResourceCheck | _DataCheck | _ProviderCheck, conf: dict[str, Any], kind: str) -> CheckResult:
    address = address_of(check.block_type, conf, kind, check.entity_path)
    found = answer(check.policy, address, scanned_file())
    if found is None:
        return CheckResult.UNKNOWN
    check.details = [each.message for each in found]
    check.evaluated_keys = sorted({each.attribute for each in found if each.attribute})
    return CheckResult.FAILED if found else CheckResult.PASSED
