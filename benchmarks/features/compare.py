"""python compare.py [--rounds 5] [--threads 2] [--seconds 10] [--setting full|small] -- images per second of a ResNet-50, Carryover beside
ONNX Runtime and PyTorch.

Each row runs alone, in a process of its own, in turns: a round is every row once, ratios are taken within a round. Start-up, building the
network and two warm batches are outside the clock. `default` is glibc's allocator as it comes, `tuned` the settings that the launcher
and PyTorch's users know (see README.md). Needs the classes of shared-model (`make fast`), JAVA_HOME, and for the peers Python with numpy, torch and
onnxruntime. PyTorch rows run under inference_mode.
"""
import argparse, os, re, shutil, statistics, subprocess, sys, tempfile
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.abspath(os.path.join(here, '..', '..'))
args = argparse.ArgumentParser()
args.add_argument('--rounds', type=int, default=5)
args.add_argument('--threads', type=int, default=2)
args.add_argument('--batch', type=int, default=32)
args.add_argument('--batches', type=int, default=0, help='timed batches of a row; 0 for as many as the setting says')
args.add_argument('--setting', choices=('full', 'small'), default='full')
args.add_argument('--only', default='', help='comma-separated rows')
args = args.parse_args()
width, side, batches = {'full': (64, 224, 6), 'small': (8, 64, 300)}[args.setting]
batches = args.batches or batches
TUNED = {'MALLOC_MMAP_MAX_': '0', 'MALLOC_TRIM_THRESHOLD_': '17179869184', 'MALLOC_TOP_PAD_': '67108864', 'MALLOC_ARENA_MAX': '1'}
work = tempfile.mkdtemp(prefix='carryover-features-')
java = os.path.join(os.environ['JAVA_HOME'], 'bin', 'java')


def classpath():
    """The module's classes and the libraries that Maven resolved for its tests."""
    report = os.path.join(root, 'shared-model/vision/target/surefire-reports')
    for name in sorted(os.listdir(report)) if os.path.isdir(report) else []:
        if name.endswith('.xml'):
            found = re.search(r'name="surefire.test.class.path" value="([^"]*)"', open(os.path.join(report, name)).read())
            if found:
                return work + os.pathsep + found.group(1)
    sys.exit('shared-model/vision is not built with its tests: run `make fast`')


path = classpath()
subprocess.run([os.path.join(os.environ['JAVA_HOME'], 'bin', 'javac'), '-nowarn', '-d', work, '-cp', path, f'{here}/FeatureBench.java'], check=True)
jvm = [java, '-Xmx2g', '--enable-native-access=ALL-UNNAMED', '-cp', path, 'io.carryover.vision.engine.FeatureBench']
subprocess.run(jvm + ['dump', work, str(width)], check=True, stderr=subprocess.DEVNULL)
np.random.RandomState(0).randn(args.batch * 3 * side * side).astype(np.float32).tofile(os.path.join(work, 'images.f32'))
numbers = [work, width, side, args.batch, args.threads, batches]
rows = {'carryover': (jvm + ['ours'], {}), 'bare loop, Java': (jvm + ['bare'], {}), 'onnxruntime, Python': ([sys.executable, f'{here}/peers.py', 'onnxruntime'], {})}
for row in ('eager', 'channels-last', 'torchscript', 'compile'):
    for allocator, settings in (('default', {}), ('tuned', TUNED)):
        rows[f'PyTorch {row}, {allocator}'] = ([sys.executable, f'{here}/peers.py', row], settings)
if args.only:
    rows = {k: v for k, v in rows.items() if any(o in k for o in args.only.split(','))}
environment = {k: v for k, v in os.environ.items() if not k.startswith('MALLOC_')} | {
    v: str(args.threads) for v in ('OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS')}


def run(command, settings):
    done = subprocess.run([str(c) for c in command + numbers], env=environment | settings, capture_output=True, text=True)
    lines = dict(line.split(' ', 1) for line in done.stdout.splitlines() if ' ' in line)
    return lines, (done.stderr.strip().splitlines() or [''])[-1]


peak, flops = map(float, run([sys.executable, f'{here}/peers.py', 'gemm'], {})[0]['gemm'].split())
print(f'ResNet-50 width {width}, {side} px, batch {args.batch}, {args.threads} threads of {os.cpu_count()}; {flops / 1e9:.3f} GFLOP an image; '
      f'GEMM peak {peak / 1e9:.0f} GFLOP/s (best of 12 at 2048)', flush=True)
speeds, checks, versions, failed = {r: [] for r in rows}, {}, set(), {}
for number in range(args.rounds):
    for row, (command, settings) in rows.items():
        if row in failed:
            continue
        lines, error = run(command, settings)
        if 'result' not in lines:
            failed[row] = error[:160]
            print(f'round {number + 1} {row:28s} does not run here: {error[:160]}', flush=True)
            continue
        speeds[row].append(float(lines['result']))
        checks[row] = float(lines['check'])
        versions |= {lines['version']} if 'version' in lines else set()
        print(f'round {number + 1} {row:28s} {speeds[row][-1]:9.2f} images/s  load {os.getloadavg()[0]:.1f}', flush=True)
print(' '.join(sorted(versions)))
reference = next(iter(checks.values()))
eager, bare = 'PyTorch eager, default', 'bare loop, Java'
print(f'{"":28s} {"images/s":>10s} {"spread":>17s} {"× bare":>7s} {"× eager":>8s} {"% of GEMM":>9s}  features')
for row, found in speeds.items():
    if found:
        against = lambda other: f'{statistics.median(a / b for a, b in zip(found, speeds[other])):.2f}' if speeds.get(other) else ''
        same = abs(checks[row] - reference) < 1e-4 * max(1, abs(reference))
        print(f'{row:28s} {statistics.median(found):10.2f} {min(found):8.2f}-{max(found):8.2f} {against(bare):>7s} {against(eager):>8s} '
              f'{100 * statistics.median(found) * flops / peak:9.1f}  {"equal" if same else "DIFFER"}')
shutil.rmtree(work)
