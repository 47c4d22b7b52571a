import { money } from '../../shared/money';

/** Amounts by currency: they are never added across. */
export class BigIntSum {
  readonly #byCurrency = new Map<string, bigint>();

  add(currency: string, micros: string | bigint): void {
    this.#byCurrency.set(currency, (this.#byCurrency.get(currency) ?? 0n) + BigInt(micros));
  }

  text(language: string): string {
    return [...this.#byCurrency].map(([currency, micros]) => money(micros, currency, language, 2)).join(' + ') || '0';
  }
}
