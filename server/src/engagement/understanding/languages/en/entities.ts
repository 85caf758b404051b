import type { Language } from '../types.ts';

export const names: Language['names'] = {
  introductions: [
    "my (full|first|last|given|family)? name (is|'s|would be|will be)",
    'my name',
    "my name's",
    'name',
    'full name',
    'the name is',
    "the name's",
    'name is',
    'first name',
    'last name',
    'surname',
    'my surname is',
    'i am',
    "i'm",
    'this is',
    'call me',
    'i go by',
    'you can call me',
    'people call me',
    'they call me',
    'everyone calls me',
    'it is under',
    'under the name',
    'under the name of',
    'in the name of',
    'sincerely',
    'regards',
    'best regards',
    'kind regards',
    'signed',
  ],
  whenAsked: [
    "it's",
    'it is',
    "that's",
    'that is',
    "that'd be",
    'that would be',
    'that will be',
    'just',
    'under',
    'put',
    'put down',
    'use',
    'its',
    'for',
  ],
  after: ['here', 'speaking', 'calling', 'on the line'],
  withs: [
    'with',
    'see',
    'by',
    'visit',
    'at',
    'for',
    'like',
    'want',
    'prefer',
    'book',
    'choose',
    'pick',
    'take',
    'about',
    'called',
    'named',
  ],
  particles: [
    'de',
    'da',
    'di',
    'do',
    'dos',
    'del',
    'della',
    'der',
    'den',
    'van',
    'von',
    'la',
    'le',
    'el',
    'al',
    'bin',
    'ibn',
    'bint',
    'ten',
    'ter',
    'st',
    'y',
    'e',
    'mac',
    'mc',
    "o'",
  ],
  titles: [
    'mr',
    'mrs',
    'ms',
    'miss',
    'mx',
    'dr',
    'doctor',
    'prof',
    'professor',
    'sir',
    'madam',
    'dame',
    'rev',
    'father',
    'sister',
  ],
  notNames:
    `a an the my your our their his her its this that these those here there not just also so too very really still only
    i me we you he she they it us them who what when where why how which am is are was were be been being have has had do does did
    can could will would shall should may might must and or but if because as than then in on at from to for with of by about near
    around under over up down out off after before until since during into onto without fine good ok okay well great happy sad sorry
    sure unsure certain busy free available ready able unable new old young late early done back home away interested
    looking trying calling hoping wondering thinking planning going coming writing texting asking having getting moving
    living working based located afraid allergic pregnant married divorced single retired unemployed employed self yes no yeah yep
    nope nah please thanks thank hi hello hey good morning afternoon evening tomorrow today tonight yesterday monday tuesday wednesday
    thursday friday saturday sunday january february march april june july august september october november december
    email mail phone number address name call text message one two three four five six seven eight nine ten zero
    any some all none every each both either neither nothing anything something everything someone anyone
    need want like love prefer think guess suppose know believe mean said say tell ask book booking appointment visit meeting
    interested tired sick ill hungry bored confused lost excited glad grateful aware open closed flexible easy
    first second third last next other another more less most least much many few actually maybe perhaps probably never always
    ok-ish out asap soon now later again already yet it's i'm that's don't can't won't isn't bit lot kind type sort
    customer client patient buyer seller renter tenant student teacher doctor dentist nurse lawyer engineer owner landlord
    manager parent mother father mom dad wife husband friend person human bot robot using having seeing
    interested quite pretty all set correct right wrong true false better best worse
    nice cool perfect awesome excellent wonderful lovely alright wait hold skip pass stop cancel help sounds works
    let's lets i'd i'll i've we're we'd we'll you're he's she's they're there's what's where's who's how's doesn't didn't
    find search look check nevermind anyway nothing located perfect good that which who
    about regarding concerning per via make made change instead budget price cost rent house flat apartment room`.split(
      /\s+/,
    ),
};

