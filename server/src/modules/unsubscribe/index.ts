export { mountUnsubscribePage } from './mount-unsubscribe-page.ts';
export { makeUnsubscribeLink } from './unsubscribe-link.ts';
