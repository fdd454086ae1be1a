"""`python -m tests.faults --seeds 1000`: the trials of many seeds, one after the other."""

import argparse
import shutil
import sys
import tempfile
import traceback
from contextlib import ExitStack
from pathlib import Path

from tests.faults.database_setup import SIZES, World, founded


def main() -> int:
    """Run the trials and return how many failed; each failure says how to see it again."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as end:
        kinds = [options.store] if options.store else list(SIZES)
        worlds = [end.enter_context(founded(kind, Path(folder) / kind)) for kind in kinds]
        seeds = range(options.first, options.first + options.seeds)
        failed = sum(
            not _passes(worlds[seed % len(worlds)], seed, Path(folder) / "trial") for seed in seeds
        )
    sys.stdout.write(f"{options.seeds} trials, {failed} failed\n")
    return min(failed, 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds are tried")
    parser.add_argument("--first", type=int, default=1, help="the first of them")
    parser.add_argument(
        "--store", choices=list(SIZES), help="only on this one; else they take turns"
    )
    return parser.parse_args()


def _passes(world: World, seed: int, folder: Path) -> bool:
    try:
        found = world.try_seed(seed, folder)
    except Exception:  # noqa: BLE001 - shown below; the other seeds are tried all the same
        found = [traceback.format_exc()]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    said = "ok" if not found else "\n  ".join(["FAILED", *found])
    sys.stdout.write(f"seed {seed} on {world.kind}: {said}\n")
    if found:
        again = f"python -m tests.faults --store {world.kind} --first {seed} --seeds 1"
        sys.stdout.write(f"  again: {again}\n")
    sys.stdout.flush()
    return not found


if __name__ == "__main__":
    sys.exit(main())
