"""What only a stand-in has, as the project itself calls it."""

import pytest
from botocore.exceptions import ClientError

from generator.errors import ToolError
from generator.targets.faults import SandboxFaults
from sandbox.control_plane.context import CONTEXT
from tests.sandbox.account import Account


@pytest.fixture
def faults(an_account: Account) -> SandboxFaults:
    return SandboxFaults(f"{an_account.plane.endpoint}/tidegate/")


def test_refused_calls_are_counted(an_account: Account, faults: SandboxFaults) -> None:
    before = faults.refused()
    vpcs = an_account.client("ec2").describe_vpcs
    faults.throttle(0.5, (500,))
    seen = 0
    for _ in range(40):
        try:
            vpcs()
        except ClientError:
            seen += 1
    faults.throttle(0.0, (500,))
    assert seen == faults.refused() - before > 0


def test_credentials_run_out_for_one_account(an_account: Account, faults: SandboxFaults) -> None:
    vpcs = an_account.client("ec2").describe_vpcs
    faults.expire(an_account.number)
    with pytest.raises(ClientError, match="RequestExpired"):
        vpcs()


def test_time_passes_in_days(faults: SandboxFaults, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CONTEXT, "ahead", CONTEXT.ahead)
    before = CONTEXT.ahead
    faults.pass_time(days=2)
    assert (CONTEXT.ahead - before).days == 2


def test_a_call_that_makes_no_sense_is_said(faults: SandboxFaults) -> None:
    with pytest.raises(ToolError, match=r"refuses throttle: .*`rate` is a share"):
        faults.throttle(2.0, (500,))


def test_a_sandbox_that_is_gone_is_said() -> None:
    with pytest.raises(ToolError, match="the sandbox does not answer"):
        SandboxFaults("http://127.0.0.1:9/tidegate").refused()
