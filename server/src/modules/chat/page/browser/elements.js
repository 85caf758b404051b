/** The page's own markup has it: a missing element is a defect of the page, and said so.
 * @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {(Node | string)[]} content text, never markup
 */
export function make(tag, className = '', ...content) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
}
