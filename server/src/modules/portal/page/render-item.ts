import { type Html, html } from '../../../kernel/html.ts';
import type { PortalItem } from '../portal.ts';

export interface ItemPlace {
  /** The page's own address. */
  readonly page: string;
  /** What was wrong with what was sent for it just now and not kept. */
  readonly refusal: string | undefined;
}

/** One item: what it is about, what is wrong with it, and the form that answers it; all of it works without a script. */
export function renderItem(item: PortalItem, { page, refusal }: ItemPlace): Html {
  const { id, label, instructions, state, canAnswer, files } = item;
  const problem = refusal ?? item.problem;
  return html`
<li class="item ${state}" id="item-${id}">
  <h3 tabindex="-1">${label} <span class="state">${words(item)}</span></h3>
  ${instructions !== null && html`<p class="about">${instructions}</p>`}
  ${files.length > 0 && html`<ul class="files">${files.map((file) => html`<li>${file.name} <span>${sizeOf(file.sizeBytes)}</span></li>`)}</ul>`}
  <p class="problem" id="problem-${id}">${problem}</p>
  ${canAnswer && renderForm(item, page, problem !== null)}
</li>`;
}

function renderForm(item: PortalItem, page: string, isWrong: boolean): Html {
  const { id, state, input } = item;
  const action = `${page}/items/${id}`;
  const form = input.type === 'files' ? filesForm(item, action) : valueForm(item, action, isWrong);
  const isSettled = state === 'done' || (state === 'in_review' && input.type !== 'files');
  return isSettled ? html`<details><summary>Change</summary>${form}</details>` : form;
}

function valueForm(item: PortalItem, action: string, isWrong: boolean): Html {
  const { id, label, input } = item;
  const about = html`aria-describedby="hint-${id} problem-${id}"${isWrong && html` aria-invalid="true"`}`;
  return html`<form method="post" action="${action}" data-kind="value">
    <label class="unseen" for="input-${id}">${label}</label>
    ${control(item, about)}
    <button type="submit">Save<span class="unseen"> ${label}</span></button>
    <p class="hint" id="hint-${id}">${input.hint}</p>
  </form>`;
}

function control({ id, value, input }: PortalItem, about: Html): Html {
  const common = html`id="input-${id}" name="value" required ${about}`;
  if (input.type === 'select') {
    const options = input.options.map(
      (one) => html`<option value="${one.value}"${one.value === value && html` selected`}>${one.label}</option>`,
    );
    return html`<select ${common}><option value="">Choose…</option>${options}</select>`;
  }
  // A number as text: browsers' own number fields drop what they cannot read without a word.
  const isNumber = input.type === 'number';
  const mode = isNumber && html` inputmode="decimal"`;
  const type = isNumber || input.type === 'files' ? 'text' : input.type;
  return html`<input type="${type}"${mode} maxlength="10000" value="${value ?? ''}" ${autofill[input.type]} ${common}>`;
}

const autofill: Readonly<Record<string, Html>> = {
  email: html`autocomplete="email"`,
  tel: html`autocomplete="tel"`,
};

function filesForm({ id, label, input }: PortalItem, action: string): Html {
  return html`<form method="post" action="${action}/documents" enctype="multipart/form-data" data-kind="files">
    <label for="input-${id}">Choose files<span class="unseen"> for ${label}</span></label>
    <input type="file" id="input-${id}" name="files" multiple required accept="${input.accept}"
      aria-describedby="hint-${id} problem-${id}">
    <button type="submit">Send<span class="unseen"> ${label}</span></button>
    <p class="hint" id="hint-${id}">${input.hint}</p>
    <div class="sending" hidden></div>
  </form>`;
}

function words({ state, isRequired }: PortalItem): string {
  if (state === 'open') return isRequired ? '' : 'if you have it';
  return { invalid: 'please correct', in_review: 'we are checking it', done: 'done', not_needed: 'not needed' }[state];
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
