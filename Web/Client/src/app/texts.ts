import { addTexts } from '../shared/i18n/i18n';

addTexts('app', {
  en: {
    skipToContent: 'Skip to content', sections: 'Sections', work: 'Work', earnings: 'Earnings', learning: 'Learning', feedback: 'Feedback', profile: 'Profile',
    otherLanguage: '한국어', signOut: 'Sign out', live: 'Live figures',
    scheme: { auto: 'Colours follow the system', dark: 'Dark colours', light: 'Light colours' },
    offline: 'No connection. Keep typing: everything is kept here and sent when the connection is back.',
  },
  ko: {
    skipToContent: '본문으로 건너뛰기', sections: '메뉴', work: '작업', earnings: '수익', learning: '학습', feedback: '피드백', profile: '내 정보',
    otherLanguage: 'English', signOut: '로그아웃', live: '실시간 현황',
    scheme: { auto: '화면 색: 시스템 설정에 따름', dark: '화면 색: 어둡게', light: '화면 색: 밝게' },
    offline: '연결이 끊겼습니다. 계속 입력하세요. 쓴 내용은 여기에 보관되고, 다시 연결되면 전송됩니다.',
  },
});

addTexts('ui', {
  en: {
    loading: 'Loading…', failed: 'That did not work', kept: 'Nothing that you typed is lost.', retry: 'Try again', notHere: 'There is nothing at this address.',
    home: 'To the work', close: 'Close', offline: 'No connection to the server.', added: 'added:', removed: 'removed:',
    wholeText: 'Show the whole text', onlyChanges: 'Show only what changed',
  },
  ko: {
    loading: '불러오는 중…', failed: '처리하지 못했습니다', kept: '입력한 내용은 사라지지 않습니다.', retry: '다시 시도', notHere: '이 주소에는 아무것도 없습니다.',
    home: '작업으로 가기', close: '닫기', offline: '서버에 연결되지 않았습니다.', added: '추가:', removed: '삭제:',
    wholeText: '전체 보기', onlyChanges: '바뀐 곳만 보기',
  },
});
