"""Seconds of a fine-tune step beside PyTorch eager, and how two trainings at once scale, in one run.

    python compare.py [--setting small|full] [--rounds 3] [--threads 1] [--scaling] [--allocators launcher default tuned]

Ratios are taken within a round; the median and the spread over rounds are printed. Both sides run with the same allocator
settings: those of ./carryover (`launcher`), glibc's own (`default`) and all blocks kept (`tuned`)."""
import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
root = here.parents[1]
parser = argparse.ArgumentParser()
parser.add_argument("--setting", choices=["small", "full"], default="small")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--scaling", action="store_true", help="two trainings of one thread each against one")
parser.add_argument("--allocators", nargs="+", choices=["launcher", "default", "tuned"], default=["launcher", "default", "tuned"])
args = parser.parse_args()
width, side, batch, steps, warm = {"small": (8, 64, 64, 40, 10), "full": (64, 224, 32, 6, 2)}[args.setting]
ALLOCATORS = {
    "launcher": dict(re.findall(r'^export (MALLOC_\w+|GLIBC_TUNABLES)="\$\{\w+:-(.+)\}"$', (root / "carryover").read_text(), re.M)),
    "default": {},
    "tuned": {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "17179869184", "MALLOC_TOP_PAD_": "67108864", "MALLOC_ARENA_MAX": "1"},
}
java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
lib = root / "deploy" / "standalone" / "target" / "quarkus-app" / "lib"
jvm = [java, "-Xmx1g", "--enable-native-access=ALL-UNNAMED", "-cp", f"{lib}/main/*:{lib}/boot/*", str(here / "TimeSteps.java")]


def lines(command, allocator):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MALLOC_", "GLIBC_TUNABLES"))}
    out = subprocess.run(command, env=clean | ALLOCATORS[allocator], capture_output=True, text=True, check=True)
    return [line.split() for line in out.stdout.splitlines() if line[:1].isdigit()]


def ours(allocator, trainings=1, threads=args.threads):
    return lines(jvm + [str(root / "demo" / "digits"), "resnet50", str(width), str(side), str(batch), str(steps), str(threads),
                        "augmented", str(trainings)], allocator)


def median(rows, trainings=1):
    return statistics.median(float(row[0]) for row in rows[warm * trainings:])


def spread(values):
    return f"{statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})"


print(f"ResNet-50 width {width}, {side} px, batch {batch}, {steps} steps, {args.threads} threads, load {os.getloadavg()[0]:.1f}")
if args.scaling:
    ratios = []
    for _ in range(args.rounds):
        one, two = median(ours("launcher", 1, 1)), median(ours("launcher", 2, 1), 2)
        # A grid takes (points / 2) steps' time of two workers where it takes points of one.
        ratios.append(two / one / 2)
        print(f"  one worker {one:.3f} s a step, two at once {two:.3f} s each", flush=True)
    print("time of a grid on two workers over one:", spread(ratios))
    sys.exit()
for allocator in args.allocators:
    ratios = []
    for _ in range(args.rounds):
        rows = ours(allocator)
        peer = median(lines([sys.executable, str(here / "peers.py"), *map(str, (width, side, batch, steps, args.threads))], allocator))
        mine = median(rows)
        ratios.append(mine / peer)
        print(f"  {allocator}: Carryover {mine:.3f} s, PyTorch {peer:.3f} s, resident {rows[-1][1]} MiB", flush=True)
    print(f"{allocator}: Carryover's time over PyTorch's", spread(ratios))
