/** A share of 1 as whole percents, or with one digit below ten: "4.2 %". */
export const percent = (share: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);

export const count = (value: number, language: string): string => value.toLocaleString(language);

/** With one digit below ten: throughputs are small numbers at first. */
export const pace = (value: number, language: string): string => value.toLocaleString(language, { maximumFractionDigits: value < 10 ? 1 : 0 });

/** How long, in the largest two units: "2 d 4 h", "7 min 20 s". */
export function spell(ms: number, language: string): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = ([['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]] as const)
    .map(([unit, length], i, all) => [unit, Math.floor((i === 0 ? seconds : seconds % (all[i - 1]?.[1] ?? 1)) / length)] as const);
  const first = parts.findIndex(([, value]) => value > 0);
  const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2).filter(([, value], i) => i === 0 || value > 0);
  return shown.map(([unit, value]) => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'narrow' }).format(value)).join(' ');
}
