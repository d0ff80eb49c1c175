// Copyright the Carryover authors. SPDX-License-Identifier: Apache-2.0
// Draws what the server says beside each figure. The table below says the same: to a screen reader the drawing is one image.
'use strict';
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';

  const colours = () => {
    const style = getComputedStyle(document.documentElement);
    return new Proxy({}, { get: (_, name) => style.getPropertyValue(`--${name}`).trim() });
  };

  const HUES = ['accent', 'warm', 'soft', 'edge', 'bad', 'ink'];

  // The same mark means the same on every chart.
  const look = (mark, c) => ({
    plain: { symbol: 'circle', size: 9, fill: c.accent, edge: c.paper },
    chosen: { symbol: 'circle', size: 11, fill: c.accent, edge: c.ink },
    supervised: { symbol: 'diamond', size: 13, fill: c.warm, edge: c.paper },
    control: { symbol: 'triangle', size: 9, fill: c.soft, edge: c.paper },
    published: { symbol: 'circle', size: 8, fill: c.paper, edge: c.accent },
  })[mark];

  const style = (mark, c) => {
    const l = look(mark, c);
    return {
      symbol: l.symbol, symbolSize: l.size,
      itemStyle: { color: l.fill, borderColor: l.edge, borderWidth: mark === 'published' ? 1.6 : 1 },
    };
  };

  const axis = (a, c, more = {}) => {
    const at = a.ticks.map((t) => t.at);
    const label = (v) => (a.ticks.find((t) => Math.abs(t.at - v) < 1e-9) || { label: '' }).label;
    return {
      type: 'value', min: a.lo, max: a.hi, name: a.name, nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: c.soft },
      axisLine: { show: true, onZero: false, lineStyle: { color: c.line } }, axisTick: { show: true, customValues: at, lineStyle: { color: c.line } },
      axisLabel: { color: c.soft, customValues: at, formatter: label },
      splitLine: { show: false }, ...more,
    };
  };

  // The ticks of the server as lines: the library's own would stand elsewhere.
  const grid = (c, x, y) => ({
    type: 'line', data: [], z: 0,
    markLine: {
      z: 0, silent: true, symbol: 'none', label: { show: false }, animation: false, lineStyle: { color: c.hair, type: 'solid' },
      data: [...x.ticks.map((t) => ({ xAxis: t.at })), ...(y ? y.ticks : []).map((t) => ({ yAxis: t.at }))],
    },
  });

  const shorter = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

  // Where each name has room, over no other point or name; else it waits to be pointed at.
  const places = (d, size, inner) => {
    const at = d.points.map((p) => [
      ((p.x - d.x.lo) / (d.x.hi - d.x.lo)) * inner.width,
      (1 - (p.y - d.y.lo) / (d.y.hi - d.y.lo)) * inner.height,
    ]);
    const taken = at.map(([x, y]) => [x - 6, y - 6, x + 6, y + 6]);
    return d.points.map((p, i) => {
      const [x, y] = at[i];
      const w = p.name.length * size * 0.56;
      const h = size / 2 + 1;
      const boxes = {
        right: [x + 8, y - h, x + 8 + w, y + h], left: [x - 8 - w, y - h, x - 8, y + h],
        top: [x - w / 2, y - 8 - 2 * h, x + w / 2, y - 8], bottom: [x - w / 2, y + 8, x + w / 2, y + 8 + 2 * h],
      };
      const free = Object.keys(boxes).find((k) => {
        const b = boxes[k];
        return b[0] > -6 && b[2] < inner.width + 22 && b[1] > 0 && b[3] < inner.height
          && !taken.some((o, j) => j !== i && b[0] < o[2] && b[2] > o[0] && b[1] < o[3] && b[3] > o[1]);
      });
      if (free) taken.push(boxes[free]);
      return free;
    });
  };

  const scatter = (d, c, width) => {
    const narrow = width < 520;
    const size = narrow ? 10 : 11;
    const room = places(d, size, { width: width - 58 - 24, height: height(d, width) - 14 - 52 });
    return {
      grid: { left: 58, right: 24, top: 14, bottom: 52 },
      xAxis: axis(d.x, c),
      yAxis: axis(d.y, c, { nameGap: 42 }),
      series: [
        grid(c, d.x, d.y),
        ...(d.band.length ? [{
          type: 'custom', silent: true, data: [0], z: 1,
          renderItem: (_, api) => ({
            type: 'polygon', style: { fill: c.bar, opacity: 0.28 },
            shape: { points: [...d.band.map((b) => [b[0], b[2]]), ...[...d.band].reverse().map((b) => [b[0], b[1]])].map((p) => api.coord(p)) },
          }),
        }] : []),
        { type: 'line', silent: true, showSymbol: false, data: d.line, lineStyle: { color: c.edge, width: 1.6 }, z: 2 },
        {
          type: 'scatter', z: 3,
          data: d.points.map((p, i) => ({ name: p.name, value: [p.x, p.y], says: p.says, ...style(p.mark, c), label: { show: room[i] !== undefined, position: room[i] || 'right' } })),
          label: { formatter: '{b}', distance: 5, color: c.ink, fontSize: size, textBorderColor: c.paper, textBorderWidth: 2 },
          emphasis: { label: { show: true }, scale: 1.3 },
        },
      ],
    };
  };

  // Several values of a row stand below each other.
  const paired = (d) => d.series.reduce((n, s) => n + s.dots.length, 0) > d.rows.length;

  const dots = (d, c, width) => {
    const narrow = width < 520;
    const room = Math.min(Math.max(...d.rows.map((r) => r.length)) * (narrow ? 6.2 : 6.6) + 16, width * (narrow ? 0.42 : 0.5));
    const offset = (s) => (!paired(d) ? 0 : (s - (d.series.length - 1) / 2) * (0.5 / (d.series.length - 1)));
    const bar = (s) => (_, api) => {
      const y = api.value(0);
      const [x1, y1] = api.coord([api.value(1), y]);
      const [x2] = api.coord([api.value(2), y]);
      const half = s.whisker ? 3.5 : 3;
      return s.whisker
        ? { type: 'path', shape: { pathData: `M${x1} ${y1 - half}V${y1 + half}M${x1} ${y1}H${x2}M${x2} ${y1 - half}V${y1 + half}` }, style: { stroke: c.edge, fill: 'none', lineWidth: 1.1 } }
        : { type: 'rect', shape: { x: x1, y: y1 - half, width: Math.max(1, x2 - x1), height: 2 * half, r: 1.5 }, style: { fill: c.bar, stroke: c.edge, lineWidth: 0.6 } };
    };
    const rows = {
      type: 'value', inverse: true, min: -0.6, max: d.rows.length - 0.4,
      axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false },
      axisLabel: { color: c.ink, fontSize: narrow ? 10.5 : 12, customValues: d.rows.map((_, i) => i), lineHeight: 12, width: room - 10, overflow: 'break', formatter: (v) => shorter(d.rows[v] || '', 46) },
    };
    return {
      legend: d.series.length > 1 ? { top: 0, left: 0, itemGap: 18, itemWidth: 12, itemHeight: 12, textStyle: { color: c.soft }, selectedMode: false, data: d.series.map((s) => ({ name: s.name, icon: style(s.mark, c).symbol, itemStyle: style(s.mark, c).itemStyle })) } : undefined,
      grid: { left: room, right: 20, top: d.series.length > 1 ? 34 : 10, bottom: 50 },
      xAxis: axis(d.x, c),
      yAxis: rows,
      series: [
        grid(c, d.x),
        ...d.series.flatMap((s, i) => [
          {
            type: 'custom', silent: true, z: 2, renderItem: bar(s), encode: { x: [1, 2], y: 0 },
            data: s.dots.filter((p) => p.lo !== undefined).map((p) => [p.row + offset(i), p.lo, p.hi]),
          },
          {
            type: 'scatter', name: s.name, z: 3, ...style(s.mark, c),
            data: s.dots.map((p) => ({ name: d.rows[p.row], value: [p.value, p.row + offset(i)], says: p.says })),
          },
        ]),
      ],
    };
  };

  const bump = (d, c, width) => {
    const narrow = width < 620;
    return {
      grid: { left: 34, right: 112, top: 14, bottom: narrow ? 96 : 52 },
      xAxis: {
        type: 'category', data: d.settings, boundaryGap: false,
        axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false },
        axisLabel: { color: c.soft, interval: 0, lineHeight: 15, rotate: narrow ? 50 : 0, fontSize: narrow ? 10.5 : 12, width: narrow ? undefined : (width - 150) / d.settings.length, overflow: 'break' },
      },
      yAxis: { type: 'value', inverse: true, min: 0.5, max: d.worst + 0.5, axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false },
        axisLabel: { color: c.soft, customValues: Array.from({ length: d.worst }, (_, i) => i + 1) } },
      series: d.models.map((m) => {
        const bold = m.mark === 'chosen' || m.mark === 'supervised';
        const colour = m.mark === 'supervised' ? c.warm : m.mark === 'chosen' ? c.accent : m.mark === 'control' ? c.soft : c.edge;
        return {
          type: 'line', name: m.name, z: bold ? 4 : 2, symbol: m.mark === 'supervised' ? 'diamond' : m.mark === 'control' ? 'triangle' : 'circle',
          symbolSize: bold ? 9 : 6, lineStyle: { color: colour, width: bold ? 2.6 : 1.3, opacity: bold ? 1 : 0.45 }, itemStyle: { color: colour },
          data: m.ranks.map((r, i) => ({ value: r === null ? '-' : r, says: m.says[i] })), triggerLineEvent: true,
          endLabel: { show: true, formatter: shorter(m.name, 15), color: bold ? colour : c.ink, fontWeight: bold ? 'bold' : 'normal', fontSize: narrow ? 10.5 : 12, distance: 8 },
          labelLayout: { moveOverlap: 'shiftY' },
          emphasis: { focus: 'series', lineStyle: { width: 3, opacity: 1 } }, blur: { lineStyle: { opacity: 0.12 } },
        };
      }),
    };
  };

  const radar = (d, c, width) => ({
    legend: d.models.length > 1 ? { bottom: 0, textStyle: { color: c.soft }, data: d.models.map((m) => m.name) } : undefined,
    radar: {
      radius: width < 520 ? '50%' : '74%', splitNumber: 4,
      indicator: d.settings.map((name) => ({ name: width < 520 ? name.replace(', ', ',\n') : name, min: 0, max: d.worst })),
      axisName: { color: c.ink, fontSize: 11, lineHeight: 13 },
      splitLine: { lineStyle: { color: c.line } }, splitArea: { show: false }, axisLine: { lineStyle: { color: c.hair } },
    },
    series: [{
      type: 'radar', symbolSize: 6,
      data: d.models.map((m, i) => {
        const colour = c[HUES[i % HUES.length]];
        return {
          name: m.name, value: m.ranks.map((r) => d.worst + 1 - r), says: m.says.join('\n'),
          lineStyle: { color: colour, width: 2 }, itemStyle: { color: colour }, areaStyle: { color: colour, opacity: i ? 0 : 0.16 },
        };
      }),
    }],
  });

  const DASHES = ['solid', [6, 3], [2, 3], [8, 3, 2, 3]];

  const lines = (d, c, width) => ({
    legend: d.runs.length > 1 ? { top: 0, left: 0, type: 'scroll', textStyle: { color: c.soft }, pageTextStyle: { color: c.soft }, data: d.runs.map((r) => r.name) } : undefined,
    grid: { left: 56, right: 22, top: d.runs.length > 1 ? 40 : 14, bottom: 52 },
    xAxis: axis(d.x, c),
    yAxis: axis(d.y, c, { nameGap: 40 }),
    series: [
      grid(c, d.x, d.y),
      ...(d.diagonal ? [{ type: 'line', silent: true, showSymbol: false, data: [[d.x.lo, d.x.lo], [d.x.hi, d.x.hi]], lineStyle: { color: c.warm, width: 1.2, type: 'dashed' } }] : []),
      ...d.runs.map((r, i) => {
        const colour = c[HUES[i % HUES.length]];
        return {
          type: 'line', name: r.name, clip: true, sampling: r.points.length > 2000 ? 'lttb' : undefined,
          showSymbol: r.points.length <= 60, symbol: 'circle', symbolSize: 4,
          lineStyle: { color: colour, width: 1.7, type: DASHES[Math.floor(i / HUES.length) % DASHES.length] }, itemStyle: { color: colour },
          data: r.points.map((p, j) => (j === r.chosen
            ? { value: p, symbol: 'circle', symbolSize: 11, itemStyle: { color: c.paper, borderColor: c.warm, borderWidth: 2.4 }, says: 'chosen' } : p)),
        };
      }),
    ],
  });

  const DRAW = { scatter, dots, bump, radar, lines };

  const height = (d, width) => {
    switch (d.kind) {
      case 'dots': return 84 + d.rows.length * (paired(d) ? 27 : 23);
      case 'bump': return (width < 620 ? 130 : 90) + d.worst * 27;
      case 'radar': return width < 520 ? 320 : 380;
      case 'lines': return d.diagonal ? Math.min(width, 400) : 320;
      default: return width < 520 ? 330 : 380;
    }
  };

  const tip = (p) => {
    const name = p.seriesType === 'line' && p.seriesName ? p.seriesName : p.name;
    const says = (p.data && p.data.says) || (Array.isArray(p.value) ? p.value.map((v) => Number(v).toPrecision(4)).join(', ') : '');
    return `${name}\n${says}`.replace(/[{}|]/g, ' ');
  };

  const option = (d, width, motion) => {
    const c = colours();
    return {
      animation: motion && !still.matches, animationDuration: 300, animationDurationUpdate: 200,
      textStyle: { fontFamily: FONT, color: c.ink },
      tooltip: {
        renderMode: 'richText', confine: true, trigger: 'item', formatter: tip,
        backgroundColor: c.raised, borderColor: c.line, padding: [7, 10], textStyle: { color: c.ink, fontSize: 12, lineHeight: 17 },
      },
      ...DRAW[d.kind](d, c, width),
    };
  };

  const hand = (blob, name) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  // Drawn anew, with background and title.
  const file = (figure, d, type) => {
    const width = 900;
    const c = colours();
    const { title, caveat, figures } = figure.dataset;
    const top = caveat ? 76 : 56;
    const tall = height(d, width) + top + 26;
    const stage = document.createElement('div');
    const chart = echarts.init(stage, null, { renderer: type === 'svg' ? 'svg' : 'canvas', width, height: tall, devicePixelRatio: 2 });
    const o = option(d, width, false);
    for (const part of ['grid', 'legend']) if (o[part] && o[part].top !== undefined) o[part].top += top;
    if (o.radar) o.radar.center = ['50%', '55%'];
    o.backgroundColor = c.paper;
    o.title = {
      text: title, left: 20, top: 14, textStyle: { color: c.ink, fontSize: 17, fontWeight: 600 }, itemGap: 6,
      subtext: [figures, caveat].filter((t) => t).join('\n'), subtextStyle: { color: c.soft, fontSize: 12, lineHeight: 16 },
    };
    chart.setOption(o);
    const name = `carryover-${figure.id}.${type}`;
    if (type === 'svg') {
      hand(new Blob([chart.renderToSVGString()], { type: 'image/svg+xml' }), name);
      chart.dispose();
    } else {
      chart.getZr().flush();
      chart.renderToCanvas({ pixelRatio: 2, backgroundColor: c.paper }).toBlob((blob) => {
        hand(blob, name);
        chart.dispose();
      }, 'image/png');
    }
  };

  const begin = (figure) => {
    const d = JSON.parse(figure.querySelector('script').textContent);
    const stage = figure.querySelector('.drawing');
    stage.hidden = false;
    let chart;
    let drawn = 0;
    const draw = () => {
      const width = stage.clientWidth;
      if (!width) return;
      stage.style.height = `${height(d, width)}px`;
      chart = chart || echarts.init(stage, null, { renderer: 'svg' });
      chart.resize();
      chart.setOption(option(d, width, drawn === 0), true);
      drawn = width;
    };
    // In the next frame: drawing changes the height that is being watched.
    new ResizeObserver(() => { if (stage.clientWidth !== drawn) requestAnimationFrame(draw); }).observe(stage);
    dark.addEventListener('change', () => { if (chart) draw(); });
    const tools = figure.querySelector('.tools');
    tools.hidden = false;
    for (const button of tools.querySelectorAll('button')) button.addEventListener('click', () => file(figure, d, button.dataset.save));
  };

  document.querySelectorAll('figure.chart').forEach(begin);
})();
