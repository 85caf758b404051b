import { answer, sendFile } from './send.js';

// Without this file the page is plain forms. With it files show how far they are, and nothing is loaded anew.

const said = byId('said');

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.kind === undefined) return;
  event.preventDefault();
  if (form.dataset.busy === 'yes') return;
  form.dataset.busy = 'yes';
  const work = form.dataset.kind === 'files' ? sendAll(form) : save(form);
  void work.finally(() => {
    delete form.dataset.busy;
  });
});

/** @param {HTMLFormElement} form */
async function save(form) {
  const { ok, problem } = await answer(form.action, String(new FormData(form).get('value') ?? ''));
  if (!ok) return refuse(form, problem);
  await show(form, problem === '' ? 'Saved.' : problem);
}

/** One file after the other, so that one that is refused stops no other. @param {HTMLFormElement} form */
async function sendAll(form) {
  const input = form.querySelector('input[type=file]');
  const place = form.querySelector('.sending');
  if (!(input instanceof HTMLInputElement) || !(place instanceof HTMLElement)) return;
  const problems = [];
  let sent = 0;
  for (const file of input.files ?? []) {
    const { ok, problem } = await sendFile(form.action, file, lineFor(place, file));
    if (ok) sent += 1;
    else problems.push(problem);
  }
  place.hidden = true;
  place.replaceChildren();
  const words = problems.join(' ');
  if (sent === 0) return refuse(form, words);
  const item = await show(form, words || (sent === 1 ? 'The file is here.' : `${sent} files are here.`));
  if (words) item?.querySelector('.problem')?.replaceChildren(words);
}

/** How far a file is. @param {HTMLElement} place @param {File} file @returns {(part: number) => void} */
function lineFor(place, file) {
  const bar = document.createElement('progress');
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute('aria-label', file.name);
  const line = document.createElement('p');
  line.append(file.name, bar);
  place.replaceChildren(line);
  place.hidden = false;
  said.textContent = `Sending ${file.name}`;
  return (part) => {
    bar.value = part;
  };
}

/** @param {HTMLFormElement} form @param {string} words */
function refuse(form, words) {
  form.closest('.item')?.querySelector('.problem')?.replaceChildren(words);
  const field = form.querySelector('input, select');
  if (field instanceof HTMLElement) {
    field.setAttribute('aria-invalid', 'true');
    field.focus();
  }
  said.textContent = words;
}

/**
 * Shows the page as it is now, and says what happened; what was begun in other forms stays.
 * @param {HTMLFormElement} form @param {string} words
 */
async function show(form, words) {
  const id = form.closest('.item')?.id ?? '';
  const response = await fetch(location.pathname, { cache: 'no-store' }).catch(() => undefined);
  if (!response?.ok) return location.reload();
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main');
  const main = document.querySelector('main');
  if (!fresh || !main) return location.reload();
  keepBegun(fresh, form);
  main.replaceWith(fresh);
  const item = document.getElementById(id);
  const heading = item?.querySelector('h3');
  const wrong = item?.classList.contains('invalid') ? item.querySelector('input, select') : undefined;
  if (wrong instanceof HTMLElement) wrong.focus();
  else heading?.focus();
  said.textContent = words;
  return item;
}

/** What was written or chosen elsewhere and not sent yet. @param {Element} fresh @param {HTMLFormElement} sent */
function keepBegun(fresh, sent) {
  for (const field of document.querySelectorAll('main input, main select')) {
    const twin = fresh.querySelector(`#${CSS.escape(field.id)}`);
    if (!twin || sent.contains(field)) continue;
    if (field instanceof HTMLInputElement && field.type === 'file') twin.replaceWith(field);
    else if (isField(field) && isField(twin)) twin.value = field.value;
  }
}

/** @param {Element} element @returns {element is HTMLInputElement | HTMLSelectElement} */
function isField(element) {
  return element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
}

/** The page's own markup has it. @param {string} id @returns {HTMLElement} */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found;
}
