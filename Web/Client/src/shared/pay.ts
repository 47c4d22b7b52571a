// The server's arithmetic, done again (SPEC P1 to P8): whole micro-units and milliseconds, one denominator, rounded once, half to even.
import type { Schemas } from './api/client';

export type Pins = Schemas['LeasePins'];
export type Receipt = Schemas['Receipt'];
type Policy = Schemas['PayPolicy'];
type Step = Schemas['PayStep'];

export interface Line {
  ms: number;
  numerator: number;
  denominator: number;
}

const msPerHour = 3_600_000n;

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

function halfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const size = twice < 0n ? -twice : twice;
  const isUp = size > denominator || (size === denominator && quotient % 2n !== 0n);
  return isUp ? quotient + (numerator < 0n ? -1n : 1n) : quotient;
}

/** half-even(Σ rate · ms · num / (3,600,000 · den)). */
export function amountOf(hourlyRate: string, lines: readonly Line[]): bigint {
  const common = lines.reduce((all, { denominator }) => (all / gcd(all, BigInt(denominator))) * BigInt(denominator), 1n);
  const parts = lines.reduce((sum, { ms, numerator, denominator }) => sum + BigInt(ms) * BigInt(numerator) * (common / BigInt(denominator)), 0n);
  return halfEven(parts * BigInt(hourlyRate), common * msPerHour);
}

function stepAt(policy: Policy, activeMs: number): Step {
  return policy.steps.findLast((step) => step.fromActiveMs <= activeMs) ?? { fromActiveMs: 0, numerator: 1, denominator: 1 };
}

/** The paid time by factor, as the receipt would list it. */
export function linesOf(policy: Policy, activeMs: number): Line[] {
  const last = stepAt(policy, activeMs);
  if (policy.form !== 'marginal') return [{ ms: activeMs, numerator: last.numerator, denominator: last.denominator }];
  return policy.steps.flatMap(({ fromActiveMs, numerator, denominator }, index) => {
    const to = Math.min(policy.steps[index + 1]?.fromActiveMs ?? activeMs, activeMs);
    return to > fromActiveMs ? [{ ms: to - fromActiveMs, numerator, denominator }] : [];
  });
}

/** What that much active time earns under these pins. */
export function earnedBy(pins: Pins, activeMs: number): bigint {
  const policy = pins.payPolicy;
  const ms = Math.round(Math.min(activeMs, pins.hardLimitMs));
  const lines = linesOf(policy, ms);
  const [line] = lines;
  if (policy.form !== 'fixed') return amountOf(pins.hourlyRate, lines);
  return line ? halfEven(BigInt(policy.fixedAmount) * BigInt(line.numerator), BigInt(line.denominator)) : 0n;
}

/** The hourly rate in force then. */
export function rateAt(pins: Pins, activeMs: number): bigint {
  const { numerator, denominator } = stepAt(pins.payPolicy, activeMs);
  return halfEven(BigInt(pins.hourlyRate) * BigInt(numerator), BigInt(denominator));
}

/** The amount of a receipt computed anew from its own lines: equal to its amount on every true receipt. */
export function recompute(receipt: Receipt): bigint {
  const [line] = receipt.lines;
  const sum = receipt.form === 'fixed'
    ? line ? halfEven(BigInt(receipt.fixedAmount ?? '0') * BigInt(line.numerator), BigInt(line.denominator)) : 0n
    : amountOf(receipt.hourlyRate, receipt.lines);
  const paid = BigInt(receipt.alreadyPaid ?? '0');
  return sum > paid ? sum : paid;
}

const forms = { marginal: 1, wholeTask: 2, fixed: 3 } as const;
const kinds = { active: 1, paused: 2, unproven: 3, outage: 4, filledIn: 5 } as const;

/** SHA-256, lower-case hex, over the receipt's netstrings: what the ledger keeps as receiptHash. */
export async function hashOf(receipt: Receipt): Promise<string> {
  const fields: (string | number)[] = [
    'distribution-receipt-1', receipt.assignment, receipt.task, receipt.hourlyRate, receipt.currency, receipt.rateVersion, forms[receipt.form], receipt.fixedAmount ?? '0',
    receipt.lines.length, ...receipt.lines.flatMap((line) => [line.ms, line.numerator, line.denominator]),
    receipt.trace.length, ...receipt.trace.flatMap((part) => [kinds[part.kind], part.fromMs, part.toMs]),
    receipt.amount, receipt.alreadyPaid ?? '0',
  ];
  const encoder = new TextEncoder();
  const bytes = encoder.encode(fields.map((field) => `${encoder.encode(String(field)).length}:${field},`).join(''));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
