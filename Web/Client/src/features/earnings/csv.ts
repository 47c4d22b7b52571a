import type { Entry } from './ledger';

/** No cell runs as a formula in a spreadsheet. */
function cell(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A month's lines, each with its hash, and the ledger's own at the end. Amounts are micro-units. */
export function toCsv(month: string, entries: readonly Entry[], hash: string): string {
  const head = ['sequence', 'at', 'kind', 'task', 'amount_micros', 'currency', 'entry', 'receipt_hash', 'entry_hash', 'reason'];
  const rows = entries.map(({ sequence, order, hash: own }) =>
    [sequence, order.at, order.kind, order.task ?? '', order.amount, order.currency, order.entryId, order.receiptHash, own, order.reason ?? '']);
  return [head, ...rows, ['ledger', month, hash]].map((row) => row.map(cell).join(',')).join('\r\n');
}

export function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
