"""The `lentigo` command: one subcommand a file, and one place where an expected failure becomes words."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from scripts.failures import Failure, explain

COMMANDS = (
    "run",
    "screen",
    "ask",
    "train",
    "average",
    "evaluate",
    "export",
    "calibrate",
    "promote",
    "knowledge",
    "safety",
    "admin",
    "db",
)

FAILED, INTERRUPTED = 1, 130


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; commands import what they need only when they run."""
    parser = argparse.ArgumentParser(
        prog="lentigo",
        description="A chat-first skin-cancer awareness assistant. It is not a doctor and never diagnoses.",
        epilog="Settings come from LENTIGO_* variables; docs/settings.md lists them all.",
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(f"scripts.commands.{name}").register(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 failed with a reason, 2 wrong usage, 130 interrupted."""
    arguments = build_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as fault:
        failure: Failure | None = explain(fault)
        if failure is None:
            raise
        print(failure, file=sys.stderr)
        return FAILED
