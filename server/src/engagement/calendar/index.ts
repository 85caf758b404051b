export { chooseOffers, type OfferMatch, type Offers } from './choose-offers.ts';
export { type FormatContext, formatDay, formatSlot, formatTime } from './format-when.ts';
export { freeSlots } from './free-slots.ts';
export { type Bookability, isBookable, type NotBookable } from './is-bookable.ts';
export { durationOf } from './plan.ts';
export type { BusyInterval, Slot, SlotSearch } from './types.ts';
