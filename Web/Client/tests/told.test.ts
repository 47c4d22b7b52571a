import { describe, expect, test, vi } from 'vitest';

vi.stubGlobal('localStorage', { getItem: () => 'en', setItem: () => undefined });
vi.stubGlobal('navigator', { language: 'en' });
vi.stubGlobal('document', { documentElement: { lang: 'en' } });
const { default: i18next } = await import('i18next');
await import('../src/shared/changes/texts');
const { told } = await import('../src/shared/changes/told');

const kim = 'w0123456789abcdef01234567';
const say = (language: 'en' | 'ko', what: string) =>
  told(what, { t: i18next.getFixedT(language, 'told'), language, currency: 'USD', names: { [kim]: 'Kim Min-ji' } });

describe('a change is told in the language of who reads it', () => {
  test.each([
    ['Draft → Live', 'Draft → Live', '초안 → 진행 중'],
    ['Live → Live for all', 'Live → Live, for all', '진행 중 → 진행 중, 모두에게'],
    ['Draft → pilot 2: 40 tasks, at most 5 people', 'Draft → pilot 2: 40 tasks, at most 5 people', '초안 → 시범 2회: 작업 40개, 최대 5명'],
    ['segment 12, 1000 tasks', '1,000 tasks came in', '작업 1,000개가 들어옴'],
    ['budget 100000000 → 2500000000', 'Budget $100.00 → $2,500.00', '예산 $100.00 → $2,500.00'],
    ['rule: 15% above base, oldest waits 600 s', '15% above the base rate; the oldest task has waited 10 min', '기본 단가보다 15% 높음, 가장 오래된 작업은 10분 기다림'],
    [`${kim}: as everybody → 40000000 an hour`, 'Kim Min-ji: as everybody → $40.00 an hour', 'Kim Min-ji: 모두와 같음 → 시간당 $40.00'],
    ['action 3: both clocks of 12 leases +15 min; 2 not', 'Both clocks 15 min longer, leases: 12 (action 3); 2 not', '12건의 두 시계를 15분 늘림 (조치 3), 2건은 안 됨'],
    [`action 4: 1 leases active → withdrawn, 0 not (${kim}.7): Wrong source`, 'Leases taken back (1), of Kim Min-ji: Wrong source (action 4)', 'Kim Min-ji의 작업 1건 회수: Wrong source (조치 4)'],
    [`action 5: wrote to ${kim} wffffffffffffffffffffffff (9 in all): Thank you\nall`, 'Wrote to Kim Min-ji, a trainer (9 in all): Thank you\nall (action 5)', 'Kim Min-ji, 작업자 한 명에게 보냄 (모두 9명): Thank you\nall (조치 5)'],
  ])('%s', (what, english, korean) => {
    expect(say('en', what)).toBe(english);
    expect(say('ko', what)).toBe(korean);
  });

  test('settings, each with what it was and is', () => {
    expect(say('en', 'version 3: hardLimitMs 1800000 → 3600000, limitMs 600000 → 90000, overlap 1 → 3')).toBe(
      'Can be handed in for 30 min → 1 h; Full rate for 10 min → 90 s; Answers for each task 1 → 3 (version 3)');
    expect(say('ko', 'version 4: rateRule – → {"AgeMs":600000,"StepPercent":5}, title "A, b" → "C"')).toBe(
      '단가 규칙 없음 → age 10분, step percent 5; 제목 A, b → C (버전 4)');
    expect(say('en', 'version 5: rates {"Generalist":"12000000"} → {"Generalist":"15500000","Expert":"90000000"}')).toBe(
      'Hourly rate Generalist $12.00 → Generalist $15.50, Verified expert $90.00 (version 5)');
  });

  test('what is not known, and what was cut, stands as it was written', () => {
    expect(say('ko', 'something new of 7')).toBe('something new of 7');
    expect(say('en', `${kim} did something`)).toBe('Kim Min-ji did something');
    expect(say('en', 'version 3: needs {"Hard":["lang:k… → {"Hard":[]}, overlap 1 → 2')).toBe('Needs {"Hard":["lang:k… → hard none; Answers for each task 1 → 2 (version 3)');
  });
});
