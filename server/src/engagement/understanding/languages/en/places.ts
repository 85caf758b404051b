import { list } from '../list.ts';
import type { PlaceWords } from '../types.ts';

export const places: PlaceWords = {
  prepositions: list(`
    in, near, around, from, close to, closer to, next to, nearby, outside, outside of, within, inside, somewhere in,
    somewhere near, anywhere in, anywhere near, looking at, look at, looking in, based in, located in, located at,
    live in, live at, living in, moving to, move to, relocating to, go to, going to, out of, over in, down in, up in,
    by, at, to, towards, area is, city is, address is, location is
  `),
  weak: list(`
    by, at, to, towards, go to, going to, out of, look at, looking at, within, inside, located at, live at
  `),
  articles: ['the'],
  kinds: list('city of, town of, area of, village of, neighborhood of, neighbourhood of, district of'),
  streetWords: list(`
    street, st, road, rd, avenue, ave, av, boulevard, blvd, lane, ln, drive, dr, way, court, ct, place, pl, square, sq,
    terrace, ter, parkway, pkwy, highway, hwy, circle, cir, close, crescent, row, alley, quay, mews, gardens
  `),
  unitWords: list('apt, apartment, unit, suite, ste, #, no, flat, floor'),
  trailing: list(`
    area, neighborhood, neighbourhood, district, region, side, please, proper, itself, instead, thanks,
    preferably, ideally, maybe, now, though
  `),
  connectors: list('of, de, la, le, del, las, los, el, upon, sur, the, da, do, am, an, der, en, by'),
  notPlaces: list(`
    a, an, the, my, your, our, their, his, her, its, this, that, these, those, it, me, you, us, them, him, i, we, he,
    she, they, here, there, morning, afternoon, evening, night, day, days, week, weeks, weekend, month, months, year,
    years, hour, hours, minute, minutes, time, times, moment, january, february, march, april, may, june, july, august,
    september, october, november, december, jan, feb, mar, apr, jun, jul, aug, sep, sept, oct, nov, dec, monday,
    tuesday, wednesday, thursday, friday, saturday, sunday, mon, tue, tues, wed, thu, thurs, fri, sat, sun, today,
    tomorrow, tonight, yesterday, noon, midnight, spring, summer, autumn, winter, fall, general, person, advance, cash,
    total, case, fact, particular, order, touch, need, love, common, future, past, meantime, hurry, rush, addition,
    short, full, part, detail, details, mind, stock, business, bed, beds, bedroom, bedrooms, bath, baths, bathroom,
    bathrooms, english, spanish, french, german, portuguese, italian, writing, school, college, work, office, home,
    house, apartment, apartments, flat, flats, property, salon, salons, shop, place, area, city, town, market, building,
    view, one, two, three, four, five, six, seven, eight, nine, ten, any, some, all, something, someone, anything,
    somewhere, anywhere, else, other, another, more, please, thanks, thank, okay, ok, yes, no, and, or, but, so,
    because, if, when, where, what, which, who, how, with, for, at, on, in, to, from, by, of, about, least, most, good,
    great, nice, best, new, old, big, small, cheap, cheaper, luxury, appointment, booking, visit, viewing, find,
    finding, look, looking, search, book, schedule, see, get, have, do, be, know, make, come, go, buying, buy, selling,
    sell, renting, rent, start, end, middle, late, early, soon, later, now, again, instead, then, also, is, are, was,
    were, will, would, should, can, could, might, must, has, had, want, like, prefer, think, interested, price, range,
    budget, dollars, euros, pounds, credit, card, cards, phone, email, mail, text, first, last, next, front, back, half,
    trouble, pain, reality, theory, practice, doubt, debt, favor, favour, charge, long, term, i'm, i'd, it's, that's,
    don't, it'll, he's, she's, we're, they're, lot, very, much, though, really, myself, yourself, wrong, right, located,
    dentist, doctor, stylist, keep, visiting, dentists, doctors, dr, mr, mrs, ms, miss, nothing, everything, name, number, called, not, just, only, asap,
    already, approved, cheers
  `),
  notLater: list(`
    january, february, march, april, may, june, july, august, september, october, november, december, please, thanks,
    today, tomorrow, instead, asap, mr, mrs, ms, dr, i, if, when, because
  `),
  leading: list(`
    how about, what about, try, let's try, maybe, near, in, around, at, i want, i'm in, i am in, i live in,
    i am looking for, i'm looking for, i prefer, somewhere in, let's say, make it, go with, let's go with, it's, from
  `),
  following: list('is, would, will, and, sounds, works, should, with, for, or, because, if, but, that, area, since'),
};
