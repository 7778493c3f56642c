"""What processes have used of the processor and of memory, as Linux counts it."""

from collections.abc import Iterable
from pathlib import Path
from time import clock_gettime_ns


def children_of(parent: int) -> list[int]:
    """The processes that a process has started and that still run."""
    return list(map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split()))


def processor_ms(processes: Iterable[int]) -> float:
    """Milliseconds of the processor that these processes have used so far, with threads that have ended; a process that has ended
    counts 0.

    From the clock that Linux keeps of each process; its number is made of the process's as clock_getcpuclockid(3) makes it.
    """
    used = 0
    for process in processes:
        try:
            used += clock_gettime_ns(~process << 3 | 2)
        except OSError:
            continue
    return used / 1e6


def memory_mb(processes: Iterable[int]) -> float:
    """Megabytes that these processes hold; what several share is divided among them (PSS), and one that has ended holds nothing."""
    held = 0
    for process in processes:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        held += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return held / 1024
