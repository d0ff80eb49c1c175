// Copyright the Carryover authors. SPDX-License-Identifier: Apache-2.0
// One evaluation, live. What is on the page is changed in place, so that focus, open details and a reader's place stay.
'use strict';
(() => {
  const { gateway, el, count, words, segment, duration, time, ask, say, problemWords, trouble } = window.carryover;
  const root = document.querySelector('[data-evaluation]');
  const path = `${gateway}/v1/evaluations/${segment(root.dataset.evaluation)}`;
  const part = (name) => root.querySelector(`[data-${name}]`);

  const ENDED = ['completed', 'completed-with-failures', 'cancelled'];
  const STAGES = [
    { id: 'imports', title: 'Import', one: 'import', many: 'imports' },
    { id: 'features', title: 'Features', one: 'extraction', many: 'extractions' },
    { id: 'heads', title: 'Heads', one: 'head', many: 'heads' },
    { id: 'points', title: 'Fine-tune points', one: 'fine-tune point', many: 'fine-tune points' },
    { id: 'selection', title: 'Selection and final run', one: 'final run', many: 'final runs' },
  ];
  const STAGE_OF = {
    'import-checkpoint': 'imports', 'import-onnx': 'imports', 'import-dataset': 'imports', 'import-features': 'imports',
    features: 'features', linear: 'heads', 'few-shot': 'heads', knn: 'heads', 'label-efficiency': 'heads',
    'finetune-point': 'points', finetune: 'selection',
  };
  const GROUP_OF = {
    succeeded: 'done', running: 'running', cancelling: 'running', planned: 'waiting', queued: 'waiting', released: 'waiting',
    failed: 'failed', skipped: 'skipped', cancelled: 'cancelled',
  };
  const GROUPS = ['done', 'running', 'waiting', 'failed', 'skipped', 'cancelled'];
  const ALL_SHOWN = 12; // jobs of a stage up to which each is drawn
  const ONE_PAGE = 200; // jobs up to which all are asked for at once

  const put = (node, text) => { if (node.textContent !== text) node.textContent = text; };

  // Brings the children of a list in step with items: what stays is changed in place.
  const patch = (list, items, key, make, update) => {
    const wanted = new Set(items.map(key));
    [...list.children].filter((node) => !wanted.has(node.dataset.key)).forEach((node) => node.remove());
    const known = new Map([...list.children].map((node) => [node.dataset.key, node]));
    let place = list.firstElementChild;
    for (const item of items) {
      const id = key(item);
      let node = known.get(id);
      if (!node) {
        node = make(item);
        node.dataset.key = id;
      }
      if (node === place) place = place.nextElementSibling;
      else list.insertBefore(node, place);
      update(node, item);
    }
  };

  const progressWords = (p) => {
    if (!p || !(p.total > 0)) return '';
    const parts = [`${count(p.done)} of ${count(p.total)} ${p.unit}`];
    if (p.perSecond > 0) {
      parts.push(`${p.perSecond < 10 ? p.perSecond.toFixed(1) : count(p.perSecond)}/s`);
      parts.push(`${duration((p.total - p.done) / p.perSecond)} left`);
    }
    return parts.join(' · ');
  };
  const since = (at) => `for ${duration((Date.now() - new Date(at)) / 1000)}`;

  // Jobs that were seen, by the start of their key: the gateway says "job 1a2b3c4d5e6f", a person reads its title.
  const titles = new Map();
  const brief = (key) => key.slice(0, 12);
  const title = (key) => titles.get(brief(key)) || `job ${brief(key)}`;
  const reason = (text) => {
    const jobs = [...text.matchAll(/job ([0-9a-f]{1,12})\b/g)];
    if (jobs.length <= 3) return text.replaceAll(/job ([0-9a-f]{1,12})\b/g, (whole, key) => titles.get(key) || whole);
    return `${text.slice(0, jobs[0].index)}${jobs.slice(0, 2).map((job) => titles.get(job[1]) || job[0]).join(', ')} and ${count(jobs.length - 2)} more`;
  };

  const how = (job) => {
    switch (GROUP_OF[job.state]) {
      case 'running': return [`on ${job.worker || 'a worker'}`, progressWords(job.progress) || since(job.since)].join(' · ');
      case 'waiting': return job.waitsFor ? reason(job.waitsFor) : '';
      case 'failed': return job.problem ? `${job.problem.code}: ${job.problem.detail}` : '';
      case 'skipped': return job.problem ? `its input failed: ${job.problem.code}` : 'its input failed';
      default: return '';
    }
  };
  const stateWords = (job) => GROUP_OF[job.state] || words(job.state);

  /* The graph: a column per stage. */
  const makeJob = () => el('li', {},
    el('span', { class: 'what' }),
    el('span', { class: 'mark-state' }),
    el('span', { class: 'of' }),
    el('span', { class: 'how' }));
  const updateJob = (node, job) => {
    node.className = stateWords(job);
    const [what, state, of, note] = node.children;
    put(what, job.title);
    put(state, stateWords(job));
    of.hidden = job.backbones.length === 1 && job.title.endsWith(` ${job.backbones[0]}`);
    put(of, job.backbones.length > 3 ? `${job.backbones.slice(0, 2).join(', ')} and ${job.backbones.length - 2} more` : job.backbones.join(', '));
    put(note, how(job));
  };

  const sentence = (stage) => {
    const parts = GROUPS.filter((group) => stage.groups[group]).map((group) => `${count(stage.groups[group])} ${group}`);
    return `${count(stage.total)} ${stage.total === 1 ? stage.one : stage.many}: ${parts.join(', ')}`;
  };

  // What is worth a line where there are too many to draw: what failed, what runs, the next that wait.
  const telling = (jobs) => [['failed', 3], ['running', 6], ['waiting', 2]]
    .flatMap(([group, most]) => jobs.filter((job) => GROUP_OF[job.state] === group).slice(0, most));

  const makeStage = (stage) => {
    const all = el('button', { type: 'button', class: 'link' });
    all.addEventListener('click', () => {
      part('stage').value = stage.id;
      part('state').value = '';
      part('table').open = true;
      refreshTable();
      part('stage').focus();
    });
    return el('li', { class: 'stage' },
      el('h3', {}, stage.title),
      el('p', { class: 'sum' }),
      el('div', { class: 'shares', 'aria-hidden': 'true' }, ...GROUPS.map((group) => el('span', { class: group }))),
      el('ul', { class: 'nodes' }),
      all);
  };
  const updateStage = (node, stage) => {
    put(node.querySelector('.sum'), sentence(stage));
    GROUPS.forEach((group, i) => {
      const share = node.querySelector('.shares').children[i];
      share.style.flexGrow = stage.groups[group] || 0;
      share.hidden = !stage.groups[group];
    });
    const shown = stage.total <= ALL_SHOWN && stage.jobs.length === stage.total ? stage.jobs : telling(stage.jobs);
    const nodes = node.querySelector('.nodes');
    patch(nodes, shown, (job) => job.job, makeJob, updateJob);
    nodes.hidden = shown.length === 0;
    put(node.querySelector('button'), stage.total === 1 ? 'In the table' : `All ${count(stage.total)} in the table`);
  };

  const stagesOf = (answer, jobs) => {
    const found = new Map(STAGES.map((stage) => [stage.id, { ...stage, total: 0, groups: {}, jobs: [], steps: [] }]));
    const of = (step) => {
      const id = STAGE_OF[step] || step;
      if (!found.has(id)) found.set(id, { id, title: words(step), one: words(step), many: words(step), total: 0, groups: {}, jobs: [], steps: [] });
      return found.get(id);
    };
    for (const { step, states } of answer.stages) {
      const stage = of(step);
      stage.steps.push(step);
      for (const [state, n] of Object.entries(states)) {
        const group = GROUP_OF[state] || state;
        stage.groups[group] = (stage.groups[group] || 0) + n;
        stage.total += n;
      }
    }
    jobs.forEach((job) => of(job.step).jobs.push(job));
    return [...found.values()].filter((stage) => stage.total > 0);
  };

  let stages = [];
  const drawGraph = (answer, jobs) => {
    jobs.forEach((job) => titles.set(brief(job.job), job.title));
    stages = stagesOf(answer, jobs);
    part('graph').hidden = stages.length === 0;
    patch(part('stages'), stages, (stage) => stage.id, makeStage, updateStage);
    patch(part('stage'), [{ id: '', title: 'all' }, ...stages], (stage) => stage.id,
      (stage) => el('option', { value: stage.id }), (node, stage) => put(node, stage.title));
    drawFailedJobs(jobs.filter((job) => job.state === 'failed'));
  };

  const jobsPath = (query) => `${path}/jobs?${new URLSearchParams(query)}`;
  const refreshGraph = async () => {
    const first = await ask(jobsPath({ limit: ONE_PAGE }));
    let jobs = first.items;
    if (first.next) {
      const small = stagesOf(first, []).filter((stage) => stage.total <= ALL_SHOWN).flatMap((stage) => stage.steps);
      const some = await Promise.all([
        ...['running,cancelling', 'failed', 'planned,queued,released'].map((state) => ({ limit: 60, state })),
        ...(small.length ? [{ limit: ONE_PAGE, step: small.join(',') }] : []),
      ].map((query) => ask(jobsPath(query))));
      const seen = new Map(first.items.map((job) => [job.job, job]));
      some.forEach((page) => page.items.forEach((job) => seen.set(job.job, job)));
      jobs = [...seen.values()];
    }
    drawGraph(first, jobs);
  };

  /* The table behind the graph. */
  let wanted = 50;
  const cell = (head, name = '') => el('td', { role: 'cell', 'data-head': head, class: name });
  const makeRow = () => el('tr', { role: 'row' },
    el('th', { role: 'rowheader', scope: 'row' }, el('span'), el('span', { class: 'sub' })),
    cell('State'), cell('Worker'), cell('Progress, or why it waits'), cell('Reads'), cell('Attempts', 'right'));
  const updateRow = (row, job) => {
    const [name, state, worker, note, reads, attempts] = row.children;
    put(name.firstChild, job.title);
    put(name.lastChild, job.backbones.slice(0, 4).join(', ') + (job.backbones.length > 4 ? `, and ${job.backbones.length - 4} more` : ''));
    put(state, stateWords(job));
    put(worker, job.worker || '–');
    put(note, how(job) || '–');
    put(reads, job.needs.length === 0 ? '–' : job.needs.length > 4 ? `${job.needs.length} jobs` : job.needs.map(title).join(', '));
    put(attempts, String(job.attempts));
  };
  const refreshTable = async () => {
    if (!part('table').open) return;
    const stage = stages.find((s) => s.id === part('stage').value);
    const query = { limit: Math.min(wanted, ONE_PAGE) };
    if (stage) query.step = stage.steps.join(',');
    if (part('state').value) query.state = part('state').value;
    const rows = [];
    let page;
    do {
      page = await ask(jobsPath(page ? { ...query, cursor: page.next } : query));
      rows.push(...page.items);
    } while (page.next && rows.length < wanted);
    rows.forEach((job) => titles.set(brief(job.job), job.title));
    patch(part('rows'), rows, (job) => job.job, makeRow, updateRow);
    part('more').hidden = !page.next;
  };
  const retable = () => refreshTable().catch((problem) => say(part('refused'), problemWords(problem)));
  for (const name of ['stage', 'state']) part(name).addEventListener('change', retable);
  part('table').addEventListener('toggle', retable);
  part('more').addEventListener('click', () => { wanted += ONE_PAGE; retable(); });

  /* What failed, and its story. */
  const story = async (into, key) => {
    const job = await ask(`${gateway}/v1/jobs/${segment(key)}`);
    const lines = job.story.map((line) => el('li', {},
      time(line.at), ' ', el('b', {}, line.what), line.worker ? ` on ${line.worker}` : '',
      line.detail.length > 300
        ? el('pre', { tabindex: 0, 'aria-label': line.what }, line.detail)
        : line.detail ? `: ${line.detail}` : ''));
    const log = job.story.findLast((line) => line.log)?.log;
    into.replaceChildren(el('ol', { class: 'story' }, ...lines));
    if (!log) return;
    const address = `${gateway}/v1/jobs/${segment(key)}/logs/${log}`;
    const answer = await fetch(address);
    if (!answer.ok) return;
    const text = await answer.text();
    into.append(
      el('p', {}, 'Log of its last attempt, ', el('a', { href: address }, 'whole'), ':'),
      el('pre', { tabindex: 0, 'aria-label': 'Log of its last attempt' }, text.trim().split('\n').slice(0, 30).join('\n')));
  };
  const storyOf = (key) => {
    const into = el('div', {}, 'Asking the gateway…');
    const details = el('details', {}, el('summary', {}, 'Its story: attempts, workers, log'), into);
    details.addEventListener('toggle', () => {
      if (details.open) story(into, key).catch((problem) => into.replaceChildren(problemWords(problem)));
    });
    return details;
  };

  // Cells that share a reason stand together.
  const reasons = (failures) => {
    const found = new Map();
    for (const failure of failures) {
      const key = failure.job || `${failure.code} ${failure.message}`;
      if (!found.has(key)) found.set(key, { ...failure, key, cells: [] });
      found.get(key).cells.push(`${failure.backbone === '*' ? 'every backbone' : failure.backbone} × ${failure.task === '*' ? 'every task' : failure.task}`);
    }
    return [...found.values()];
  };
  const makeReason = (failure) => el('li', {},
    el('p', { class: 'what' }), el('p', {}, failure.message, ' ', el('span', { class: 'code' }, failure.code)),
    failure.remedy ? el('p', { class: 'soft' }, failure.remedy) : null,
    failure.job ? storyOf(failure.job) : null);
  const updateReason = (node, failure) => put(node.firstElementChild,
    failure.cells.slice(0, 3).join(', ') + (failure.cells.length > 3 ? `, and ${count(failure.cells.length - 3)} more` : ''));

  let failures = [];
  let failedJobs = [];
  const drawFailures = () => {
    const told = new Set(failures.map((failure) => failure.job));
    const jobs = failedJobs.filter((job) => !told.has(job.job) && job.problem).map((job) => ({
      key: job.job, job: job.job, cells: [job.title], message: job.problem.detail, code: job.problem.code, remedy: job.problem.remedy,
    }));
    const all = [...reasons(failures), ...jobs];
    part('failed').hidden = all.length === 0;
    patch(part('failures'), all, (failure) => failure.key, makeReason, updateReason);
  };
  const drawFailedJobs = (jobs) => { failedJobs = jobs; drawFailures(); };

  /* Where it stands. */
  const running = (job) => [job.what, progressWords(job.progress)].filter(Boolean).join(' · ');
  const makeLine = (backbone) => el('li', {},
    el('a', { class: 'name', href: `/backbones/${segment(backbone.backbone)}` }, backbone.backbone),
    el('progress', { max: 1, value: 0, 'aria-label': `progress of ${backbone.backbone}` }),
    el('span', { class: 'count' }),
    el('ul', { class: 'nows' }));
  const updateLine = (node, backbone) => {
    node.className = backbone.state.includes('fail') ? 'failed' : '';
    const [, bar, done, nows] = node.children;
    if (bar.value !== backbone.fraction) bar.value = backbone.fraction;
    put(done, `${Math.floor(100 * backbone.fraction)} % · ${backbone.jobsDone} of ${backbone.jobsTotal} jobs`);
    const now = backbone.running.slice(0, 4).map((job) => ({ key: job.job, text: running(job) }));
    if (backbone.waitsFor) now.push({ key: 'waits', text: `waits: ${reason(backbone.waitsFor)}` });
    patch(nows, now, (line) => line.key, () => el('li', { class: 'now' }), (line, { text }) => put(line, text));
    nows.hidden = now.length === 0;
  };

  // Time left of the whole, from how fast its fraction grew since this page opened.
  let first;
  const left = (fraction) => {
    const now = performance.now() / 1000;
    first = first || { at: now, fraction };
    const grown = fraction - first.fraction;
    return grown > 0.01 && now - first.at > 3 ? ((1 - fraction) * (now - first.at)) / grown : NaN;
  };

  const pending = (view) => view.analysis && ['waiting', 'running'].includes(view.analysis.state);

  // One line: where correlations and ranking are, or why there are none.
  const analysis = ({ id, state, why }) => {
    if (state === 'none') return [`No correlations and no ranking: ${why}`];
    const link = el('a', { href: `${gateway}/v1/analysis/${segment(id)}` }, 'Correlations and ranking');
    return state === 'done' ? [link, ' as JSON'] : [link, `: ${words(state)}${why ? `, ${why}` : ''}`];
  };

  const statusParts = (view, ended) => {
    const mean = view.backbones.reduce((sum, b) => sum + b.fraction, 0) / Math.max(1, view.backbones.length);
    const still = ended ? NaN : left(mean);
    const parts = [el('span', { class: view.state.includes('fail') ? 'state bad' : 'state' }, words(view.state)), ', began ', time(view.createdAt)];
    if (ended && view.endedAt) parts.push(`, took ${duration((new Date(view.endedAt) - new Date(view.createdAt)) / 1000)}`);
    if (Number.isFinite(still)) parts.push(`, about ${duration(still)} left`);
    if (view.waitsFor) parts.push(`. Waits for: ${reason(view.waitsFor)}`);
    if (ended) parts.push('. ', el('a', { href: '/', class: 'whole' }, 'To the leaderboard'));
    if (view.analysis) parts.push('. ', ...analysis(view.analysis));
    return parts;
  };
  let said = '';
  const show = (view) => {
    const heading = document.querySelector('[data-name]');
    if (view.name && !heading.dataset.named) {
      heading.dataset.named = 'yes';
      heading.replaceChildren(el('span', { class: 'over' }, `evaluation ${view.id}`), view.name);
      document.title = `${view.name} · Carryover`;
    }
    const ended = ENDED.includes(view.state);
    const parts = statusParts(view, ended);
    const text = parts.map((p) => (typeof p === 'string' ? p : p.textContent)).join('');
    if (part('status').textContent !== text) say(part('status'), ...parts);
    // Spoken: only what state it is in, not each step.
    const spoken = `${words(view.state)}${view.failures.length ? `, ${view.failures.length} failed` : ''}`;
    if (said !== spoken) put(part('spoken'), (said = spoken));
    part('backbones').hidden = view.backbones.length === 0;
    patch(part('lines'), view.backbones, (b) => b.backbone, makeLine, updateLine);
    failures = view.failures;
    drawFailures();
    const acts = { cancel: !ended, retry: view.failures.length > 0 && view.state !== 'cancelled' };
    for (const [act, may] of Object.entries(acts)) root.querySelector(`[data-act="${act}"]`).hidden = !may;
    part('acts').hidden = !acts.cancel && !acts.retry;
    return ended;
  };

  // Jobs are asked for when something moved, one question at a time and not more than one a second.
  let asking = false;
  let again = false;
  const refresh = async () => {
    again = asking;
    if (asking) return;
    asking = true;
    try {
      await refreshGraph();
      await refreshTable();
    } catch (problem) {
      say(part('refused'), problemWords(problem));
    }
    setTimeout(() => {
      asking = false;
      if (again) refresh();
    }, 1000);
  };

  // The analysis comes after the end, which is the stream's: the page asks until it is there.
  const analysed = () =>
    ask(path)
      .then((view) => {
        if (pending(view)) setTimeout(analysed, 3000);
        else if (view.analysis) show(view);
      })
      .catch(() => {}); // The evaluation stands on the page.

  let stream;
  const follow = () => {
    stream?.close();
    stream = new EventSource(path);
    const shown = (event) => { show(JSON.parse(event.data)); refresh(); };
    stream.addEventListener('progress', shown);
    stream.addEventListener('end', (event) => {
      if (event.data) shown(event);
      stream.close();
      analysed();
    });
  };
  const begin = (view) => {
    if (!show(view)) follow();
    else if (pending(view)) setTimeout(analysed, 3000);
    refresh();
  };

  /* Cancel and retry, each asked for once more. */
  const acts = {
    cancel: async () => {
      await ask(path, { method: 'DELETE' });
      return ask(path);
    },
    retry: () => ask(`${path}/retry`, { method: 'POST' }),
  };
  for (const [name, act] of Object.entries(acts)) {
    const dialog = document.querySelector(`[data-dialog="${name}"]`);
    root.querySelector(`[data-act="${name}"]`).addEventListener('click', () => dialog.showModal());
    dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close());
    dialog.querySelector('[data-confirm]').addEventListener('click', async () => {
      dialog.close();
      say(part('refused'));
      try {
        begin(await act());
      } catch (problem) {
        say(part('refused'), problemWords(problem));
      }
    });
  }

  ask(path).then(begin, (problem) => trouble(part('status'), problem));
})();
