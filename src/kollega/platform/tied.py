"""Child processes that end when their parent does, even when the parent is killed with SIGKILL."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

# Runs in a fresh interpreter, last in the chain of programs, because changing account or namespace may clear the
# parent-death signal. Only Linux has it; elsewhere the command simply runs.
_CHILD = """
import ctypes, os, signal, sys
parent, number, deaf, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "deaf", sys.argv[4:]
if deaf:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
if sys.platform == "linux":
    ctypes.CDLL(None, use_errno=True).prctl(1, number, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
os.execv(command[0], command)
"""


def end_with_parent(number: signal.Signals) -> None:
    """Ask for signal `number` when the process that forked this one ends; for processes made by a library."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def tied_to_parent(
    command: list[str], *, number: signal.Signals, become: list[str] | None = None, deaf: bool = False
) -> list[str]:
    """The command line that runs `command` and gets signal `number` when the calling *thread* ends.

    `become` is put in front (a program that changes the account and executes the rest). A `deaf` child does not hear
    Ctrl-C: the terminal sends it to the whole group, and the parent stops its children in their order. Start such a
    process from a thread that lives as long as the child should, normally the main one.
    """
    told = [str(os.getpid()), str(int(number)), "deaf" if deaf else "hears"]
    return [*(become or []), sys.executable, "-I", "-S", "-c", _CHILD, *told, *command]
