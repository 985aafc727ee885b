r"""The checkov pack: one file a policy, the same on a render and on a plan.

checkov loads every file of this folder by itself, as a module outside of this package, and descends into folders
that have an `__init__.py`; `engine/` and `data/` have none, so that it does not run their modules a second time.
Its own command line, in the environment that Tidegate is installed in, runs the pack with

    checkov -d build/eu-west-1 --framework terraform_json \
        --external-checks-dir policies --check 'CKV_TDG_*' --skip-download
    checkov -f build/eu-west-1/plan.json --framework terraform_plan \
        --external-checks-dir policies --check 'CKV_TDG_*' --skip-download

and ends with 1 on a violation. `--check` leaves out checkov's own checks, of which some are wrong for these clusters;
`--skip-download` and a named framework keep it off the network. It warns that the data files are no policies. What it
cannot read or load it passes (an empty plan, a policy with a syntax error): `tidegate policy` does not.
"""
