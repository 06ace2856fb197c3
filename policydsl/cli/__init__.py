"""Turn a command line into a call of one verb, and what comes of it into an exit code.

A verb is the click command in the module of its name, imported only when it is asked
for: `policyc check` loads `policydsl.cli.check` and finds `check` in it. A verb returns
its `ExitCode`, or nothing when all is fine.
"""

import contextlib
import gc
import importlib
import io
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn

import click

from policydsl import __version__
from policydsl.cli.exits import ExitCode

VERBS: Mapping[str, str] = MappingProxyType(
    {
        "check": "Parse, bind, type and analyse policies.",
        "fmt": "Lay policies out in the one canonical way.",
        "test": "Run the scenarios of policies.",
        "eval": "Decide a request.",
        "explain": "Decide a request and say why.",
        "diff": "Say what changed between two versions.",
        "build": "Compile a policy into one file.",
        "graph": "Draw a policy, and the way that a decision took.",
        "schema": "Say what a request may hold.",
        "rule": "Say what a diagnostic code means.",
        "new": "Start a policy.",
    }
)
"""Each verb and its line in the list of verbs, which must not import it."""

_KILLED_BY_PIPE = 128 + 13
_INTERRUPTED = 128 + 2


class Verbs(click.Group):
    """The group of all verbs; it knows their names without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command = getattr(importlib.import_module(f"policydsl.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            from policydsl.diagnostics.suggest import nearest

            near = nearest(args[0], VERBS)
            hint = f"; did you mean `{near}`?" if near else ""
            ctx.fail(f"there is no verb `{args[0]}`{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a verb and exit; outside standalone mode, give what the verb returned."""

        def run() -> object:
            return super(Verbs, self).main(args, prog_name, complete_var, False, **extra)

        if not standalone_mode:
            return run()
        # A short command ends before a collection could pay for itself; a long one enables it.
        collected = gc.isenabled()
        gc.disable()
        try:
            sys.exit(int(_exit_code_of(run)))
        finally:
            if collected:
                gc.enable()


def _exit_code_of(run: Callable[[], object]) -> int:
    stdout = sys.stdout
    if isinstance(stdout, io.TextIOWrapper):
        # The same bytes under every locale.
        stdout.reconfigure(encoding="utf-8")
    try:
        result = run()
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except SystemExit as error:
        # TRAP: on a broken pipe click 8 wraps stdout and exits with 1, our "findings".
        if sys.stdout is not stdout:
            return _KILLED_BY_PIPE
        return error.code if isinstance(error.code, int) else ExitCode.USAGE
    except BrokenPipeError:
        # Whoever read has left, and Python would complain once more when it flushes at exit.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())
        return _KILLED_BY_PIPE
    except OSError as error:
        # A full disk, a file that vanished: the machine's doing, not ours.
        with contextlib.suppress(OSError):  # it may be the stream to say it on
            click.echo(f"error: {error}", err=True)
        return ExitCode.REFUSED
    except Exception as error:
        _own_up(error)
        return ExitCode.OUR_BUG
    return result if isinstance(result, int) else ExitCode.FINE


def _own_up(error: Exception) -> None:
    from policydsl.cli import output
    from policydsl.diagnostics.problems import our_bug

    if os.environ.get("POLICYDSL_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    output.complain([our_bug(error)])


@click.group(
    cls=Verbs,
    subcommand_metavar="VERB [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="policyc", message="%(prog)s %(version)s")
def main() -> None:
    """Write health-plan coverage policy, check it, and decide with it."""


def run() -> NoReturn:
    """Be the program `policyc`: run the verb of the command line and end the process.

    The interpreter is not taken apart, which would take a tenth of a short run: there is
    nothing left to say once both streams are flushed. Where that fails Python ends as ever.
    """
    _open_what_is_closed()
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        # From here on a verb may have a file to put away first.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main(prog_name="policyc")
    except SystemExit as error:
        if isinstance(error.code, int) and _all_is_written():
            os._exit(error.code)
        raise
    raise AssertionError("a verb ends by an exit code")


def _open_what_is_closed() -> None:
    """Give a stream that the shell closed (`>&-`) nothing to read, or nowhere to write to.

    Otherwise the first file that is opened would take its place.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115 (until the end)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


def _all_is_written() -> bool:
    for stream, first in ((sys.stdout, sys.__stdout__), (sys.stderr, sys.__stderr__)):
        if first is None or stream is not first:
            return False  # closed, or taken over by what has to say how writing failed
        try:
            first.flush()
        except (OSError, ValueError):
            return False
    return True
