"""A process in which the system's calls on files fail, are written down, or go to a stick that keeps too little.

`python -m tests.faults.box`, preloaded with calls.c, reads a JSON task per line and answers with one line. Each task is
done by a forked child on a fresh copy of its template, a folder that holds a laptop's home and a workspace.
`Box` starts one and asks it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from desktop.services.errors import KnownError
from desktop.services.files import MediumGone
from desktop.services.vault import Workspace, compartment
from tests.faults import calls
from tests.faults.operations import ONCE, OPERATIONS, STICK, Operation
from tests.faults.powercut import Disk
from tests.faults.reaching import assert_whole, end, problems, reach, remember_people
from tests.services.vault import rows

ROOT = Path(__file__).parents[2]
HOME, WORKSPACE = "home", "Northfield.peerkeep"
EVERY = OPERATIONS | ONCE
Task = dict[str, Any]


class Box:
    """Such a process, and the tasks it does."""

    def __init__(self, place: Path | None = None) -> None:
        """Start it; its copies go to `place`, else to memory where there is such a place."""
        memory = Path("/dev/shm")
        self._place = Path(tempfile.mkdtemp(prefix="peerkeep-box-", dir=place or (memory if memory.is_dir() else None)))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.box"],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "LD_PRELOAD": str(calls.library()), "PEERKEEP_HOME": str(self._place / HOME)},
        )  # fmt: skip

    def ask(self, **task: object) -> Task:
        """Let it do a task. Raises AssertionError with what went wrong in it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(task | {"place": str(self._place)}) + "\n")
        self._process.stdin.flush()
        answer: Task = json.loads(self._process.stdout.readline() or '{"trouble": "it ended"}')
        if "trouble" in answer:
            raise AssertionError(f"{task}\n{answer['trouble']}")
        return answer

    def close(self) -> None:
        """End it and remove its copies."""
        end(self._process)
        shutil.rmtree(self._place, ignore_errors=True)


# what runs inside


def _school(template: Path, place: Path) -> Path:
    """Give a fresh copy of a template, and be its laptop."""
    work = Path(tempfile.mkdtemp(dir=place)) / "work"
    shutil.copytree(template, work)
    os.environ["PEERKEEP_HOME"] = str(work / HOME)
    (work / STICK).mkdir(exist_ok=True)
    return work


def _one(operation: Operation, folder: Path, ws: Workspace | None, seed: int) -> str:
    """Let one write happen."""
    if operation.write is None:
        reach(folder).close()
        return "opened"
    assert ws is not None
    return next(operation.write(ws, seed))


def fail(task: Task) -> Task:
    """Let the n-th call of an operation fail; look at what is there, do it again, open the workspace anew."""
    operation = EVERY[task["operation"]]
    work = _school(Path(task["template"]), Path(task["place"]))
    folder = work / WORKSPACE
    control = calls.Calls(work / operation.medium if task.get("medium") else work)
    ws = reach(folder) if operation.write else None
    before = rows.dump(ws) if ws else {}
    said, sentence = "", ""
    acknowledged = []
    control.fail(
        task["kinds"], task["nth"], task["error"], for_ever=task.get("for_ever", False), half=task.get("half", False)
    )
    if task.get("capacity") is not None:
        control.hold_only(task["capacity"])
    try:
        acknowledged.append(_one(operation, folder, ws, 1))
    except KnownError as error:
        said, sentence = type(error).__name__, str(error)
        assert sentence.endswith((".", ")")), sentence
        assert str(work) not in sentence, sentence
    counted = control.counted()
    control.hold_only(-1)
    failed, kind = control.relent()
    closed = False
    try:
        there = bool(ws and rows.dump(ws) != before)
    except MediumGone:
        # New keys: the files were closed for them, and the drive did not let them be opened again.
        assert task["operation"] == "roles", "reading still works"
        there = closed = True
    if operation.medium and said and task.get("medium"):
        left = [path.name for path in (work / operation.medium).iterdir() if not path.name.startswith(".")]
        operation.known(ws, []) if ws and left else None
        there = bool(ws and rows.dump(ws) != before)
    if closed and ws:
        ws.close()
        ws = reach(folder)
    acknowledged.append(_one(operation, folder, ws, 2))
    for once_more in (False, True):
        ws = ws if ws and not once_more else reach(folder)
        found = problems(ws)
        assert not found, found
        if once_more:
            operation.known(ws, acknowledged)
            assert not [path.name for path in folder.iterdir() if path.name.endswith((".tmp", "-journal"))]
        ws.close()
    shutil.rmtree(work.parent)
    return {"counted": counted, "failed": failed, "kind": kind, "said": said, "sentence": sentence, "there": there}


