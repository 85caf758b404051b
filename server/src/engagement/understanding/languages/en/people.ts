import { list } from '../list.ts';
import type { PeopleWords } from '../people-words.ts';

// Tables are exported with headings in many languages, whatever language the rest is in: the commonest are here too.
export const people: PeopleWords = {
  labels: {
    name: list(`
      name, full name, fullname, your name, contact, contact name, contact person, lead, lead name, customer,
      customer name, client, client name, person, attendee, from, fn, user name, username, nombre, nombre completo, nome,
      nome completo, nom complet, vollstandiger name, ansprechpartner
    `),
    givenName: list('first name, firstname, given name, givenname, first, forename, vorname, prenom, primer nombre'),
    middleName: list('middle name, middlename, middle'),
    familyName: list('last name, lastname, family name, surname, last, nachname, apellido, apellidos, sobrenome, nom'),
    email: list(`
      email, e-mail, mail, email address, e-mail address, mail address, work email, business email, personal email,
      contact email, user email, correo, correo electronico, courriel, emails, email 1
    `),
    phone: list(`
      phone, phone number, phone no, tel, telephone, telephone number, contact number, number, direct, direct line,
      office, office phone, work, work phone, home phone, main, phone 1, user phone, ph, telefono, telefon, telefone, fon,
      telephone no
    `),
    mobile: list(`
      mobile, mobile number, mobile phone, cell, cell phone, cellphone, cellular, mob, whatsapp, whats app, text, sms,
      handy, movil, celular, portable
    `),
    businessName: list(`
      company, company name, business, business name, organisation, organization, organisation name,
      organization name, org, employer, account, account name, firm, agency, empresa, firma, societe, entreprise
    `),
    title: list('title, job title, jobtitle, position, role, job, occupation, profession, function, cargo, poste'),
    website: list('website, web site, web, site, url, homepage, web page, webpage, www, domain, sitio web'),
    place: list(`
      address, street, street address, city, town, state, province, region, postcode, post code, zip, zip code,
      postal code, country, location, adr, based in, place, direccion, adresse, ciudad, ort
    `),
    notes: list(`
      notes, note, comment, comments, remarks, remark, message, details, description, interest, interests,
      interested in, request, enquiry, inquiry, requirement, requirements, needs, budget
    `),
    ignored: list(`
      fax, fax number, fax no, to, cc, bcc, reply-to, sent, date, subject, id, lead id, version, telefax,
      begin, end, n, prodid, rev, uid
    `),
  },
  shortLabels: {
    t: 'phone',
    p: 'phone',
    o: 'phone',
    d: 'phone',
    m: 'mobile',
    c: 'mobile',
    e: 'email',
    w: 'website',
    f: 'ignored',
  },
  businessEndings: list(`
    inc, incorporated, llc, l.l.c, ltd, limited, llp, plc, corp, corporation, co, company, gmbh, ag, kg, ug, sa, s.a,
    sl, s.l, srl, s.r.l, spa, s.p.a, bv, b.v, nv, ab, oy, as, aps, sas, sarl, ltda, lda, pty, pte, pvt, kk
  `),
  businessWords: list(`
    group, holdings, holding, agency, agencies, solutions, solution, studio, studios, partners, partnership,
    associates, consulting, consultants, consultancy, services, service, systems, technologies, technology, tech, labs,
    lab, software, digital, media, marketing, bank, capital, ventures, investments, insurance, university, college,
    school, academy, hospital, clinic, dental, medical, pharmacy, realty, realtors, properties, property, homes,
    estates, builders, construction, plumbing, roofing, painting, paintings, landscaping, electric, electrical, heating,
    cooling, flooring, windows, kitchens, interiors, architects, bakery, cafe, coffee, restaurant, bistro, grill, bar,
    hotel, hotels, inn, salon, spa, fitness, gym, yoga, motors, auto, automotive, garage, logistics, transport,
    freight, travel, tours, foods, farm, farms, foundation, institute, council, church, store, shop, shops, supply,
    supplies, industries, industrial, manufacturing, works, energy, solar, design, designs, creative, productions,
    events, enterprises, enterprise, international, global, trading, imports, exports, sons, bros, brothers, team, inc
  `),
  roles: list(`
    ceo, cto, cfo, coo, cmo, cio, vp, svp, evp, president, vice president, chairman, chair, founder, co-founder,
    cofounder, owner, co-owner, partner, director, manager, head, lead, leader, officer, supervisor, coordinator,
    co-ordinator, administrator, admin, assistant, secretary, receptionist, engineer, developer, programmer, designer,
    architect, analyst, consultant, adviser, advisor, specialist, expert, representative, rep, agent, broker, realtor,
    buyer, purchaser, planner, accountant, bookkeeper, lawyer, attorney, solicitor, paralegal, doctor, dentist, nurse,
    therapist, teacher, professor, researcher, scientist, technician, mechanic, electrician, plumber, contractor,
    foreman, superintendent, executive, associate, intern, trainee, freelancer, editor, writer, photographer, producer,
    chef, marketer, recruiter, salesperson, principal, trustee, landlord, operations, sales, strategist
  `),
  fromBusiness: [
    'from',
    'at',
    'of',
    '@',
    'with',
    'who works (at|for)',
    'working (at|for)',
    'works (at|for)',
    'on behalf of',
  ],
  afterName: list(
    'phd, ph.d, md, m.d, mba, jd, esq, jr, sr, ii, iii, iv, dds, dmd, cpa, pmp, rn, bsc, msc, ba, ma, cfa',
  ),
  leadIns: list(`
    met, meet, called, call, contact, contacted, spoke, speak, talked, talk, asked, ask, emailed, texted, wrote, write,
    reach, visited, visit, saw, see, add, added, introducing, introduce, referred, referral, received, also, then, and,
    hi, hello, hey, dear, re, fwd, fw, attn, lead, prospect, client, customer, contact, new, hot, warm, cold, via, by,
    from, with, today, yesterday, tomorrow, please, remember, chase, ring, phone, text, invite, thank, thanks, had, got
  `),
  notPeople: list(`
    kind regards, best regards, best, regards, cheers, sincerely, yours, warmly, warm regards, best wishes, many thanks, thank you, yours sincerely, yours faithfully,
    sent from my iphone, sent from my android, get outlook, good morning, good afternoon, good evening, hello, dear,
    hot lead, new lead, new leads, lead list, contact list, contacts, leads, attendees, attendee list, trade show, follow up,
    call back, open house, south africa, new zealand, new york, los angeles, san francisco, san diego, san jose,
    united states, united kingdom, great britain, saudi arabia, hong kong, costa rica, puerto rico, las vegas,
    real estate, social media, customer support, phone number, email address, not interested, very interested,
    n/a, none, unknown, private, confidential, unsubscribe, meeting notes, action items, begin vcard, end vcard
  `),
};
