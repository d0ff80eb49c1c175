"""python compare.py FEATURES [--rounds 5] [--threads 2] -- the study's sweep: Carryover beside SciPy and scikit-learn.

Rounds alternate between the programs, so that a busy machine hurts all; ratios are taken within a round. Each program has a process of its own;
reading and start-up are outside the clock, compilation of hot code is inside (`cold` is the first sweep, `warm` the third; the peers
run one). `cpu` counts all threads, those that wait awake too.
Needs the classes of shared-model/contracts and shared-model/protocols (`make fast`), and JAVA_HOME.
"""
import argparse, glob, os, statistics, subprocess, sys
here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, '..', '..', 'shared-model')
args = argparse.ArgumentParser()
args.add_argument('features')
args.add_argument('--rounds', type=int, default=5)
args.add_argument('--threads', type=int, default=2)
args = args.parse_args()
jspecify = glob.glob(os.path.expanduser('~/.m2/repository/org/jspecify/jspecify/*/*.jar'))
classes = os.pathsep.join([f'{root}/{m}/target/classes' for m in ('protocols', 'contracts')] + jspecify)
java = os.path.join(os.environ['JAVA_HOME'], 'bin', 'java')
programs = {
    'carryover': [java, '-cp', classes, f'{here}/TimeSweep.java', args.features, 'study', '3', str(args.threads)],
    'scipy': [sys.executable, f'{here}/peers.py', args.features, 'scipy', '1'],
    'sklearn': [sys.executable, f'{here}/peers.py', args.features, 'sklearn', '1'],
}
environment = os.environ | {v: str(args.threads) for v in ('OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS')}
runs, answers = {p: [] for p in programs}, {}
for r in range(args.rounds):
    for p, command in programs.items():
        lines = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip().split('\n')
        cold, warm = lines[0].split(), lines[-1].split()
        runs[p].append([float(v) for v in (cold[0], warm[0], warm[1])] + [1000 * float(warm[0]) / int(warm[4])])
        answers[p] = ' '.join(warm[2:4])
        print(f'round {r + 1} {p:9s} cold {cold[0]} s  warm {warm[0]} s  cpu {warm[1]} s  load {os.getloadavg()[0]:.1f}', flush=True)
print(f'{"":9s} {"cold s":>22s} {"warm s":>22s} {"cpu s":>22s} {"ms an iteration":>22s} {"warm, times Carryover":>24s} {"iteration, times":>22s}  best C, test')
for p, rounds in runs.items():
    ratio = [mine[1] / ours[1] for mine, ours in zip(rounds, runs['carryover'])]
    cell = lambda v: f'{statistics.median(v):.2f} ({min(v):.2f}-{max(v):.2f})'
    cold, warm, cpu, iteration = zip(*rounds)
    each = [mine[3] / ours[3] for mine, ours in zip(rounds, runs['carryover'])]
    print(f'{p:9s} {cell(cold):>22s} {cell(warm):>22s} {cell(cpu):>22s} {cell(iteration):>22s} {cell(ratio):>24s} {cell(each):>22s}  {answers[p]}')
