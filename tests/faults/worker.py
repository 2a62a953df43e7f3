"""A real process that writes to a workspace and says what was acknowledged, so that it can be killed at any moment.

`python -m tests.faults.worker serve` imports once and forks a writer for each line "FOLDER OPERATION SEED"; where
there is no fork, `python -m tests.faults.worker FOLDER OPERATION SEED` is one writer. A writer prints its own process
id first, then one line per acknowledged write: what must be there after it is killed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import random
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from tests.faults.operations import OPERATIONS
from tests.faults.reaching import password_of, reach, remember_people

# Imported by the writers at first use; the parent imports them once for all.
WARM = ("scipy.optimize", "zxcvbn", "charset_normalizer", "pandas")


def write(folder: Path, operation: str, seed: int) -> None:
    """Open the workspace and write until killed, acknowledging each write after its verb returned."""
    random.seed(seed)
    say(f"pid {os.getpid()}")
    writer = OPERATIONS[operation].write
    if writer is None:
        say("ready")
        reach(folder).close()
        say("ack opened")
        return
    ws = reach(folder)
    say("ready")
    for acknowledged in writer(ws, seed):
        say(f"ack {acknowledged}")


def say(line: str) -> None:
    """Print a line in one call: a killed process leaves whole lines."""
    os.write(1, f"{line}\n".encode())


def warm(folder: Path, operation: str) -> None:
    """Do an operation once on a copy, as another laptop: what is loaded and worked out for it is there after a fork.

    Matching is not: the solver's threads do not go along.
    """
    one, home = OPERATIONS[operation], os.environ["PEERKEEP_HOME"]
    with tempfile.TemporaryDirectory(dir=Path(home).parent) as place:
        os.environ["PEERKEEP_HOME"] = f"{place}/home"
        shutil.copytree(folder.parent, f"{place}/there")
        ws = reach(Path(place) / "there" / folder.name)
        if one.write and operation != "publish":
            next(one.write(ws, 0))
        ws.close()
    os.environ["PEERKEEP_HOME"] = home
    gc.collect()
    gc.freeze()


def serve() -> None:
    """Fork a writer for every line read, and say when it has ended."""
    known = set()
    for name in WARM:
        with contextlib.suppress(ImportError):
            __import__(name)
    remember_people()
    say("serving")
    for line in sys.stdin:
        folder, operation, seed = line.split("\t")
        password_of(Path(folder))  # known to the parent, it costs its children nothing
        if operation not in known:
            known.add(operation)
            warm(Path(folder), operation)
        child = os.fork()
        if child == 0:
            signal.alarm(60)
            try:
                write(Path(folder), operation, int(seed))
            except BaseException as error:  # noqa: BLE001 - a forked writer must not go on as its parent
                say(f"failed {type(error).__name__} {error}")
            os._exit(0)
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        write(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