export const places: Language['places'] = {
  prepositions: [
    'in',
    'near',
    'around',
    'from',
    'close to',
    'closer to',
    'next to',
    'nearby',
    'outside',
    'outside of',
    'within',
    'inside',
    'somewhere in',
    'somewhere near',
    'based in',
    'located in',
    'located at',
    'live in',
    'live at',
    'living in',
    'moving to',
    'move to',
    'relocating to',
    'go to',
    'going to',
    'out of',
    'over in',
    'down in',
    'up in',
    'by',
    'at',
    'to',
    'towards',
    'area is',
    'city is',
    'address is',
    'location is',
  ],
  weak: [
    'from',
    'by',
    'at',
    'to',
    'towards',
    'go to',
    'going to',
    'out of',
    'look at',
    'looking at',
    'within',
    'inside',
  ],
  streetWords:
    `street st road rd avenue ave av boulevard blvd lane ln drive dr way court ct place pl square sq terrace ter parkway pkwy highway hwy
    circle cir close crescent row alley quay mews gardens`.split(/\s+/),
  trailing: [
    'area',
    'city',
    'town',
    'neighborhood',
    'neighbourhood',
    'district',
    'region',
    'side',
    'please',
    'proper',
    'itself',
    'instead',
    'thanks',
  ],
  connectors: [
    'of',
    'de',
    'la',
    'le',
    'del',
    'las',
    'los',
    'el',
    'upon',
    'on',
    'sur',
    'the',
    'da',
    'do',
    'am',
    'an',
    'der',
    'en',
    'by',
    'by-the-sea',
    'and',
  ],
  notPlaces:
    `a an the my your our their his her this that these those it its me you us them him i we he she they here there
    morning afternoon evening night day days week weeks weekend month months year years hour hours minute minutes time moment
    january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun today tomorrow tonight yesterday noon midnight
    general person advance cash total case fact particular order touch need love common future past meantime time case hurry rush
    addition short full part detail details mind stock business bed beds bedroom bedrooms bath baths bathroom bathrooms
    english spanish french german portuguese italian writing school college work office home house apartment apartments flat flats property salon salons shop place area city town
    one two three four five six seven eight nine ten any some all something someone anything somewhere anywhere else other another more
    please thanks thank you okay ok yes no and or but so because if when where what which who how with for at on in to from by of about least most
    cosmetic good great nice best new old big small cheap cheaper luxury furnished unfurnished unisex appointment booking visit viewing
    find finding look looking search book schedule see get have do be know make come go visit buying buy selling sell renting rent
    start end middle late early soon later now again instead then also is are was were will would should can could might may must has have had
    need want like prefer think looking interested price range budget dollars euros pounds credit card cards phone email mail text person
    first last next front back half full trouble pain general reality theory practice good doubt debt favor favour charge
    long short term i'm i'd it's that's don't it'll he's she's we're they're lot very much though really myself wrong market building view located dentist doctor keep dr mr mrs miss ms`.split(
      /\s+/,
    ),
};

export const texts: Language['texts'] = {
  leading: [
    'well',
    'um',
    'uh',
    'erm',
    'hmm',
    'so',
    'oh',
    'ah',
    'ok',
    'okay',
    'yes',
    'yeah',
    'sure',
    'hi',
    'hello',
    'hey',
    'i think',
    "i'd say",
    'i would say',
    'i guess',
    'i believe',
    'i suppose',
    "it's",
    'it is',
    'its',
    "that's",
    'that would be',
    "that'd be",
    'it would be',
    'let me see',
    "let's see",
    'basically',
    'honestly',
    'probably',
    'maybe',
    'actually',
    'just',
    'like',
  ],
  trailing: [
    'i think',
    'i guess',
    'please',
    'thanks',
    'thank you',
    'i suppose',
    'i believe',
    'really',
    'probably',
    'thx',
    'if possible',
    'if that is ok',
    "if that's ok",
  ],
};