def cut(task: Task) -> Task:
    """Write some of an operation down, and open the images that a power cut at any moment of it may leave."""
    operation, noise = EVERY[task["operation"]], random.Random(task["seed"])
    if task.get("careless"):
        compartment._EVERY = ("journal_mode=DELETE", "synchronous=NORMAL", "secure_delete=ON")  # type: ignore[misc]
    work = _school(Path(task["template"]), Path(task["place"]))
    log = work.parent / "log"
    control = calls.Calls(work)
    ws = reach(work / WORKSPACE) if operation.write else None
    disk = Disk(work)
    for fd in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            path = os.readlink(f"/proc/self/fd/{fd}")
            if path.startswith(f"{work}/"):
                disk.adopt(int(fd), path)
    control.record(log)
    if operation.write is None:
        control.mark(_one(operation, work / WORKSPACE, None, 0))
    else:
        assert ws is not None
        writer = operation.write(ws, task["seed"])
        for _ in range(task["writes"]):
            if said := next(writer, ""):  # what can be done once only ends here
                control.mark(said)
        ws.close()
    control.stop()
    shutil.rmtree(work)
    found = {"images": 0, "different": 0, "calls": 0, "new devices": 0, "small files": 0}
    _look(task, operation, disk, log, work, noise, found)
    shutil.rmtree(work.parent)
    return found


def _look(
    task: Task, operation: Operation, disk: Disk, log: Path, work: Path, noise: random.Random, found: dict[str, int]
) -> None:
    every = list(calls.read_log(log.read_bytes()))
    found["calls"] = len(every)
    at_each = task["images"] / len(every)
    acknowledged: list[str] = []
    seen: set[int] = set()
    owed = 0.0
    for place, call in enumerate(every):
        if call.kind == "!":
            acknowledged.append(call.data.decode())
        else:
            disk.take(call)
        owed += at_each
        while owed >= 1:
            owed -= 1
            image = disk.image(noise)
            found["images"] += 1
            mark = hash(frozenset(image.items()))  # Python keeps the hash of content that is in many images
            if mark in seen:
                continue
            seen.add(mark)
            found["different"] += 1
            try:
                _open(image, operation, work, acknowledged, found)
            except Exception as error:
                raise AssertionError(f"after call {place} of {len(every)}: {call.kind} {call.at}") from error


def _open(
    image: dict[str, bytes | None], operation: Operation, work: Path, acknowledged: list[str], found: dict[str, int]
) -> None:
    """Open one image as a person would after the power cut: no question, no alarm, nothing acknowledged lost."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for name, content in image.items():
        if content is None:
            (work / name).mkdir(exist_ok=True)
        else:
            (work / name).write_bytes(content)
    os.environ["PEERKEEP_HOME"] = str(work / HOME)
    ws = reach(work / WORKSPACE)
    try:
        found["small files"] += assert_whole(ws)
        operation.known(ws, acknowledged)
    finally:
        ws.close()


TASKS = {"fail": fail, "cut": cut}


def main() -> None:
    """Do tasks until there are no more."""
    remember_people()
    for name in ("scipy.optimize", "zxcvbn", "charset_normalizer", "pandas"):
        with contextlib.suppress(ImportError):
            __import__(name)
    for line in sys.stdin:
        task = json.loads(line)
        with contextlib.suppress(Exception):
            reach_once(Path(task["template"]))
        child = os.fork()
        if child == 0:
            _answer(task)
        _, status = os.waitpid(child, 0)
        if status:
            print(json.dumps({"trouble": f"the process ended with {status}"}), flush=True)


def reach_once(template: Path, known: set[bytes] = set()) -> None:  # noqa: B006 - remembers what was opened
    """Open and check a copy of a template once in the parent: its children need not derive nor load nor check again."""
    content = (template / WORKSPACE / "keyring.json").read_bytes()
    if content in known:
        return
    known.add(content)
    with tempfile.TemporaryDirectory() as place:
        ws = reach(_school(template, Path(place)) / WORKSPACE)
        assert_whole(ws)
        ws.close()
    gc.collect()
    gc.freeze()


def _answer(task: Task) -> None:
    signal.alarm(600)
    try:
        answer = TASKS[task["task"]](task)
    except BaseException:  # noqa: BLE001 - a forked child must not go on as its parent
        answer = {"trouble": traceback.format_exc()}
    os.write(1, (json.dumps(answer) + "\n").encode())
    os._exit(0)


if __name__ == "__main__":
    main()
