"""`python -m tests.mutants`: all mutants, on render and plan, and the table of who caught them.

Takes long the first time: every plan is made by Terraform. What was planned is kept under build/mutants, and a run
that was ended goes on where it was. Ends with 1 if a mutant survived, or a sound environment has findings.
"""

import sys

from tests.mutants.proving import prove

if __name__ == "__main__":
    sys.exit(prove())
