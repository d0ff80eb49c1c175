// Copyright the Carryover authors. SPDX-License-Identifier: Apache-2.0
// What pages draw from the gateway: evaluations, checkpoint reports. Everything is set as text, never as
// markup: names come from users.
'use strict';
(() => {
  const gateway = document.body.dataset.gateway || '';

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

  // JSON from the gateway; a refusal is thrown with the fields of its problem document.
  const ask = async (path, options = {}) => {
    const answer = await fetch(path, { ...options, headers: { Accept: 'application/json', ...options.headers } });
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) throw Object.assign(new Error(body.detail || `the gateway answered ${answer.status}`), body);
    return body;
  };

  const say = (status, ...parts) => {
    if (!status) return;
    status.replaceChildren(...parts);
    status.hidden = parts.length === 0;
  };

  const problemWords = (failure) => {
    const known = failure instanceof TypeError ? 'The gateway does not answer.' : `${failure.code || ''} ${failure.message}`;
    return `${known.trim()} ${failure.remedy || ''}`.trim();
  };

  const trouble = (status, failure) => say(status, problemWords(failure));

  // For the scripts of single pages.
  window.carryover = Object.freeze({ gateway, el, count, words, segment, duration, time, ask, say, problemWords, trouble });

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
          say(status, 'None yet. One command makes one: ', el('code', {}, './carryover evaluate my.pth --task linear:digits'), '; a form: ', el('a', { href: '/evaluations/new' }, 'new evaluation'), '.');
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
  document.querySelectorAll('[data-evaluations]').forEach(listEvaluations);
  document.querySelectorAll('[data-report]').forEach(showReport);
})();
