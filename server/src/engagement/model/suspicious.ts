import { fold } from '../understanding/text.ts';

/**
 * Whether a text speaks to a model rather than to a business: it then goes to none. That keeps the usual attacks away;
 * what a model says is checked all the same, as if all of them had worked.
 */
export function isSuspicious(text: string): boolean {
  if (hidden.test(text)) return true;
  const plain = fold(text.normalize('NFKC')).replaceAll(/\s+/g, ' ');
  return signs.some((sign) => sign.test(plain));
}

/** Characters that nobody sees: joiners of nothing, directions, tags. */
const hidden = /[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/u;

const ignoring =
  'ignor\\w*|disregard|forget|overrid\\w*|bypass|olvid\\w*|esquec\\w*|oubli\\w*|vergiss|vergesst|missacht\\w*|dimentica\\w*|negeer|vergeet|zignoruj|zapomnij';
const orders =
  'instructions?|rules?|prompts?|guidelines|directives|programming|instruccion\\w*|reglas|indicaciones|instruc\\w*|regras|consignes|regles|anweisung\\w*|regeln|vorgaben|instruktion\\w*|istruzion\\w*|regole|instructies|regels|polecen\\w*|instrukcj\\w*';
const saying = 'say|reply|respond|answer|repeat|write|print|output|tell me|send me';
const sayingElsewhere =
  'di|responde|repite|escribe|contesta|diga|responda|repita|escreva|dis|dites|reponds|repondez|repete|ecris|sag|sage|antworte|wiederhole|schreib\\w*|rispondi|ripeti|scrivi';

const signs: readonly RegExp[] = [
  new RegExp(`\\b(${ignoring})\\b.{0,60}\\b(${orders})\\b`),
  new RegExp(`\\b(new|following|hidden|secret|nuevas|novas|nouvelles|neue|nuove) (${orders})\\b`),
  /(^|[^\p{L}])(system|assistant|developer|tool|sistema|systeme|sistem)\s*(message|prompt|note|override|mensaje|nachricht)?\s*[:\]>]/u,
  /<\/?[a-z|_!-]{2,}[^<]{0,40}>|\[\/?(inst|sys|system)\]|<\|/,
  /```|^#{2,} |\{\s*"[\w-]+"\s*:|\[\s*\{\s*"/,
  /\b(take_turn|tool_?calls?|function_?calls?|tool call|system prompt|prompt injection|jailbreak|developer mode|debug mode|admin mode|god mode|dan mode)\b/,
  /\b(you are|you're) (now|no longer)\b|\bfrom now on\b|\b(act|behave) as\b|\bpretend\b|\brole-?play\b/,
  /\b(ahora eres|a partir de ahora|actua como|finge|agora voce e|a partir de agora|aja como|finja|tu es maintenant|a partir de maintenant|agis comme|fais semblant|du bist jetzt|ab jetzt|ab sofort|tu so als|verhalte dich|ora sei|d'ora in poi|fai finta)\b/,
  new RegExp(`\\b(${saying}) (only|exactly|verbatim|the following|after me|with|literally|this)\\b`),
  new RegExp(
    `\\b(${sayingElsewhere})\\b.{0,20}\\b(exactamente|solo|solamente|literalmente|exatamente|apenas|exactement|seulement|mot pour mot|genau|nur|wortlich|esattamente|soltanto)\\b`,
  ),
  /\b(your|su|tus|tu|votre|vos|ton|deine|ihre|i tuoi) (system )?(prompt|instructions|instrucciones|instrucoes|consignes|anweisungen|istruzioni)\b/,
  /\b(language model|llm|chat ?gpt|openai|as an ai)\b/,
  /(忽略|无视|無視|忘记|忘れ|무시).{0,12}(指示|指令|说明|規則|规则|ルール|지시|명령)|игнорир|забудь .{0,20}(инструкц|правил)|تجاهل|התעלם/u,
];
