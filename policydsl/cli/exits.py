"""Name the exit codes, which scripts rely on."""

import enum


class ExitCode(enum.IntEnum):
    """How a run of `policyc` ended. A decision of any kind is `FINE`: a denial is an answer."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    REFUSED = 3
    OUR_BUG = 70
