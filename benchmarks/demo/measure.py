"""python3 benchmarks/demo/measure.py [RUNS] -- the demo as a user runs it, measured from outside. Needs a built tree; standard library only.

Prints, for each run in an empty data folder and as medians: seconds to READY on the first start and on a second one; seconds of the
demo; peak memory of all its processes (sum of proportional set sizes, twice a second); processor seconds; and the time between a
worker's end of one job and its start of the next, where the next was released before (from the jobs' own stories).
"""
import datetime, json, os, signal, statistics, subprocess, sys, tempfile, threading, time, urllib.request
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')


def tree(root):
    children = {}
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/stat') as f:
                children.setdefault(int(f.read().rsplit(')', 1)[1].split()[1]), []).append(int(pid))
        except OSError:
            pass
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += children.get(pid, [])
    return found


def memory(root):
    total = 0
    for pid in tree(root):
        try:
            with open(f'/proc/{pid}/smaps_rollup') as f:
                total += next(int(line.split()[1]) for line in f if line.startswith('Pss:'))
        except (OSError, StopIteration):
            pass
    return total / 1024


def seconds(stamp):
    return datetime.datetime.fromisoformat(stamp.replace('Z', '+00:00')).timestamp()


def get(url):
    with urllib.request.urlopen(urllib.request.Request(url, headers={'Accept': 'application/json'})) as answer:
        return json.load(answer)


def gaps(url):
    """Seconds from a worker's end of a job to its next start, where the next job had been released before that end."""
    by_worker, released, seen = {}, {}, set()
    todo, page = [], get(url + '/v1/results?limit=100')
    while True:
        todo += [result['job'] for result in page['items']]
        if not page.get('next'):
            break
        page = get(url + '/v1/results?limit=100&cursor=' + page['next'])
    while todo:
        key = todo.pop()
        if key in seen:
            continue
        seen.add(key)
        job = get(f'{url}/v1/jobs/{key}')
        spec = job['spec']
        todo += spec.get('pool', []) + [spec[split] for split in ('train', 'val', 'test') if split in spec]
        for line in job['story']:
            if line['what'] == 'released':
                released[key] = seconds(line['at'])
            elif line['what'] in ('started', 'succeeded'):
                worker = line['worker'] or line['detail'].split('told by ')[-1]
                by_worker.setdefault(worker, set()).add((seconds(line['at']), line['what'], key))
    found = []
    for lines in by_worker.values():
        lines = sorted(lines)
        for (end, what, _), (start, next_what, key) in zip(lines, lines[1:]):
            if what == 'succeeded' and next_what == 'started' and released.get(key, end + 1) <= end:
                found.append(start - end)
    return found


def until_ready(environment):
    began = time.time()
    process = subprocess.Popen([ROOT + '/carryover', 'up'], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in process.stdout:
        if 'READY' in line or 'http://' in line:
            break
    took = time.time() - began
    threading.Thread(target=process.stdout.read, daemon=True).start()
    process.send_signal(signal.SIGINT)
    process.wait()
    return took


def run():
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, CARRYOVER_HOME=home)
        first, second = until_ready(environment), until_ready(environment)
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, CARRYOVER_HOME=home)
        began, cpu = time.time(), os.times()
        process = subprocess.Popen([ROOT + '/carryover', 'demo', '--stay'], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        peak, over = [0], threading.Event()

        def watch():
            while not over.wait(0.5):
                peak[0] = max(peak[0], memory(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        url = took = None
        for line in process.stdout:
            if line.startswith('took '):
                took = time.time() - began
                url = line.split('web page:')[1].strip()
            if 'stays up until' in line:
                break
        over.set()
        watcher.join()
        between = gaps(url)
        threading.Thread(target=process.stdout.read, daemon=True).start()
        process.send_signal(signal.SIGINT)
        process.wait()
        end = os.times()
        used = end.children_user + end.children_system - cpu.children_user - cpu.children_system
    return dict(first_start_s=first, second_start_s=second, demo_s=took, peak_mib=peak[0], processor_s=used,
                next_start_ms=1000 * statistics.median(between) if between else float('nan'), pairs=len(between))


runs = []
for i in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
    runs.append(run())
    print('run', i + 1, 'load', os.getloadavg()[0], {k: round(v, 2) for k, v in runs[-1].items()}, flush=True)
print('median', {k: round(statistics.median(r[k] for r in runs), 2) for k in runs[0]},
      'spread', {k: [round(f(r[k] for r in runs), 2) for f in (min, max)] for k in runs[0]})
