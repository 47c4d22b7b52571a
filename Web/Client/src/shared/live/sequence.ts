export interface Mark {
  epoch: string;
  sequence: number;
}

/** What to do with a push after what is known: take it, leave it (seen already), or ask for everything. */
export function nextStep(known: Mark, push: Mark): 'apply' | 'ignore' | 'resync' {
  if (push.epoch !== known.epoch) return 'resync';
  if (push.sequence <= known.sequence) return 'ignore';
  return push.sequence === known.sequence + 1 ? 'apply' : 'resync';
}
