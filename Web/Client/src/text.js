// The words of the pages, in both languages, and how numbers are written.
const words = {
  en: {
    skipToContent: 'Skip to content', signIn: 'Sign in', signUp: 'Create account', signOut: 'Sign out', email: 'E-mail', password: 'Password (10 characters or more)',
    name: 'Display name', haveAccount: 'I have an account', noAccount: 'I am new here', projects: 'Work for you', start: 'Start', ready: 'ready', perHour: 'an hour',
    noProjects: 'No project is open right now. This list looks again by itself.', missing: 'Needs', fullRate: 'full rate for', until: 'submit within', earned: 'earned',
    reduced: 'reduced rate', paused: 'paused', pause: 'Pause', resume: 'Go on', skip: 'Skip', reason: 'Why do you skip this task?', submitNext: 'Submit & next',
    saved: 'Draft saved', notSaved: 'Not saved yet: your text stays on this page', handedIn: 'Handed in. Paid', noWork: 'No task for you in this project right now.',
    answer: 'Your answer', material: 'Material', required: 'Please answer', ended: 'This task has ended. Your draft is kept.', failed: 'That did not work', perMinute: 'A minute',
    totalLeased: 'Leases', totalSubmitted: 'Answers', totalSubmittedLate: 'Answers, late', totalSuperseded: 'Superseded', totalRateStepped: 'Rate steps', totalExpired: 'Expired', totalSkipped: 'Skipped', totalReported: 'Reported', totalReleased: 'Given back', totalStuck: 'Stuck', totalClosed: 'Tasks finished',
    minute: 'Minute', leased: 'Leased', submitted: 'Submitted', expired: 'Expired', skipped: 'Skipped', active: 'Working now', pausedCount: 'Paused', spent: 'Spent',
    connected: 'live', connecting: 'connecting…', lost: 'connection lost, trying again', notFound: 'There is no such project for you.', signInFirst: 'Sign in first.',
    setup: 'Make the first administrator', notApplicable: 'not applicable', live: 'Live figures', back: 'Back', closed: 'Tasks done', reported: 'Reported',
    stepped: 'Past full rate', superseded: 'Superseded', stuck: 'Went stuck',
  },
  ko: {
    skipToContent: '본문으로 건너뛰기', signIn: '로그인', signUp: '가입하기', signOut: '로그아웃', email: '이메일', password: '비밀번호 (10자 이상)',
    name: '표시 이름', haveAccount: '이미 계정이 있습니다', noAccount: '처음 왔습니다', projects: '지금 할 수 있는 일', start: '시작', ready: '개 대기', perHour: '시간당',
    noProjects: '지금 열린 프로젝트가 없습니다. 목록은 저절로 다시 확인합니다.', missing: '필요 조건', fullRate: '전액 남은 시간', until: '제출 남은 시간', earned: '적립',
    reduced: '감액 시간', paused: '일시정지', pause: '일시정지', resume: '계속하기', skip: '건너뛰기', reason: '이 작업을 건너뛰는 이유는 무엇인가요?', submitNext: '제출하고 다음',
    saved: '초안 저장됨', notSaved: '아직 저장되지 않았습니다. 글은 이 화면에 남아 있습니다', handedIn: '제출했습니다. 지급', noWork: '지금 이 프로젝트에는 맡을 작업이 없습니다.',
    answer: '답변', material: '자료', required: '답해 주세요', ended: '이 작업은 끝났습니다. 초안은 보관됩니다.', failed: '처리하지 못했습니다', perMinute: '분당',
    totalLeased: '시작한 작업', totalSubmitted: '제출한 답변', totalSubmittedLate: '늦은 답변', totalSuperseded: '대체됨', totalRateStepped: '단가 변경', totalExpired: '만료', totalSkipped: '건너뜀', totalReported: '신고', totalReleased: '반납', totalStuck: '막힘', totalClosed: '끝난 과제',
    minute: '시각', leased: '시작', submitted: '제출', expired: '만료', skipped: '건너뜀', active: '작업 중', pausedCount: '일시정지', spent: '지출',
    connected: '실시간', connecting: '연결 중…', lost: '연결이 끊겨 다시 시도합니다', notFound: '볼 수 있는 프로젝트가 아닙니다.', signInFirst: '먼저 로그인해 주세요.',
    setup: '첫 관리자 만들기', notApplicable: '해당 없음', live: '실시간 현황', back: '뒤로', closed: '완료된 작업', reported: '신고',
    stepped: '전액 시간 초과', superseded: '대체됨', stuck: '막힌 작업',
  },
};

export const language = localStorage.getItem('language') ?? (navigator.language.startsWith('ko') ? 'ko' : 'en');

export const t = (key) => words[language][key] ?? key;

/** A text that the server has in both languages. */
export const local = (text) => (text && typeof text === 'object' ? text[language] ?? text.en ?? '' : text ?? '');

/** Micro-units are whole numbers beyond what a Number holds, so they are divided as BigInt. */
export function money(micros, currency = 'USD') {
  const value = BigInt(micros);
  const sign = value < 0n ? '-' : '';
  const size = value < 0n ? -value : value;
  const digits = ((size % 1_000_000n) / 100n).toString().padStart(4, '0').replace(/0{1,2}$/, '');
  return `${sign}${(size / 1_000_000n).toLocaleString(language)}.${digits} ${currency}`;
}

export function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const rest = `${String(Math.floor(seconds / 60) % 60).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest;
}

/** Fills what the page says in words, and makes the language button work. */
export function translatePage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = t(element.dataset.text);
  const button = document.getElementById('language');
  button.textContent = language === 'ko' ? 'English' : '한국어';
  button.lang = language === 'ko' ? 'en' : 'ko';
  button.addEventListener('click', () => {
    localStorage.setItem('language', language === 'ko' ? 'en' : 'ko');
    location.reload();
  });
}
