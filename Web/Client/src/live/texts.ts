const en = {
  perMinute: 'A minute', minute: 'Minute', leased: 'Leased', submitted: 'Submitted', expired: 'Expired', skipped: 'Skipped', active: 'Working now',
  pausedCount: 'Paused', spent: 'Spent',
  connected: 'live', connecting: 'connecting…', lost: 'connection lost, trying again', notFound: 'There is no such project for you.', signInFirst: 'Sign in first.',
  closed: 'Tasks done', reported: 'Reported', stepped: 'Past full rate', superseded: 'Superseded', stuck: 'Went stuck', otherLanguage: '한국어',
};

export type Words = typeof en;

const ko: Words = {
  perMinute: '분당', minute: '시각', leased: '시작', submitted: '제출', expired: '만료', skipped: '건너뜀', active: '작업 중', pausedCount: '일시정지', spent: '지출',
  connected: '실시간', connecting: '연결 중…', lost: '연결이 끊겨 다시 시도합니다', notFound: '볼 수 있는 프로젝트가 아닙니다.', signInFirst: '먼저 로그인해 주세요.',
  closed: '완료된 작업', reported: '신고', stepped: '전액 시간 초과', superseded: '대체됨', stuck: '막힌 작업', otherLanguage: 'English',
};

export const texts = { en, ko };
