// Copyright the Carryover authors. SPDX-License-Identifier: Apache-2.0
// The form that posts an evaluation, and the lines that post the same from a terminal.
'use strict';
(() => {
  const { gateway, el, count, segment, ask, say, problemWords } = window.carryover;
  const form = document.querySelector('[data-new]');
  const part = (name) => form.querySelector(`[data-${name}]`);
  form.hidden = false;

  /* What is registered. */
  const registered = { backbones: [], datasets: [] };
  const asked = new URLSearchParams(location.search);
  const hints = {
    backbones: (b) => (b.state === 'ready' ? b.recipe : b.state === 'pending' ? 'being opened: it is waited for' : `refused: ${b.problem?.code || ''}`),
    datasets: (d) => (d.state === 'ready'
      ? `${count(d.classes.length)} classes · ${['train', 'val', 'test'].filter((s) => d.images[s]).map((s) => `${count(d.images[s])} ${s}`).join(', ')}`
      : d.state === 'pending' ? 'being opened: it is waited for' : `refused: ${d.problem?.code || ''}`),
  };
  const boxes = (kind) => [...form.querySelectorAll(`[data-choices="${kind}"] input`)];
  const chosen = (kind) => boxes(kind).filter((box) => box.checked).map((box) => box.value);

  const choice = (kind) => (view) => {
    const box = el('input', { type: 'checkbox', value: view.name });
    box.disabled = view.state === 'refused';
    box.checked = !box.disabled && asked.getAll(kind.slice(0, -1)).includes(view.name);
    return el('label', {}, box, el('b', {}, view.name), el('span', { class: 'soft small' }, hints[kind](view)));
  };
  const tell = (kind) => {
    const all = boxes(kind);
    const hidden = all.filter((box) => box.closest('label').hidden).length;
    say(form.querySelector(`[data-count="${kind}"]`), all.length === 0
      ? `None is registered. ./carryover ${kind} add registers one.`
      : `${count(all.filter((box) => box.checked).length)} of ${count(all.length)} chosen${hidden ? `, ${count(hidden)} hidden by the search` : ''}`);
  };
  const search = (kind) => {
    const text = form.querySelector(`[data-search="${kind}"]`).value.trim().toLowerCase();
    boxes(kind).forEach((box) => {
      box.closest('label').hidden = !box.checked && !box.value.toLowerCase().includes(text);
    });
    tell(kind);
  };
  const load = async (kind) => {
    try {
      let cursor;
      do {
        const page = await ask(`${gateway}/v1/${kind}?limit=200${cursor ? `&cursor=${segment(cursor)}` : ''}`);
        registered[kind].push(...page.items);
        form.querySelector(`[data-choices="${kind}"]`).append(...page.items.map(choice(kind)));
        cursor = page.next;
      } while (cursor);
      tell(kind);
    } catch (problem) {
      say(form.querySelector(`[data-count="${kind}"]`), problemWords(problem));
    }
  };

  /* Tasks: as JSON, and in the command's words. */
  const given = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
  const beside = (value, usual) => (value === usual ? undefined : value);
  const line = (...words) => words.filter((word) => word !== undefined && word !== '').join(':');
  const KINDS = {
    linear: (dataset, o) => [{
      json: { kind: 'linear', dataset, ...given({ metric: o.metric, protocol: beside(o.protocol, 'study') }) },
      text: line('linear', dataset, o.metric, beside(o.protocol, 'study')),
    }],
    'few-shot': (dataset, o) => [{
      json: { kind: 'few-shot', dataset, ways: o.ways, shots: o.shots, queries: o.queries, ...given({ protocol: beside(o.protocol, 'study') }) },
      text: line('few-shot', dataset, `${o.ways}w${o.shots}s${o.queries === 15 ? '' : `${o.queries}q`}`, beside(o.protocol, 'study')),
    }],
    knn: (dataset) => [{ json: { kind: 'knn', dataset }, text: line('knn', dataset) }],
    'knn-study': (dataset) => [{ json: { kind: 'knn', dataset, features: 'study' }, text: line('knn-study', dataset) }],
    'label-efficiency': (dataset, o) => [{
      json: { kind: 'label-efficiency', dataset, ...given({ most: beside(o.most, 100), metric: o.metric }) },
      text: line('label-efficiency', dataset, beside(o.most, 100), o.metric),
    }],
    finetune: (dataset, o) => Array.from({ length: o.seeds }, (_, seed) => ({
      json: {
        kind: 'finetune',
        dataset,
        ...given({ metric: o.metric, grid: o.grid, steps: beside(o.steps, 5000), seed: beside(seed, 0), protocol: beside(o.protocol, 'study') }),
      },
      text: line('finetune', dataset, o.metric, o.grid, o.steps === 5000 ? '' : `${o.steps}steps`, seed === 0 ? '' : `seed${seed}`, beside(o.protocol, 'study')),
    })),
  };

  // What a dataset can't give: the gateway judges, this only spares a cell that would fail.
  const SPLITS = { knn: ['train', 'test'], 'knn-study': ['train', 'test'], 'few-shot': [] };
  const obstacle = (dataset, kind, o) => {
    if (!dataset || dataset.state !== 'ready') return '';
    const missing = (SPLITS[kind] || ['train', 'val', 'test']).filter((split) => !dataset.images[split]);
    if (missing.length) return `it has no split ${missing.join(', ')}`;
    const several = dataset.traits?.multiLabel === true;
    if (several && !['linear', 'finetune'].includes(kind)) return 'its images may show several classes';
    if (o.metric && several !== (o.metric === 'map11')) return several ? 'it is scored by map11' : 'map11 needs several classes per image';
    if (kind === 'few-shot') {
      const images = Object.values(dataset.images).reduce((sum, n) => sum + n, 0);
      if (o.ways > dataset.classes.length) return `it has ${dataset.classes.length} classes, ${o.ways} ways are asked`;
      if (o.ways * (o.shots + o.queries) > images) return `it has ${images} images, an episode needs ${o.ways * (o.shots + o.queries)}`;
    }
    return '';
  };

  const options = (kind) => Object.fromEntries([...kind.querySelectorAll('[data-option]')]
    .map((field) => [field.dataset.option, field.type === 'number' ? Number(field.value) : field.value]));

  const request = () => {
    const tasks = [];
    const left = [];
    for (const kind of form.querySelectorAll('[data-kind]')) {
      if (!kind.querySelector('[data-takes]').checked) continue;
      const o = options(kind);
      for (const name of chosen('datasets')) {
        const why = obstacle(registered.datasets.find((d) => d.name === name), kind.dataset.kind, o);
        if (why) left.push(`${kind.dataset.kind} on ${name} is left out: ${why}.`);
        else tasks.push(...KINDS[kind.dataset.kind](name, o));
      }
    }
    const backbones = chosen('backbones');
    const own = part('name-field').value.trim();
    // As the command names one that was given no name.
    const name = own || backbones.join(', ').slice(0, 200);
    return { body: { name, backbones, tasks: tasks.map((task) => task.json) }, texts: tasks.map((task) => task.text), own, left };
  };

  /* The same from a terminal. */
  const quoted = (word) => (/^[A-Za-z0-9._:,/=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
  const address = () => gateway || location.origin;
  const command = ({ body, texts, own }) => [
    `${/^https?:\/\/(127\.|localhost|\[::1\])/.test(address()) ? '' : `CARRYOVER_URL=${quoted(address())} `}./carryover evaluate ${body.backbones.map(quoted).join(' ')}`,
    ...(own ? [`--name ${quoted(own)}`] : []),
    ...texts.map((text) => `--task ${quoted(text)}`),
  ].join(' \\\n  ');
  const curl = ({ body }) => [
    `curl -sS ${quoted(`${address()}/v1/evaluations`)}`,
    "-H 'Content-Type: application/json'",
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(' \\\n  ');

  const show = () => {
    for (const kind of form.querySelectorAll('[data-kind]')) {
      const more = kind.querySelector('.options');
      if (more) more.disabled = !kind.querySelector('[data-takes]').checked;
    }
    const now = request();
    const { backbones, tasks } = now.body;
    const whole = backbones.length > 0 && tasks.length > 0;
    say(part('sum'), whole
      ? `${count(backbones.length)} ${backbones.length === 1 ? 'backbone' : 'backbones'} × ${count(tasks.length)} ${tasks.length === 1 ? 'task' : 'tasks'}: ${count(backbones.length * tasks.length)} ${backbones.length * tasks.length === 1 ? 'number' : 'numbers'}.`
      : `Choose ${[backbones.length ? '' : 'a backbone', chosen('datasets').length ? '' : 'a dataset', tasks.length || !chosen('datasets').length ? '' : 'a task'].filter(Boolean).join(' and ')}.`);
    part('left').replaceChildren(...now.left.map((text) => el('li', {}, text)));
    part('line="command"').textContent = whole ? command(now) : '…';
    part('line="curl"').textContent = whole ? curl(now) : '…';
    form.querySelectorAll('[data-copy]').forEach((button) => { button.disabled = !whole; });
  };

  for (const button of form.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', async () => {
      const code = part(`line="${button.dataset.copy}"`);
      try {
        await navigator.clipboard.writeText(code.textContent);
        say(part('copied'), 'Copied.');
        button.dataset.done = 'yes';
        setTimeout(() => delete button.dataset.done, 2000);
      } catch {
        // Only secure pages may write the clipboard: the text is marked, for the reader's own keys.
        getSelection().selectAllChildren(code);
        say(part('copied'), 'Marked: copy it with your keyboard.');
      }
    });
  }

  /* Posting. */
  const FIELD_OF_CODE = {
    UNKNOWN_BACKBONE: 'backbones', BACKBONE_REFUSED: 'backbones', UNKNOWN_DATASET: 'datasets', DATASET_REFUSED: 'datasets',
    UNKNOWN_TASK: 'tasks', NO_WORKER_FOR_QUEUE: 'tasks', TOO_FEW_IMAGES: 'tasks',
  };
  const FIELD_OF_WORD = { backbones: 'backbones', tasks: 'tasks', name: 'name' };
  const OF_TASKS = ['ways', 'shots', 'queries', 'episodes', 'seed', 'steps', 'most', 'metric', 'protocol', 'features', 'finetune'];
  const fieldOf = (problem) => {
    const word = String(problem.detail || '').split(/[: ×.[]/)[0];
    return FIELD_OF_CODE[problem.code] || FIELD_OF_WORD[word] || (OF_TASKS.includes(word) ? 'tasks' : 'form');
  };
  const problems = () => form.querySelectorAll('[data-problem]');
  const complain = (problem) => {
    const field = fieldOf(problem);
    say(form.querySelector(`[data-problem="${field}"]`), problemWords(problem));
    const group = form.querySelector(`[data-field="${field}"]`);
    const first = group?.querySelector('input:not(:disabled), select:not(:disabled)');
    first?.focus();
  };

  // One key for one request: a second click, or a second try after a lost answer, gives the first evaluation again.
  let key = '';
  let keyed = '';
  const keyFor = (body) => {
    if (body !== keyed) {
      keyed = body;
      key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    return key;
  };
  let posting = false;
  addEventListener('pageshow', (event) => {
    // Back from the evaluation that was posted: another one is meant now.
    if (event.persisted) {
      keyed = '';
      posting = false;
    }
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (posting) return;
    posting = true;
    problems().forEach((problem) => say(problem));
    const body = JSON.stringify(request().body);
    try {
      const view = await ask(`${gateway}/v1/evaluations`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': keyFor(body) },
        body,
      });
      location.assign(`/evaluations/${segment(view.id)}`);
    } catch (problem) {
      posting = false;
      complain(problem);
    }
  });
  form.addEventListener('input', (event) => {
    const kind = event.target.dataset.search;
    if (kind) search(kind);
    else show();
  });
  form.addEventListener('change', () => { ['backbones', 'datasets'].forEach(tell); });

  show();
  Promise.all(['backbones', 'datasets'].map(load)).then(show);
})();
