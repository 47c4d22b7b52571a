// Amounts are whole micro-units in strings, beyond what a Number holds: BigInt all the way to the page.
const perUnit = 1_000_000n;

/** For example "1.2346 USD": units, and four digits of what is less, so that a minute's work is visible. */
export function money(micros: string | bigint, currency: string, language: string, digits = 4): string {
  const value = BigInt(micros);
  const step = 10n ** BigInt(6 - digits);
  const rounded = ((value < 0n ? -value : value) + step / 2n) / step;
  const perDigits = perUnit / step;
  const fraction = (rounded % perDigits).toString().padStart(digits, '0').replace(digits > 2 ? /0{1,2}$/ : /$^/, '');
  const number = `${(rounded / perDigits).toLocaleString(language)}${fraction ? `.${fraction}` : ''}`;
  const sign = value < 0n ? '−' : '';
  return currency === 'USD' ? `${sign}$${number}` : currency === 'KRW' ? `${sign}₩${number}` : `${sign}${number} ${currency}`;
}

/** All digits, for receipts: "1.234567". */
export const exactMoney = (micros: string | bigint, currency: string, language: string): string => money(micros, currency, language, 6);

/** "12.5" as micro-units; null for what is no amount. */
export function microsOf(text: string): bigint | null {
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text.trim().replaceAll(',', ''));
  return match ? BigInt(match[1] ?? '0') * perUnit + BigInt((match[2] ?? '').padEnd(6, '0')) : null;
}

export const unitsOf = (micros: string | bigint): string => {
  const value = BigInt(micros);
  const fraction = (value % perUnit).toString().padStart(6, '0').replace(/0+$/, '');
  return fraction ? `${value / perUnit}.${fraction}` : `${value / perUnit}`;
};

export const currencies = ['USD', 'KRW', 'EUR', 'JPY', 'GBP'];
