"""No text names a region outside of the jurisdiction."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.residency.border import border
from policies.engine.residency.data import catalogued
from policies.engine.residency.marks import has_mark, marked
from policies.engine.residency.regions import code, regions_in, zone_code
from policies.engine.residency.walk import Leaf, leaves
from policies.engine.stack import Interpolation, Resource, Stack

_ARN = re.compile(r"(?<![A-Za-z0-9_])arn:[^\s\"']*")
_AWS_HOST = re.compile(r"[^\s/\"'@,:]*(?:\.amazonaws\.com|\.api\.aws|\.on\.aws)(?:\.cn)?|com\.amazonaws\.[^\s\"']*")
_NAME = re.compile(r"(?:^|_)(?:name|title|label|sid|statement_id|identifier|prefix)$")


class RegionInText(Policy):
    """Endpoints, availability zones, commands, documents: any text with the name of a region in it."""

    id = "CKV_TDG_805"
    title = "No endpoint, zone, command or document names a region outside of the jurisdiction"
    category = "residency"
    why = (
        "Host names of AWS, availability zones, scripts and JSON documents carry the name of the region that they "
        "lead to; Terraform takes them for plain text and says nothing."
    )
    source = "https://docs.aws.amazon.com/general/latest/gr/rande.html"
    fix = "Name a region of the jurisdiction, or refer to a resource of this stack."
    types = ("*",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each text that names such a region, or a host of AWS whose region cannot be told."""
        known = catalogued(resource.type)
        for leaf in leaves(resource, stack):
            if not leaf.free and leaf.attribute not in known:
                for problem in _problems(leaf, stack):
                    yield Violation(f"{leaf.attribute}: {problem}", attribute=leaf.path)


def _problems(leaf: Leaf, stack: Stack) -> Iterator[str]:
    if not isinstance(leaf.value, (str, Interpolation)):
        return
    text = _ARN.sub(" ", marked(leaf.value, stack)[0])
    if "-" not in text and "." not in text:
        return
    named = {region: None for host in _AWS_HOST.findall(text) for region in regions_in(host, loose=True)}
    if not _NAME.search(leaf.names[-1] if leaf.names else ""):
        named.update(dict.fromkeys(regions_in(text)))
    allowed = border(stack).regions
    yield from (f"it names {region}, outside {border(stack).jurisdiction}" for region in named if region not in allowed)
    if any(has_mark(host) and not list(regions_in(host, loose=True)) for host in _AWS_HOST.findall(text)):
        yield "it names an endpoint of AWS whose region cannot be told"
    zone = zone_code(text)
    if zone and "zone" in leaf.attribute and zone not in {code(region) for region in allowed}:
        yield f"{text} is a zone of a region outside {border(stack).jurisdiction}"


check = register(RegionInText)
