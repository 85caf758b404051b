export { giveUpOnStimulus } from './give-up.ts';
export { react } from './react.ts';
