import { byId } from './elements.js';

/** The options behind the three dots, and the question before a conversation is left. @param {() => void} onStartOver */
export function setUpMenu(onStartOver) {
  const [button, menu] = [byId('menu-button'), byId('menu')];
  const dialog = /** @type {HTMLDialogElement} */ (byId('confirm'));

  /** @param {boolean} isOpen */
  function show(isOpen) {
    menu.hidden = !isOpen;
    button.ariaExpanded = `${isOpen}`;
  }
  /** @param {Event} event */
  function leave({ target }) {
    if (target instanceof Node && !menu.contains(target) && !button.contains(target)) show(false);
  }
  button.addEventListener('click', () => show(menu.hidden === true));
  document.addEventListener('click', leave);
  document.addEventListener('focusin', leave);
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || menu.hidden) return;
    show(false);
    button.focus();
  });
  byId('start-over').addEventListener('click', () => {
    show(false);
    button.focus();
    dialog.returnValue = '';
    dialog.showModal();
  });
  dialog.addEventListener('close', () => dialog.returnValue && onStartOver());
}
