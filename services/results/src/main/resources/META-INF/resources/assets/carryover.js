// Copyright the Carryover authors. SPDX-License-Identifier: Apache-2.0
// What pages draw from the gateway: evaluations, their live progress, checkpoint reports. Everything is set as text, never as
// markup: names come from users.
'use strict';
(() => {
  const gateway = document.body.dataset.gateway || '';
  const ENDED = ['completed', 'completed-with-failures', 'cancelled'];

  const el = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== null) node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child !== undefined && child !== null));
    return node;
  };

  const count = (n) => Math.round(n).toLocaleString('en');
  const words = (state) => state.replaceAll('-', ' ');
  const segment = encodeURIComponent;

  const duration = (seconds) => {
    if (!Number.isFinite(seconds)) return '';
    const s = Math.max(0, Math.round(seconds));
    if (s < 60) return `${s} s`;
    if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
    return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  };

  const time = (text) => {
    const at = new Date(text);
    return el('time', { datetime: text }, at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }));
  };

  const ask = async (path) => {
    const answer = await fetch(path, { headers: { Accept: 'application/json' } });
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) throw Object.assign(new Error(body.detail || `the gateway answered ${answer.status}`), body);
    return body;
  };

  const say = (status, ...parts) => {
    if (!status) return;
    status.replaceChildren(...parts);
    status.hidden = parts.length === 0;
  };

  const trouble = (status, failure) => {
    const known = failure instanceof TypeError ? 'The gateway does not answer.' : `${failure.code || ''} ${failure.message}`;
    say(status, `${known.trim()} ${failure.remedy || ''}`.trim());
  };

  // A running job in one line: what, how far, how fast, how long still.
  const running = (job) => {
    const p = job.progress;
    const parts = [job.what];
    if (p && p.total > 0) {
      parts.push(`${count(p.done)} of ${count(p.total)} ${p.unit}`);
      if (p.perSecond > 0) {
        parts.push(`${p.perSecond < 10 ? p.perSecond.toFixed(1) : count(p.perSecond)}/s`);
        parts.push(`${duration((p.total - p.done) / p.perSecond)} left`);
      }
    }
    return el('p', { class: 'now' }, parts.join(' · '));
  };

  const line = (backbone) => el(
    'li',
    { class: backbone.state.includes('fail') ? 'failed' : '' },
    el('a', { class: 'name', href: `/backbones/${segment(backbone.backbone)}` }, backbone.backbone),
    el('progress', { max: 1, value: backbone.fraction, 'aria-label': `progress of ${backbone.backbone}` }),
    el('span', { class: 'count' }, `${Math.floor(100 * backbone.fraction)} % · ${backbone.jobsDone} of ${backbone.jobsTotal} jobs`),
    ...backbone.running.slice(0, 4).map(running),
    backbone.waitsFor ? el('p', { class: 'now' }, `waits: ${backbone.waitsFor}`) : null,
  );

  const failure = (f) => el(
    'li',
    {},
    el('p', { class: 'what' }, `${f.backbone === '*' ? 'every backbone' : f.backbone} × ${f.task === '*' ? 'every task' : f.task}`),
    el('p', {}, f.message, ' ', el('span', { class: 'code' }, f.code)),
    f.remedy ? el('p', { class: 'soft' }, f.remedy) : null,
    f.job ? el('p', { class: 'small' }, el('a', { href: `${gateway}/v1/jobs/${segment(f.job)}` }, 'its story')) : null,
  );

  // Time left of the whole, from how fast its fraction grew since this page opened.
  const pace = () => {
    let first;
    return (fraction) => {
      const now = performance.now() / 1000;
      first = first || { at: now, fraction };
      const grown = fraction - first.fraction;
      return grown > 0.01 && now - first.at > 3 ? ((1 - fraction) * (now - first.at)) / grown : NaN;
    };
  };

  const pending = (view) => view.analysis && ['waiting', 'running'].includes(view.analysis.state);

  // One line: where correlations and ranking are, or why there are none.
  const analysis = ({ id, state, why }) => {
    if (state === 'none') return [`No correlations and no ranking: ${why}`];
    const link = el('a', { href: `${gateway}/v1/analysis/${segment(id)}` }, 'Correlations and ranking');
    return state === 'done' ? [link, ' as JSON'] : [link, `: ${words(state)}${why ? `, ${why}` : ''}`];
  };

  const showEvaluation = (section, left) => (view) => {
    const title = document.querySelector('[data-name]');
    if (title && view.name) {
      title.replaceChildren(el('span', { class: 'over' }, `evaluation ${view.id}`), view.name);
      document.title = `${view.name} · Carryover`;
    }
    const ended = ENDED.includes(view.state);
    const mean = view.backbones.reduce((sum, b) => sum + b.fraction, 0) / Math.max(1, view.backbones.length);
    const still = ended ? NaN : left(mean);
    const state = el('span', { class: view.state.includes('fail') ? 'state bad' : 'state' }, words(view.state));
    const parts = [state, ', began ', time(view.createdAt)];
    if (ended && view.endedAt) parts.push(`, took ${duration((new Date(view.endedAt) - new Date(view.createdAt)) / 1000)}`);
    if (Number.isFinite(still)) parts.push(`, about ${duration(still)} left`);
    if (view.waitsFor) parts.push(`. Waits for: ${view.waitsFor}`);
    if (ended) parts.push('. ', el('a', { href: '/', class: 'whole' }, 'To the leaderboard'));
    if (view.analysis) parts.push('. ', ...analysis(view.analysis));
    say(section.querySelector('[data-status]'), ...parts);
    section.querySelector('[data-lines]').replaceChildren(el('ul', { class: 'runs' }, ...view.backbones.map(line)));
    section.querySelector('[data-failures]').replaceChildren(
      ...(view.failures.length
        ? [el('h2', {}, 'What failed'), el('ul', { class: 'failures' }, ...view.failures.map(failure))]
        : []),
    );
    return ended;
  };

  const followEvaluation = (section) => {
    const path = `${gateway}/v1/evaluations/${segment(section.dataset.evaluation)}`;
    const show = showEvaluation(section, pace());
    // The analysis comes after the end, which is the stream's: the page asks until it is there.
    const analysed = () =>
      ask(path)
        .then((view) => {
          // Shown once it is another: what is told again is read out again.
          if (pending(view)) setTimeout(analysed, 3000);
          else if (view.analysis) show(view);
        })
        .catch(() => {}); // The evaluation stands on the page.
    ask(path)
      .then((view) => {
        if (show(view)) {
          if (pending(view)) setTimeout(analysed, 3000);
          return;
        }
        const stream = new EventSource(path);
        stream.addEventListener('progress', (event) => show(JSON.parse(event.data)));
        stream.addEventListener('end', (event) => {
          if (event.data) show(JSON.parse(event.data));
          stream.close();
          analysed();
        });
      })
      .catch((problem) => trouble(section.querySelector('[data-status]'), problem));
  };

  const evaluationRow = (view) => {
    const mean = view.backbones.reduce((sum, b) => sum + b.fraction, 0) / Math.max(1, view.backbones.length);
    return el(
      'li',
      { class: view.state.includes('fail') ? 'failed' : '' },
      el('a', { class: 'name', href: `/evaluations/${segment(view.id)}` }, view.name || view.id),
      el('progress', { max: 1, value: mean, 'aria-label': `progress of ${view.name || view.id}` }),
      el('span', { class: 'count' }, words(view.state)),
      el('p', { class: 'now' }, `${view.backbones.length} backbones · `, time(view.createdAt)),
    );
  };

  const listEvaluations = (section) => {
    const status = section.querySelector('[data-status]');
    const list = el('ul', { class: 'runs' });
    section.append(list);
    const load = async (cursor) => {
      try {
        const page = await ask(`${gateway}/v1/evaluations${cursor ? `?cursor=${segment(cursor)}` : ''}`);
        if (!cursor && page.items.length === 0) {
          say(status, 'None yet. One command makes one: ', el('code', {}, './carryover evaluate my.pth --task linear:digits'));
          return;
        }
        say(status);
        list.append(...page.items.map(evaluationRow));
        if (page.next) {
          const more = el('button', { type: 'button' }, 'Older ones');
          more.addEventListener('click', () => { more.remove(); load(page.next); });
          section.append(more);
        }
      } catch (problem) {
        trouble(status, problem);
      }
    };
    load();
  };

  const facts = (pairs) => el(
    'dl',
    {},
    ...pairs
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value, code]) => el('div', {}, el('dt', {}, name), el('dd', { class: code ? 'code' : null }, String(value)))),
  );

  const names = (list) => (list && list.length ? `${list.length}: ${list.slice(0, 12).join(', ')}${list.length > 12 ? ', …' : ''}` : 'none');

  const showReport = (section) => {
    const status = section.querySelector('[data-status]');
    ask(section.dataset.report)
      .then((view) => {
        say(status);
        const pairs = [['state', view.state], ['recipe', view.recipe], ['backbone', view.digest, true]];
        const r = view.report;
        if (r) {
          pairs.push(
            ['file', r.sha256, true],
            ['size', `${count(r.sizeBytes)} bytes`],
            ['loaded tensors', r.tensorsSha256, true],
            ['container', r.container],
            ['layout', r.layout],
            ['architecture', `${r.architecture.family}w${r.architecture.width}`],
            ['parameters', count(r.parameters)],
            ['tensors used', r.matched],
            ['left aside', names(r.ignored)],
            ['missing', names(r.missing)],
            ['kept inert', names(r.placeholders)],
          );
        }
        section.append(facts(pairs));
        if (view.problem) {
          section.append(el('p', { class: 'banner' }, `${view.problem.code}: ${view.problem.detail} ${view.problem.remedy}`));
        }
      })
      .catch((problem) => trouble(status, problem));
  };

  for (const link of document.querySelectorAll('.top nav a')) {
    const path = new URL(link.href, location.href).pathname;
    if (path === location.pathname || (path !== '/' && location.pathname.startsWith(path))) link.setAttribute('aria-current', 'page');
  }
  document.querySelectorAll('[data-evaluation]').forEach(followEvaluation);
  document.querySelectorAll('[data-evaluations]').forEach(listEvaluations);
  document.querySelectorAll('[data-report]').forEach(showReport);
})();
