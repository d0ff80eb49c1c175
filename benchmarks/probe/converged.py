"""python converged.py FEATURES [--limit 6] [--threads 2] [--solvers lbfgs,newton-cg,newton-cholesky] [--ways down,up] -- `converged` beside scikit-learn, the whole path
of 45 C, on the features of wide.py.

Each of scikit-learn's solvers goes down the path and up it, every fit warm-started from the one before. A fit counts when its objective
C·ΣCE + ½‖W‖² is within 1e-6 of Carryover's certified optimum; until then it goes on from where it is with a tenth of the tolerance. Only fits are on
their clock: checks, validation and the last fit on train + validation, which Carryover's seconds include, are not. A peer that takes more than
LIMIT times Carryover's seconds is ended, and its row says how far it came. Objective gap: the largest (peer - ours) / ours of the fits made.
"""
import argparse, glob, os, subprocess, sys, tempfile, time, warnings
import numpy as np
here = os.path.dirname(os.path.abspath(__file__))
parser = argparse.ArgumentParser()
parser.add_argument('features')
parser.add_argument('--limit', type=float, default=6)
parser.add_argument('--threads', type=int, default=2)
parser.add_argument('--sweeps', type=int, default=2)
parser.add_argument('--solvers', default='lbfgs,newton-cg,newton-cholesky')
parser.add_argument('--ways', default='down,up')
parser.add_argument('--peer', nargs=3, metavar=('SOLVER', 'WAY', 'OBJECTIVES'), help='what each process of a peer runs')
args = parser.parse_args()
ENOUGH = 1e-6


def objective(model, X, T, C):
    """T: [N] of signs where the model has one row, else classes."""
    Z = X @ model.coef_.T + model.intercept_
    if len(Z[0]) == 1:
        loss = np.logaddexp(0, -T * Z[:, 0]).sum()
    else:
        top = Z.max(1)
        loss = (top + np.log(np.exp(Z - top[:, None]).sum(1)) - Z[np.arange(len(T)), T]).sum()
    return C * loss + 0.5 * (model.coef_**2).sum()


def peer(solver, way, file):
    from sklearn.linear_model import LogisticRegression
    warnings.filterwarnings('ignore')
    path = np.loadtxt(file)
    if way == 'up':
        path = path[::-1]
    X = np.load(f'{args.features}/x_train.npy').astype(np.float64)
    y = np.load(f'{args.features}/y_train.npy')
    targets = [y] if y.ndim == 1 else list(y.T.astype(np.int64))
    models = [LogisticRegression(solver=solver, warm_start=True, max_iter=20_000 if solver == 'lbfgs' else 500) for _ in targets]
    seconds, worst, iterations = 0, -np.inf, 0
    for done, (C, ours) in enumerate(path, 1):
        for tolerance in 10.0 ** -np.arange(4, 14):
            start = time.perf_counter()
            for model, target in zip(models, targets):
                model.set_params(C=C, tol=tolerance).fit(X, target)
            seconds += time.perf_counter() - start
            iterations += sum(int(m.n_iter_.max()) for m in models)
            value = sum(objective(m, X, t if y.ndim == 1 else 2 * t - 1, C) for m, t in zip(models, targets))
            if (gap := (value - ours) / ours) <= ENOUGH:
                break
        worst = max(worst, gap)
        print(f'{done} {seconds:.3f} {iterations} {worst:.1e}', flush=True)


if args.peer:
    peer(*args.peer)
    sys.exit()
root = os.path.join(here, '..', '..', 'shared-model')
jspecify = glob.glob(os.path.expanduser('~/.m2/repository/org/jspecify/jspecify/*/*.jar'))
classes = os.pathsep.join([f'{root}/{m}/target/classes' for m in ('protocols', 'contracts')] + jspecify)
environment = os.environ | {v: str(args.threads) for v in ('OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS')}
with tempfile.TemporaryDirectory() as work:
    command = [os.path.join(os.environ['JAVA_HOME'], 'bin', 'java'), '-cp', classes, f'{here}/TimeSweep.java', args.features, 'converged',
               str(args.sweeps), str(args.threads), f'{work}/objectives']
    lines = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip().split('\n')
    ours = float(lines[-1].split()[0])
    print(f'carryover                seconds of {args.sweeps} sweeps: {", ".join(line.split()[0] for line in lines)}; C, test: {" ".join(lines[-1].split()[2:])}', flush=True)
    for solver in args.solvers.split(','):
        for way in args.ways.split(','):
            child = subprocess.Popen([sys.executable, __file__, args.features, '--peer', solver, way, f'{work}/objectives'], env=environment,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            try:
                out, error = child.communicate(timeout=args.limit * ours + 30)
            except subprocess.TimeoutExpired:
                child.kill()
                out, error = child.communicate()
            if child.returncode > 0:
                print(f'{solver:15s} {way:4s}     {error.strip().splitlines()[-1]}', flush=True)
                continue
            done, seconds, iterations, gap = out.split('\n')[-2].split() if '\n' in out else ('0', '0', '0', 'nan')
            verdict = f'{float(seconds) / ours:.2f} times Carryover\'s' if done == '45' else f'ended after {args.limit:g} times Carryover\'s'
            print(f'{solver:15s} {way:4s}     {done} of 45 fits in {seconds} s, {iterations} iterations, objective gap {gap}: {verdict}', flush=True)
print(f'load {os.getloadavg()[0]:.1f}')
