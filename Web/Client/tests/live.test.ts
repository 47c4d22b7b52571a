import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nextStep } from '../src/shared/live/sequence';

describe('a push', () => {
  const known = { epoch: 'a', sequence: 7 };
  test.each([
    ['the next one', { epoch: 'a', sequence: 8 }, 'apply'], ['the same again', { epoch: 'a', sequence: 7 }, 'ignore'], ['an older one', { epoch: 'a', sequence: 3 }, 'ignore'],
    ['one after a gap', { epoch: 'a', sequence: 9 }, 'resync'], ['of another epoch, whatever its number', { epoch: 'b', sequence: 8 }, 'resync'],
    ['of another epoch with a smaller number', { epoch: 'b', sequence: 1 }, 'resync'],
  ] as const)('%s', (_, push, step) => expect(nextStep(known, push)).toBe(step));
});

describe('the server clock', () => {
  let now = 0;
  const server = Date.parse('2026-03-02T12:00:00Z');
  const fresh = async () => (vi.resetModules(), (await import('../src/shared/server-clock')).serverClock);

  beforeEach(() => {
    now = 1_000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => vi.restoreAllMocks());

  test('takes the middle of a round trip', async () => {
    const clock = await fresh();
    clock.observe(new Date(server).toISOString(), 800, 1_000);
    expect(clock.now()).toBe(server + 100);
    now += 5_000;
    expect(clock.now()).toBe(server + 5_100);
  });

  test('keeps the quickest answer, and takes a slow one only when the quick one is old', async () => {
    const clock = await fresh();
    clock.observe(new Date(server).toISOString(), 990, 1_000);
    const shown = clock.now();
    clock.observe(new Date(server + 200).toISOString(), 800, 1_200);
    expect(clock.now()).toBe(shown);
    now = 700_000;
    clock.observe(new Date(server + 699_400).toISOString(), 699_600, 700_000);
    expect(clock.now()).toBe(server + 699_600);
  });

  test('takes a slow answer at once when what the quick one said can no longer be true: the machine slept', async () => {
    const clock = await fresh();
    clock.observe(new Date(server).toISOString(), 990, 1_000);
    clock.observe(new Date(server + 60_000).toISOString(), 1_500, 2_000);
    now = 2_000;
    expect(clock.now()).toBe(server + 60_250);
  });

  test('uses the whole seconds of a Date header only as long as it knows nothing better', async () => {
    const clock = await fresh();
    clock.noteDate('Mon, 02 Mar 2026 12:00:00 GMT');
    expect(clock.now()).toBe(server + 500);
    clock.observe(new Date(server).toISOString(), 1_000, 1_000);
    clock.noteDate('Mon, 02 Mar 2026 13:00:00 GMT');
    expect(clock.now()).toBe(server);
  });
});
