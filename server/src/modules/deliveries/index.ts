export { countCarried, senderOfCarried } from './carried-sender.ts';
export { readSendFacts } from './read-send-facts.ts';
export { readSenderUse } from './sender-use.ts';
export { startDelivering } from './start-delivering.ts';
export { zonesOfLead } from './zones-of-lead.ts';
