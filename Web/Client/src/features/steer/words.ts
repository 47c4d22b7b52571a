// What an action sets and does, in words.
import type { TFunction } from 'i18next';
import { money } from '../../shared/money';
import { spell } from '../../shared/numbers';
import { nameList } from '../../shared/people/name-list';
import type { Action, Effect, Values } from './orders';

type Say = TFunction<'steer'>;

export interface Words {
  t: Say;
  language: string;
  currency: string;
}

export function valuesText({ t, language, currency }: Words, kind: Action['order']['kind'], values: Values): string {
  if (kind === 'quota') return values.taskQuota ? t('value.quota', { count: values.taskQuota }) : t('value.noQuota');
  if (kind === 'money') return values.budget ? money(values.budget, currency, language, 2) : '';
  if (kind === 'priority') return String(values.priority ?? 0);
  if (kind === 'taskPriority') {
    const each = values.taskPriorities ?? [];
    return each.length === 0 ? t('value.noPriorities') : each.map((one) => t('value.tasks', { from: one.from, to: one.from + one.count - 1, priority: one.priority })).join(' · ');
  }
  if (kind === 'raise') return Object.entries(values.rates ?? {}).map(([tier, rate]) => `${t(`tier.${tier}` as 'tier.generalist')} ${money(rate, currency, language, 2)}`).join(' · ');
  if (kind === 'rateRule') {
    const { rule } = values;
    return rule ? t('value.rule', { age: spell(rule.ageMs, language), step: rule.stepPercent, most: rule.maxPercent, every: spell(rule.minIntervalMs, language) }) : t('value.noRule');
  }
  return kind === 'status' && values.status ? t(`status.${values.status}`) : '';
}

/** The effect of an order, a sentence each. */
export function effectText(words: Words, kind: Action['order']['kind'], effect: Effect): string[] {
  const { t, language, currency } = words;
  const said: string[] = [];
  const cost = effect.costsAtMost == null ? '' : money(effect.costsAtMost, currency, language, 2);
  if (kind === 'release' || kind === 'extend') said.push(t(`effect.${kind}`, { leases: effect.leases, trainers: effect.trainers, cost }));
  else if (kind === 'announce') said.push(t('effect.announce', { trainers: effect.trainers }));
  else said.push(t('effect.change', { before: valuesText(words, kind, effect.before), after: valuesText(words, kind, effect.after) }));
  if (kind === 'quota') said.push(t('effect.quota', { count: effect.tasks }));
  if (kind === 'taskPriority') said.push(t('effect.tasks', { count: effect.tasks }));
  if (kind === 'raise') said.push(...raiseText(t, effect, cost));
  if (kind === 'status') said.push(t('effect.status', { trainers: effect.trainers, cost }));
  const names = namesText(words, effect);
  if (names !== '' && kind !== 'raise') said.push(t('effect.names', { names }));
  if (!effect.isCovered) said.push(t('effect.notCovered'));
  said.push(kind === 'announce' ? t('effect.undoAnnounce') : effect.canUndo ? t('effect.canUndo') : t('effect.noUndo'));
  return said;
}

/** Whom a raise reaches: the next leases, those who wait; what runs keeps the rate that was pinned. */
function raiseText(t: Say, effect: Effect, cost: string): string[] {
  return [
    t('effect.raiseNext'),
    t('effect.raiseWaiting', { count: effect.trainers }),
    t('effect.raiseRunning', { count: effect.leases }),
    ...(effect.ownRates ? [t('effect.raiseOwn', { count: effect.ownRates })] : []),
    t('effect.raise', { cost }),
  ];
}

/** Who they are: the first by name, the others by number. */
function namesText({ t, language }: Words, effect: Effect): string {
  const names = (effect.named ?? []).map(({ account, displayName }) => displayName || account);
  return names.length === 0 ? '' : nameList(t as TFunction, names, effect.trainers, language);
}

/** What was done, for the list. */
export function doneText(words: Words, action: Action): string {
  const { t } = words;
  const { order, leases, refused } = action;
  if (order.kind === 'release') return t('done.release', { leases, refused, reason: order.reason });
  if (order.kind === 'extend') return t('done.extend', { minutes: order.minutes, leases, refused });
  if (order.kind === 'announce' || order.kind === 'message') return [order.text?.ko, order.text?.en].filter(Boolean).join(' / ');
  return t('effect.change', { before: valuesText(words, order.kind, action.before), after: valuesText(words, order.kind, action.after) });
}
