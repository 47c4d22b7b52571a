// What was done to a project, in the reader's language. The server keeps it for ever in one form of words for each kind of deed; what is not
// known here stands as it was written.
import { money } from '../money';

export interface Teller {
  t: (key: string, values?: Record<string, string | number>) => string;
  language: string;
  currency: string;
  /** What those are called whose accounts are mentioned. */
  names: Record<string, string>;
}

type Form = [RegExp, (found: string[], teller: Teller) => string];

const account = /^w[0-9a-f]{24}(?:\.\d+)?$/;
const accounts = /\bw[0-9a-f]{24}(?:\.\d+)?(?![0-9A-Za-z_-])/g;
const state = '(Draft|Live|Draining|Paused|Closed)';
const terms = '(as everybody|Generalist|Specialist|Expert|\\d+ an hour)';

const forms: Form[] = [
  [new RegExp(`^${state} → ${state}( for all)?$`), ([before, after, all], teller) => `${statusOf(before, teller)} → ${statusOf(after, teller)}${all ? teller.t('forAll') : ''}`],
  [new RegExp(`^${state} → pilot (\\d+): (\\d+) tasks, at most (\\d+) people$`), ([before, round = '', tasks = '', people = ''], teller) =>
    `${statusOf(before, teller)} → ${teller.t('pilot', { round, tasks: figure(tasks, teller), people })}`],
  [/^version (\d+): (.*)$/s, ([version = '', changed = ''], teller) => teller.t('version', { version, changed: settingsOf(changed, teller) })],
  [/^guidelines (\d+)$/, ([version = ''], { t }) => t('guidelines', { version })],
  [/^budget (\d+) → (\d+)$/, ([before = '0', after = '0'], teller) => teller.t('budget', { before: amount(before, teller), after: amount(after, teller) })],
  [/^segment (\d+), (\d+) tasks$/, ([, tasks = ''], teller) => teller.t('segment', { tasks: figure(tasks, teller) })],
  [/^rate version (\d+)$/, ([version = ''], { t }) => t('rateVersion', { version })],
  [/^rule: (-?\d+)% above base, oldest waits (\d+) s$/, ([percent = '', waits = '0'], teller) => teller.t('rule', { percent, waits: time(Number(waits) * 1000, teller) })],
  [new RegExp(`^(\\S+): ${terms} → ${terms}$`), ([who = '', before = '', after = ''], teller) =>
    teller.t('terms', { who: named(who, teller), before: termsOf(before, teller), after: termsOf(after, teller) })],
  [/^the last lease has ended$/, (_, { t }) => t('drained')],
  [/^snapshot (\S+)$/, ([id = ''], { t }) => t('snapshot', { id })],
  [/^action (\d+): announced for (\d+) h: (.*)$/s, ([number = '', hours = '', text = ''], { t }) => t('announced', { number, hours, text })],
  [/^action (\d+) undone: announcement taken back: (.*)$/s, ([number = '', text = ''], { t }) => t('undone', { number, text })],
  [/^action (\d+): wrote to (.*?) \((\d+) in all\): (.*)$/s, ([number = '', who = '', all = '', text = ''], teller) =>
    teller.t('wrote', { number, who: who.split(' ').map((each) => named(each, teller)).join(', '), all, text })],
  [/^action (\d+): both clocks of (\d+) leases \+(\d+) min; (\d+) not$/, ([number = '', leases = '', minutes = '', not = ''], { t }) =>
    t('extended', { number, leases, minutes }) + notDone(not, t)],
  [/^action (\d+): (\d+) leases active → withdrawn, (\d+) not \((.*?)\): (.*)$/s, ([number = '', leases = '', not = '', who = '', reason = ''], teller) =>
    teller.t('withdrawn', { number, leases, who: who.split(' ').map((each) => named(each, teller)).join(', '), reason }) + notDone(not, teller.t)],
  [/^experiment (\S+) concluded$/, ([id = ''], { t }) => t('concluded', { id })],
  [/^experiment (\S+) stopped: (.*)$/s, ([id = '', reason = ''], { t }) => t('stopped', { id, reason })],
  [/^experiment (\S+) started: (.*)$/s, ([id = '', plan = ''], { t }) => t('started', { id, plan })],
];

/** What a change came to. */
export function told(what: string, teller: Teller): string {
  for (const [form, say] of forms) {
    const found = form.exec(what);
    if (found) return say(found.slice(1), teller);
  }
  return what.replace(accounts, (id) => named(id, teller));
}

/** "limitMs 600000 → 300000, overlap 1 → 3": a name, what it was, what it is. Values are JSON, cut where they were long. */
function settingsOf(changed: string, teller: Teller): string {
  const each = /([a-zA-Z]+) (.+?) → (.+?)(?=, [a-zA-Z]+ \S.*? → |…?$)/gs;
  const said = [...changed.matchAll(each)].map(([, name = '', before = '', after = '']) => {
    const label = teller.t(`field.${name}`);
    return `${label === `field.${name}` ? name : label} ${valueOf(name, before, teller)} → ${valueOf(name, after, teller)}`;
  });
  return said.length > 0 ? said.join('; ') : changed;
}

function valueOf(name: string, text: string, teller: Teller): string {
  if (text === '–') return teller.t('none');
  try {
    return plain(name, JSON.parse(text), teller) || teller.t('none');
  } catch {
    return text;
  }
}

/** A value without the signs of JSON: times in minutes, amounts in money. */
function plain(name: string, value: unknown, teller: Teller): string {
  if (value === null) return teller.t('none');
  if (Array.isArray(value)) return value.map((each) => plain(name, each, teller)).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value).map(([key, each]) => {
      const part = plain(isRates(name) ? 'rate' : key, each, teller);
      return `${isRates(name) ? teller.t(`tier.${key.toLowerCase()}`) : spaced(key)} ${part || teller.t('none')}`;
    }).join(', ');
  }
  if (typeof value === 'boolean') return teller.t(value ? 'yes' : 'no');
  if (typeof value === 'number') return name.endsWith('Ms') ? time(value, teller) : figure(value, teller);
  const said = String(value);
  return /^(rate|.*(Amount|Pay|Bonus|Budget|Reserve))$/.test(name) && /^\d+$/.test(said) ? amount(said, teller) : said;
}

const isRates = (name: string) => name === 'rates';
const spaced = (key: string) => key.replace(/Ms$/, '').replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
const figure = (value: string | number, { language }: Teller) => Number(value).toLocaleString(language);
const amount = (micros: string, { currency, language }: Teller) => money(micros, currency, language);
const statusOf = (status: string | undefined, { t }: Teller) => t(`status:${(status ?? '').toLowerCase()}`);
const notDone = (count: string, t: Teller['t']) => (count === '0' ? '' : t('notDone', { count }));

function time(ms: number, { t }: Teller): string {
  if (ms % 3_600_000 === 0 && ms > 0) return t('hours', { count: ms / 3_600_000 });
  return ms % 60_000 === 0 ? t('minutes', { count: ms / 60_000 }) : t('seconds', { count: ms / 1000 });
}

function termsOf(words: string, teller: Teller): string {
  const rate = /^(\d+) an hour$/.exec(words)?.[1];
  if (rate) return teller.t('anHour', { amount: amount(rate, teller) });
  return words === 'as everybody' ? teller.t('asEverybody') : teller.t(`tier.${words.toLowerCase()}`);
}

/** Who, or "somebody" where nothing but an account is known. */
function named(id: string, { names, t }: Teller): string {
  const known = names[id.replace(/\.\d+$/, '')];
  return known ?? (account.test(id) ? t('somebody') : id);
}
