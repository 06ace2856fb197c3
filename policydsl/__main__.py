"""Be the program `policyc`, which `python -m policydsl` is too."""

import signal
from typing import NoReturn


def main() -> NoReturn:
    """Run the verb of the command line and end the process."""
    # Ctrl-C ends it without a word, also while it still loads what it needs; whoever started it
    # may have asked for Ctrl-C to be ignored.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from policydsl.cli import run

    run()


if __name__ == "__main__":
    main()
