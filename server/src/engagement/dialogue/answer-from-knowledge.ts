import { say, type Turn } from './turn.ts';

/**
 * Answers from what was found in the workspace's knowledge for these very words, and says where it stands; whether it
 * was sure enough: as the workflow says, and at least `atLeast`.
 */
export function answerFromKnowledge(turn: Turn, words: string, atLeast = 0): boolean {
  const { knowledge, workflow } = turn.situation;
  if (knowledge?.question !== words) return false;
  const { text, title, confidence } = knowledge;
  if (confidence < Math.max(workflow.knowledge.minConfidence, atLeast)) return false;
  say(turn, `${text} (From “${title}”.)`, `answered from "${title}" (confidence ${confidence})`);
  return true;
}
