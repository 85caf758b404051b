/** @import { Memory } from './types.d.ts' */
import { byId } from './elements.js';

const limit = 4096;
const countFrom = 3700;

/**
 * Where the visitor writes. Enter sends, Shift and Enter begin a line; what is not sent is kept as a draft.
 * @param {Memory} memory
 * @param {(text: string) => void} onSend
 */
export function createComposer(memory, onSend) {
  const [form, count] = [byId('composer'), byId('count')];
  const field = /** @type {HTMLTextAreaElement} */ (byId('text'));
  const button = /** @type {HTMLButtonElement} */ (byId('send'));

  function settle() {
    const { length } = field.value.trim();
    const spare = limit - length;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
    button.disabled = field.disabled || !length || spare < 0;
    field.ariaInvalid = `${spare < 0}`;
    const text = spare < 0 ? `${-spare} characters too many` : `${spare} characters left`;
    count.textContent = length > countFrom ? text : '';
  }

  /** @param {string} text */
  function put(text) {
    field.value = text;
    memory.keepDraft(text);
    settle();
    field.focus();
  }

  /** @param {Event} event */
  function send(event) {
    event.preventDefault();
    if (button.disabled) return;
    const text = field.value.trim();
    put('');
    onSend(text);
  }

  form.addEventListener('submit', send);
  field.addEventListener('input', () => {
    memory.keepDraft(field.value);
    settle();
  });
  field.addEventListener('keydown', (event) => {
    // While an input method composes, Enter chooses a word; Safari tells it only by the old key code.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) send(event);
  });
  addEventListener('resize', settle);
  field.value ||= memory.draft();
  // On a phone the field would open the keyboard over the greeting.
  if (matchMedia('(hover: hover)').matches) field.focus();
  settle();

  return {
    focus: () => field.focus(),
    /** Gives a text back to be edited, before what is being written. @param {string} text */
    giveBack: (text) => put([text, field.value].filter(Boolean).join('\n')),
    close: () => {
      field.disabled = true;
      settle();
    },
  };
}
