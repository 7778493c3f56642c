"""What processes have used of the processor and of memory, as Linux counts it."""

from collections.abc import Iterable
from pathlib import Path


def children_of(parent: int) -> list[int]:
    """The processes that a process has started and that still run."""
    return list(map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split()))


def processor_ms(processes: Iterable[int]) -> float:
    """Milliseconds of the processor that all threads of these processes have used so far; one that has ended counts 0."""
    used = 0
    for process in processes:
        for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
            try:
                used += int(thread.read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
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
