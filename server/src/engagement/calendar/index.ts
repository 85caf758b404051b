export { chooseOffers, type OfferMatch, type Offers } from './choose-offers.ts';
export { formatDay, formatSlot } from './format-when.ts';
export { freeSlots } from './free-slots.ts';
export { isBookable, type NotBookable } from './is-bookable.ts';
export { isOpenAt } from './is-open-at.ts';
export type { BusyInterval, Slot, SlotSearch } from './types.ts';
