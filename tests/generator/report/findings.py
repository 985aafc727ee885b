"""Findings that reports are tried on."""

import io
from typing import cast

from generator.findings import Finding
from generator.report import Checked, Format, report

STORAGE = Finding(
    rule="RDS014",
    severity="error",
    message="io1 with 400 GiB takes 1,000 to 20,000 IOPS; `100000` is a ratio of 250 per GiB, and AWS allows 50",
    fix="set databases.orders.storage.iops to at most 20000",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
    file="environments/eu-west-1.yaml",
    line=23,
    column=13,
    path="databases.orders.storage.iops",
    resource="aws_rds_cluster.orders",
)
LATER = Finding(
    rule="RDS001", severity="warning", message="old", fix="upgrade", file="environments/us-east-1.yaml", line=3
)
WAIVED = Finding(
    rule="CKV_AWS_338", severity="error", message="short", fix="keep it", resource="aws_x.logs", waived=True
)
HOSTILE_TEXT = "a\n::error::b\r%0A<script>|`x` ` \x1b[31m\u202e\0[c](http://d) {0} @e & \\ *f* \ud800"
HOSTILE = Finding(
    rule="SPEC013",
    severity="error",
    message=HOSTILE_TEXT,
    fix=HOSTILE_TEXT,
    source=HOSTILE_TEXT,
    file=HOSTILE_TEXT,
    line=1,
    column=1,
    path=HOSTILE_TEXT,
    resource=HOSTILE_TEXT,
)
CHECKED: Checked = {"specs": ["environments/eu-west-1.yaml", "environments/us-east-1.yaml"], "rules": 98}


def written(form: str, *findings: Finding, checked: Checked = CHECKED) -> str:
    """The report of `findings`."""
    stream = io.StringIO()
    report(findings, checked, cast(Format, form), stream)
    return stream.getvalue()
