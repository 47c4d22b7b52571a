import { addTexts } from '../shared/i18n/i18n';

addTexts('app', {
  en: {
    skipToContent: 'Skip to content', sections: 'Sections', work: 'Work', earnings: 'Earnings', learning: 'Learning', feedback: 'Feedback', profile: 'Profile',
    signOut: 'Sign out', manage: 'Control room',
    offline: 'No connection. Keep typing: everything is kept here and sent when the connection is back.',
  },
  ko: {
    skipToContent: '본문으로 건너뛰기', sections: '메뉴', work: '작업', earnings: '수익', learning: '학습', feedback: '피드백', profile: '내 정보',
    signOut: '로그아웃', manage: '관리',
    offline: '연결이 끊겼습니다. 계속 입력하세요. 쓴 내용은 여기에 보관되고, 다시 연결되면 전송됩니다.',
  },
});
