// Keys of the work screen. A task type's own keys come first; a sign alone is never a key while one types text.
import { useEffect, useRef } from 'react';
import type { Option, TaskType } from '../../shared/task/document';

export type Action = 'submit' | 'pause' | 'skip' | 'report' | 'unfinished' | 'last' | 'guidelines' | 'help';

/** The house's keys; letters are places on the keyboard, so that they work in Korean input, too. */
export const houseKeys: Readonly<Record<Action, string>> = {
  submit: 'Ctrl+Enter', pause: 'P', skip: 'S', report: 'Shift+R', unfinished: 'U', last: 'B', guidelines: 'G', help: '?',
};

/** "Shift+R", "Ctrl+Enter", "1", "?": as in task types' documents. */
function nameOf(event: KeyboardEvent): string {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  const base = letter ?? (event.shiftKey ? event.key : digit ?? event.key);
  const shift = event.shiftKey && letter ? 'Shift+' : '';
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift}${base}`;
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, input:not([type=radio]):not([type=checkbox]), select'));

const click = (selector: string): boolean => {
  const element = document.querySelector<HTMLElement>(selector);
  element?.click();
  return element !== null;
};

/** What an option's key does: chooses it, or marks what is selected with it. */
function chooseBy(type: TaskType, key: string): boolean {
  const matches = (option: Option) => option.key?.toLowerCase() === key.toLowerCase();
  for (const question of type.questions) {
    const place = `#question-${CSS.escape(question.id)}`;
    const option = question.kind === 'choice' ? question.options.find(matches) : question.kind === 'spans' ? question.labels.find(matches) : undefined;
    if (!option) continue;
    const value = CSS.escape(option.value);
    if (click(question.kind === 'choice' ? `${place} input[value="${value}"]` : `${place} button[data-label="${value}"]:not(:disabled)`)) return true;
  }
  return false;
}

function focusOn(question: string): boolean {
  const element = document.querySelector<HTMLElement>(`#question-${CSS.escape(question)} :is(textarea, input, button, [tabindex])`);
  element?.focus();
  return element !== null;
}

function byType(type: TaskType, key: string, act: (action: Action) => void): boolean {
  const shortcut = type.shortcuts?.find((each) => each.key.toLowerCase() === key.toLowerCase());
  if (!shortcut) return false;
  if (shortcut.action.startsWith('focus:')) return focusOn(shortcut.action.slice(6));
  act(shortcut.action as Action);
  return true;
}

/** @param hasSingleKeys whether a sign alone may be a key; a wish of the person (WCAG 2.1.4). */
export function useKeys(type: TaskType, hasSingleKeys: boolean, act: (action: Action) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || document.querySelector('[role=dialog]')) return;
      const name = nameOf(event);
      const isSingle = !name.includes('Ctrl+') && !name.includes('Alt+');
      if (isSingle && (!hasSingleKeys || isWriting(event.target))) return;
      const house = (Object.keys(houseKeys) as Action[]).find((action) => houseKeys[action] === name);
      const done = byType(type, name, latest.current) || (isSingle && chooseBy(type, name)) || (house !== undefined && (latest.current(house), true));
      if (done) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [type, hasSingleKeys]);
}
