"""Writes into the files of cases what the policies say of them today."""

import sys

import yaml

from generator.policing.pack import load_pack
from tests.policies.cases import FOLDER, Case, said


def main() -> None:
    """Fills in `found` of every case."""
    policies = {policy.id: policy for policy in load_pack().policies}
    for file in sorted(FOLDER.glob("*.yaml")):
        written = yaml.safe_load(file.read_text(encoding="utf-8"))
        for policy, content in written.items():
            for name, case in content["cases"].items():
                now = Case(policy, name, content.get("base", "stack"), tuple(case["edits"]), ())
                case["found"] = list(said(now, policies[policy]))
        file.write_text(yaml.dump(written, sort_keys=False, allow_unicode=True, width=1000), encoding="utf-8")
        sys.stdout.write(f"{file.name}: {sum(len(content['cases']) for content in written.values())} cases\n")


if __name__ == "__main__":
    main()
