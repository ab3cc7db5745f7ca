/* report.js - build tables when they are looked at, filter them, sort them. */
/* SPDX-License-Identifier: BSD-2-Clause */
(() => {
  'use strict';
  const $ = id => document.getElementById(id);
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const tests = all(document, 'article').map(node => ({
    node, name: node.dataset.test.toLowerCase(),
    mixes: node.dataset.mixes.split(' '), cells: node.dataset.cells.split(' '), rows: [],
  }));
  const byId = new Map(tests.map(test => [test.node.id, test]));
  const text = $('f-text'), board = $('f-board'), kind = $('f-kind');

  /* "1 000 448", "26.5 %", "4.1e-05" are numbers; all else is text. */
  const key = cell => {
    const value = (cell.firstChild ? cell.firstChild.textContent : '').trim();
    const plain = value.replace(/(\d) (?=\d)/g, '$1').replace(/ %$/, 'e-2');
    return value !== '' && isFinite(plain) ? [1, Number(plain), ''] : [0, 0, value];
  };
  const order = (a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);

  function sort(table, column, header) {
    const down = header.getAttribute('aria-sort') === 'ascending';
    const body = table.tBodies[0];
    const rows = [...body.rows].map(row => [key(row.cells[column]), row]);
    rows.sort((a, b) => down ? order(b[0], a[0]) : order(a[0], b[0]));
    for (const th of table.tHead.rows[0].cells) th.removeAttribute('aria-sort');
    header.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    body.append(...rows.map(row => row[1]));
  }

  function prepare(root) {
    for (const table of all(root, 'table.sort')) {
      [...table.tHead.rows[0].cells].forEach((th, column) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.append(...th.childNodes);
        button.addEventListener('click', () => sort(table, column, th));
        th.append(button);
      });
    }
  }

  function fill(node) {
    const raw = node.querySelector('noscript');
    if (!raw) return;
    const holder = document.createElement('template');
    holder.innerHTML = raw.textContent;
    raw.replaceWith(holder.content);
    node.classList.add('filled');
    prepare(node);
    if (node.tagName === 'DIV') {
      label(node);
      mark(node);
    }
  }

  /* The rows of a heat map are those of the shape's tests, mix by mix. */
  function label(node) {
    const rows = all(node, '.heat tbody tr');
    let i = 0;
    for (const article of all(node.parentNode, 'article')) {
      const test = byId.get(article.id);
      test.mixes.forEach((mix, m) => { rows[i].test = test; rows[i++].mix = m; });
    }
  }

  function mark(node) {
    for (const row of all(node, '.heat tbody tr')) row.hidden = !row.test.rows[row.mix];
  }

  function matches(test, m, words) {
    const id = test.name + '[' + test.mixes[m].toLowerCase() + ']';
    if (!words.every(word => id.includes(word))) return false;
    const cells = board.value === '' ? test.cells[m] : test.cells[m][board.value];
    return [...cells].some(cell => kind.value ? kind.value.includes(cell) : cell !== '-');
  }

  const columns = document.head.appendChild(document.createElement('style'));

  function filter() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const test of tests) {
      test.rows = test.mixes.map((mix, m) => matches(test, m, words));
      test.node.hidden = !test.rows.includes(true);
      count += !test.node.hidden;
    }
    for (const section of all(document, '.shape')) {
      section.hidden = !section.querySelector('article:not([hidden])');
      mark(section);
    }
    columns.textContent = board.value === '' ? '' :
      `.shape > .fill > .scroll > .heat tr > :nth-child(n+3):not(:nth-child(${+board.value + 3})) { display: none }`;
    $('f-count').textContent = `${count} of ${tests.length} tests`;
  }

  function show(test) {
    const node = test.node;
    fill(node);
    if (!node.querySelector('.close')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'close';
      button.textContent = 'Close';
      button.addEventListener('click', () => node.classList.remove('open'));
      node.prepend(button);
    }
    node.classList.add('open');
  }

  function follow(hash) {
    const test = byId.get(hash.slice(1));
    if (!test) return;
    fill(test.node.parentNode.querySelector('div.fill'));
    show(test);
    test.node.scrollIntoView();
    test.node.focus({preventScroll: true});
  }

  const watcher = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      fill(entry.target);
    }
  }, {rootMargin: '600px'});

  prepare(document);
  filter();
  document.querySelector('.tools').hidden = false;
  /* A survey of one desk is there at once, and the browser's own search finds all of it. */
  const few = tests.reduce((sum, test) => sum + test.mixes.length, 0) <= 500;
  for (const node of all(document, 'div.fill')) few ? fill(node) : watcher.observe(node);
  let timer;
  text.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(filter, 120); });
  board.addEventListener('change', filter);
  kind.addEventListener('change', filter);
  document.querySelector('.tools').addEventListener('submit', event => event.preventDefault());
  $('f-open').addEventListener('click', () => tests.filter(test => !test.node.hidden).forEach(show));
  addEventListener('hashchange', () => follow(location.hash));
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#t"]');
    if (link && link.hash === location.hash) follow(link.hash);
  });
  addEventListener('beforeprint', () => all(document, '.shape:not([hidden]) > div.fill').forEach(fill));
  follow(location.hash);
})();
